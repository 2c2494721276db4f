package dev.tributary.conversation;

import dev.tributary.platform.Problems;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * Which conversations a list shows. Values of one parameter are alternatives, parameters are all to be met. Read from the
 * query string.
 */
public class InboxFilter {

    static final Set<String> STATUSES = Set.of("open", "pending", "resolved", "closed");
    static final Set<String> PRIORITIES = Set.of("low", "normal", "high", "urgent");
    private static final String NOBODY = "none";
    private static final String CALLER = "me";
    private static final int MAX_VALUES = 50;
    private static final int MAX_QUERY = 200;

    @QueryParam("status")
    public List<String> status = List.of();

    @QueryParam("priority")
    public List<String> priority = List.of();

    @QueryParam("channel_type")
    public List<String> channelType = List.of();

    @QueryParam("channel_account_id")
    public List<UUID> channelAccountId = List.of();

    @Parameter(description = "A user's id, `me`, or `none` for unassigned")
    @QueryParam("assignee_id")
    public List<String> assigneeId = List.of();

    @Parameter(description = "A team's id, or `none`")
    @QueryParam("team_id")
    public List<String> teamId = List.of();

    @QueryParam("tag")
    public List<String> tag = List.of();

    @QueryParam("contact_id")
    public List<UUID> contactId = List.of();

    @QueryParam("unread")
    public Boolean unread;

    @Parameter(description = "Words in the contact's name, the subject or the messages; a number finds the conversation with it")
    @QueryParam("q")
    public String q;

    /** Everything of one contact. */
    static InboxFilter contact(UUID contactId) {
        InboxFilter filter = new InboxFilter();
        filter.contactId = List.of(contactId);
        return filter;
    }

    /** Refuses what is no filter, by name. */
    void check() {
        oneOf("status", status, STATUSES);
        oneOf("priority", priority, PRIORITIES);
        for (List<?> values : List.of(channelType, channelAccountId, assigneeId, teamId, tag, contactId)) {
            if (values.size() > MAX_VALUES) {
                throw Problems.badRequest("too_many_values", "A filter has more than " + MAX_VALUES + " values.", "Ask for fewer at a time.");
            }
        }
        if (q != null && q.length() > MAX_QUERY) {
            throw Problems.invalid("q", "must have at most " + MAX_QUERY + " characters");
        }
    }

    List<UUID> assignees(UUID caller) {
        return assigneeId.stream().filter(value -> !value.equals(NOBODY)).map(value -> value.equals(CALLER) ? caller : id("assignee_id", value)).toList();
    }

    boolean unassigned() {
        return assigneeId.contains(NOBODY);
    }

    List<UUID> teams() {
        return teamId.stream().filter(value -> !value.equals(NOBODY)).map(value -> id("team_id", value)).toList();
    }

    boolean withoutTeam() {
        return teamId.contains(NOBODY);
    }

    private static void oneOf(String name, List<String> values, Set<String> allowed) {
        values.stream().filter(value -> !allowed.contains(value)).findFirst().ifPresent(_ -> {
            throw Problems.invalid(name, "must be one of " + String.join(", ", allowed.stream().sorted().toList()));
        });
    }

    private static UUID id(String name, String value) {
        try {
            if (value.length() == 36) {
                return UUID.fromString(value);
            }
        } catch (IllegalArgumentException notAnId) {
            // refused below, like any other text
        }
        throw Problems.invalid(name, "must be a UUID, or one of the words for it");
    }
}
