package dev.tributary.automation.engine;

import static dev.tributary.automation.engine.ValueType.BOOLEAN;
import static dev.tributary.automation.engine.ValueType.CHOICE;
import static dev.tributary.automation.engine.ValueType.NUMBER;
import static dev.tributary.automation.engine.ValueType.REFERENCE;
import static dev.tributary.automation.engine.ValueType.SET;
import static dev.tributary.automation.engine.ValueType.TEXT;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every field there is. What they hold of a message is the message that came in, or the customer's last one where something else
 * made the rules look.
 */
public final class Fields {

    public static final String CHANNEL_TYPE = "channel_type";
    public static final String CHANNEL_ACCOUNT = "channel_account";
    public static final String MESSAGE_TEXT = "text";
    public static final String SUBJECT = "subject";
    public static final String LANGUAGE = "language";
    public static final String SCRIPT = "script";
    /** A mail to many: of a mailing list, or an advertisement. */
    public static final String BULK = "bulk";
    public static final String MESSAGE_KIND = "message_kind";
    public static final String ATTACHMENT_KINDS = "attachment_kinds";
    public static final String FIRST_MESSAGE = "first_message";
    public static final String CONVERSATION_IS_NEW = "conversation_is_new";
    public static final String CONTACT_NAME = "contact_name";
    public static final String CONTACT_EMAIL = "contact_email";
    public static final String CONTACT_PHONE = "contact_phone";
    public static final String IDENTITY = "identity";
    public static final String CRM_KIND = "crm_kind";
    public static final String CRM_NAME = "crm_name";
    public static final String STATUS = "status";
    public static final String PRIORITY = "priority";
    public static final String TAGS = "tags";
    public static final String ASSIGNEE = "assignee";
    public static final String TEAM = "team";
    public static final String WITHIN_BUSINESS_HOURS = "within_business_hours";
    public static final String MINUTES_SINCE_CREATED = "minutes_since_created";
    public static final String MINUTES_SINCE_CUSTOMER = "minutes_since_customer";
    public static final String MINUTES_SINCE_AGENT = "minutes_since_agent";
    public static final String IDLE_MINUTES = "idle_minutes";
    public static final String WAITING_FOR = "waiting_for";
    public static final String PREVIOUS_MESSAGES = "previous_messages";
    public static final String CHANGED = "changed";
    public static final String CONTACT_ATTRIBUTE = "contact_attribute.";
    public static final String CONVERSATION_ATTRIBUTE = "conversation_attribute.";

    private static final List<Field> ALL = List.of(
            Field.reference(CHANNEL_TYPE, CHOICE, "channel_type"),
            Field.reference(CHANNEL_ACCOUNT, REFERENCE, "channel_account"),
            Field.of(MESSAGE_TEXT, TEXT),
            Field.of(SUBJECT, TEXT),
            Field.of(LANGUAGE, TEXT),
            Field.choice(SCRIPT, Scripts.NAMES.toArray(String[]::new)),
            Field.of(BULK, BOOLEAN),
            Field.choice(MESSAGE_KIND, "text", "image", "video", "audio", "file", "sticker", "location", "contact", "poll", "postback", "unsupported"),
            Field.set(ATTACHMENT_KINDS, "image", "video", "audio", "file", "sticker"),
            Field.of(FIRST_MESSAGE, BOOLEAN),
            Field.of(CONVERSATION_IS_NEW, BOOLEAN),
            Field.of(PREVIOUS_MESSAGES, NUMBER),
            Field.of(CONTACT_NAME, TEXT),
            Field.of(CONTACT_EMAIL, TEXT),
            Field.of(CONTACT_PHONE, TEXT),
            Field.of(IDENTITY, TEXT),
            Field.of(CONTACT_ATTRIBUTE, TEXT),
            Field.choice(CRM_KIND, "client", "contact", "lead"),
            Field.of(CRM_NAME, TEXT),
            Field.choice(STATUS, "open", "pending", "resolved", "closed"),
            Field.choice(PRIORITY, "low", "normal", "high", "urgent"),
            Field.reference(TAGS, SET, "tag"),
            Field.reference(ASSIGNEE, REFERENCE, "user"),
            Field.reference(TEAM, REFERENCE, "team"),
            Field.of(CONVERSATION_ATTRIBUTE, TEXT),
            Field.of(WITHIN_BUSINESS_HOURS, BOOLEAN),
            Field.of(MINUTES_SINCE_CREATED, NUMBER),
            Field.of(MINUTES_SINCE_CUSTOMER, NUMBER),
            Field.of(MINUTES_SINCE_AGENT, NUMBER),
            Field.of(IDLE_MINUTES, NUMBER),
            Field.choice(WAITING_FOR, "agent", "customer"),
            Field.set(CHANGED, "status", "priority", "assignee", "team", "tags"));

    private static final Map<String, Field> BY_NAME = byName();

    private Fields() {}

    public static List<Field> all() {
        return ALL;
    }

    /** A key behind the dot is part of the name that is asked for. */
    public static Optional<Field> find(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return Optional.ofNullable(BY_NAME.get(name));
        }
        return dot == name.length() - 1 ? Optional.empty() : Optional.ofNullable(BY_NAME.get(name.substring(0, dot + 1)));
    }

    private static Map<String, Field> byName() {
        Map<String, Field> fields = new LinkedHashMap<>();
        ALL.forEach(field -> fields.put(field.name(), field));
        return fields;
    }
}
