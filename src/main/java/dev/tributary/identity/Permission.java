package dev.tributary.identity;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The one table of what each role may do. A permission is an area and a way (read or write); its wire name,
 * {@code conversations:write}, is at the same time the scope that an API token needs for it.
 */
public enum Permission {
    CONVERSATIONS_READ("See conversations, messages, attachments", Allowed.EVERYONE),
    CONVERSATIONS_WRITE("Answer, note, assign, change status, priority and tags of a conversation", Allowed.EVERYONE),
    CONTACTS_READ("See contacts and their history", Allowed.EVERYONE),
    CONTACTS_WRITE("Create, change and merge contacts", Allowed.EVERYONE),
    TAGS_READ("See the list of tags", Allowed.EVERYONE),
    TAGS_WRITE("Create, rename and delete tags for everybody", Allowed.ADMINS),
    CANNED_RESPONSES_READ("See canned responses", Allowed.EVERYONE),
    CANNED_RESPONSES_WRITE("Create, change and delete canned responses for everybody", Allowed.ADMINS),
    TICKETS_READ("See tickets", Allowed.EVERYONE),
    TICKETS_WRITE("Create, change and delete tickets", Allowed.EVERYONE),
    AUTOMATION_RULES_READ("See automation rules and what they did", Allowed.ADMINS),
    AUTOMATION_RULES_WRITE("Create, order, change, try and delete automation rules and their settings", Allowed.ADMINS),
    CHANNELS_READ("See channel accounts, their state and settings (secrets masked)", Allowed.EVERYONE),
    CHANNELS_WRITE("Connect, change, test, archive and purge channel accounts", Allowed.ADMINS),
    JOURNAL_READ("See the raw events that providers sent", Allowed.ADMINS),
    JOURNAL_WRITE("Replay raw events", Allowed.ADMINS),
    STATISTICS_READ("See statistics of channel accounts", Allowed.ADMINS),
    USERS_READ("See colleagues and their presence", Allowed.EVERYONE),
    USERS_WRITE("Add, change, deactivate and remove users", Allowed.ADMINS),
    TEAMS_READ("See teams and their members", Allowed.EVERYONE),
    TEAMS_WRITE("Create, change and delete teams", Allowed.ADMINS),
    ORGANIZATION_READ("See the workspace's settings", Allowed.EVERYONE),
    ORGANIZATION_WRITE("Change the workspace's settings", Allowed.ADMINS),
    WORKSPACES_WRITE("Create further workspaces", Allowed.OWNERS),
    API_TOKENS_READ("See which API tokens exist", Allowed.ADMINS),
    API_TOKENS_WRITE("Create and revoke API tokens", Allowed.ADMINS),
    WEBHOOKS_READ("See webhook subscriptions and their deliveries", Allowed.ADMINS),
    WEBHOOKS_WRITE("Create, change, test, replay and delete webhook subscriptions", Allowed.ADMINS),
    AUDIT_READ("Read the audit log", Allowed.ADMINS);

    private final String purpose;
    private final Set<Role> roles;

    Permission(String purpose, Set<Role> roles) {
        this.purpose = purpose;
        this.roles = roles;
    }

    /** One sentence for people, shown in the documentation. */
    public String purpose() {
        return purpose;
    }

    /** {@code area:read} or {@code area:write}: the name in JSON and the scope of a token. */
    public String wireName() {
        return area() + (isWrite() ? ":write" : ":read");
    }

    public String area() {
        return name().substring(0, name().lastIndexOf('_')).toLowerCase(Locale.ROOT);
    }

    public boolean isWrite() {
        return name().endsWith("_WRITE");
    }

    public boolean isAllowedFor(Role role) {
        return roles.contains(role);
    }

    /** Whether a token with these scopes may use this permission; writing an area includes reading it. */
    boolean isCoveredBy(Collection<String> scopes) {
        return scopes.contains(Caller.EVERY_SCOPE)
                || scopes.contains(wireName())
                || scopes.contains(area() + ":write");
    }

    /** The scopes that exist, in the order of this table. */
    static List<String> scopes() {
        return Stream.of(values()).map(Permission::wireName).toList();
    }

    /** Rows are written with these, so that the table reads as prose. */
    private static final class Allowed {
        static final Set<Role> OWNERS = EnumSet.of(Role.OWNER);
        static final Set<Role> ADMINS = EnumSet.of(Role.OWNER, Role.ADMIN);
        static final Set<Role> EVERYONE = EnumSet.allOf(Role.class);
    }
}
