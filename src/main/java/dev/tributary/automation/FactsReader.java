package dev.tributary.automation;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Scripts;
import dev.tributary.identity.BusinessHours;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what rules see, of many conversations in one statement. */
@ApplicationScoped
class FactsReader {

    /**
     * What rules are to look at.
     *
     * @param messageId the message that came in; null: something else happened, and they see the customer's last one
     */
    record Subject(UUID conversationId, UUID messageId, boolean conversationIsNew) {}

    /**
     * @param messageId what the facts say of a message is this one's; null where the customer never wrote
     * @param halted why no rule may look at the message ({@link Traces}); null where rules may
     */
    record Seen(Subject subject, UUID messageId, Facts facts, String halted) {}

    /** Counting further would cost, and tell rules nothing. */
    private static final int COUNTED = 1_000;

    private static final String READ = """
            select q.conversation_id, q.message_id as asked_id, q.is_new,
                   c.channel_type, c.channel_account_id, c.subject, c.status, c.priority, c.assignee_id, c.team_id, c.attributes, c.created_at,
                   m.id as message_id, m.kind, m.text, m.content, m.received_at,
                   k.name, k.email, k.phone, k.locale, k.attributes as contact_attributes, i.value as identity, r.kind as crm_kind, r.name as crm_name,
                   o.time_zone, o.business_hours, latest.created_at as latest_at, latest.direction as latest_direction, agent.created_at as agent_at,
                   earlier.created_at as customer_at,
                   array(select t.name from conversation_tag ct join tag t on t.id = ct.tag_id where ct.conversation_id = c.id order by lower(t.name)) as tags,
                   array(select distinct a.kind from attachment a where a.message_id = m.id order by a.kind) as attachment_kinds,
                   (select count(*) from (select 1 from message p where p.conversation_id = c.id and p.direction in ('inbound', 'outbound')
                        and (p.created_at, p.id) < (m.created_at, m.id) limit %d) counted) as previous_messages,
                   not exists (select 1 from conversation pc join message p on p.conversation_id = pc.id
                        where pc.contact_id = k.id and p.direction = 'inbound' and (p.created_at, p.id) < (m.created_at, m.id)) as first_message
            from unnest($2::uuid[], $3::uuid[], $4::bool[]) with ordinality as q(conversation_id, message_id, is_new, n)
            join conversation c on c.id = q.conversation_id and c.organization_id = $1
            join organization o on o.id = c.organization_id
            join contact k on k.id = c.contact_id
            join contact_identity i on i.id = c.contact_identity_id
            left join crm_record r on r.id = k.crm_record_id
            left join lateral (select p.* from message p where p.conversation_id = c.id and p.direction = 'inbound'
                and (q.message_id is null or p.id = q.message_id) order by p.created_at desc, p.id desc limit 1) m on true
            left join lateral (select p.created_at, p.direction from message p where p.conversation_id = c.id and p.direction in ('inbound', 'outbound')
                order by p.created_at desc, p.id desc limit 1) latest on true
            left join lateral (select p.created_at from message p where p.conversation_id = c.id and p.direction = 'outbound' and p.author_type = 'user'
                order by p.created_at desc, p.id desc limit 1) agent on true
            left join lateral (select p.created_at from message p where p.conversation_id = c.id and p.direction = 'inbound'
                and (q.message_id is null or (p.created_at, p.id) < (m.created_at, m.id)) order by p.created_at desc, p.id desc limit 1) earlier on true
            order by q.n
            """.formatted(COUNTED);

    private final Clock clock;

    FactsReader(Clock clock) {
        this.clock = clock;
    }

    /** In the order in which they were asked for; what is not this organization's is left out. */
    Uni<List<Seen>> read(SqlClient database, UUID organizationId, List<Subject> subjects) {
        Tuple asked = Tuple.tuple()
                .addUUID(organizationId)
                .addArrayOfUUID(subjects.stream().map(Subject::conversationId).toArray(UUID[]::new))
                .addArrayOfUUID(subjects.stream().map(Subject::messageId).toArray(UUID[]::new))
                .addArrayOfBoolean(subjects.stream().map(Subject::conversationIsNew).toArray(Boolean[]::new));
        Instant now = clock.instant();
        return database.preparedQuery(READ).execute(asked).map(rows -> Sql.all(rows, row -> seen(row, now)));
    }

    private static Seen seen(Row row, Instant now) {
        Subject subject = new Subject(row.getUUID("conversation_id"), row.getUUID("asked_id"), row.getBoolean("is_new"));
        JsonObject content = row.getValue("content") instanceof JsonObject json ? json : new JsonObject();
        JsonObject mail = content.getJsonObject("mail", new JsonObject());
        JsonObject attributes = row.getValue("contact_attributes") instanceof JsonObject json ? json : new JsonObject();
        String halted = subject.messageId() == null ? null : halted(mail, attributes);
        return new Seen(subject, row.getUUID("message_id"), Facts.of(values(row, subject, mail, attributes, now)), halted);
    }

    private static String halted(JsonObject mail, JsonObject attributes) {
        boolean isAutomatic = mail.getBoolean("automatic", false) || "true".equals(String.valueOf(attributes.getValue("is_bot")));
        boolean isFlood = mail.getJsonArray("warnings", new JsonArray()).contains("flood");
        return isAutomatic ? Traces.AUTOMATIC : isFlood ? Traces.FLOOD : null;
    }

    private static Map<String, Object> values(Row row, Subject subject, JsonObject mail, JsonObject attributes, Instant now) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(Fields.CHANNEL_TYPE, row.getString("channel_type"));
        values.put(Fields.CHANNEL_ACCOUNT, row.getUUID("channel_account_id").toString());
        values.put(Fields.MESSAGE_TEXT, row.getString("text"));
        values.put(Fields.SUBJECT, mail.getString("subject", row.getString("subject")));
        values.put(Fields.LANGUAGE, row.getString("locale"));
        values.put(Fields.SCRIPT, Scripts.of(row.getString("text")));
        values.put(Fields.BULK, mail.getBoolean("bulk", false));
        values.put(Fields.MESSAGE_KIND, row.getString("kind"));
        values.put(Fields.ATTACHMENT_KINDS, List.of(row.getArrayOfStrings("attachment_kinds")));
        values.put(Fields.FIRST_MESSAGE, row.getBoolean("first_message"));
        values.put(Fields.CONVERSATION_IS_NEW, subject.conversationIsNew());
        values.put(Fields.PREVIOUS_MESSAGES, row.getLong("previous_messages"));
        values.put(Fields.CONTACT_NAME, row.getString("name"));
        values.put(Fields.CONTACT_EMAIL, row.getString("email"));
        values.put(Fields.CONTACT_PHONE, row.getString("phone"));
        values.put(Fields.IDENTITY, row.getString("identity"));
        values.put(Fields.CRM_KIND, row.getString("crm_kind"));
        values.put(Fields.CRM_NAME, row.getString("crm_name"));
        values.put(Fields.STATUS, row.getString("status"));
        values.put(Fields.PRIORITY, row.getString("priority"));
        values.put(Fields.TAGS, List.of(row.getArrayOfStrings("tags")));
        values.put(Fields.ASSIGNEE, id(row, "assignee_id"));
        values.put(Fields.TEAM, id(row, "team_id"));
        attributes.forEach(entry -> values.put(Fields.CONTACT_ATTRIBUTE + entry.getKey(), String.valueOf(entry.getValue())));
        if (row.getValue("attributes") instanceof JsonObject own) {
            own.forEach(entry -> values.put(Fields.CONVERSATION_ATTRIBUTE + entry.getKey(), String.valueOf(entry.getValue())));
        }
        times(row, subject, now, values);
        return values;
    }

    private static void times(Row row, Subject subject, Instant now, Map<String, Object> values) {
        Instant at = subject.messageId() == null || row.getValue("received_at") == null ? now : Sql.instant(row, "received_at");
        BusinessHours hours = BusinessHours.of(row.getValue("business_hours") instanceof JsonObject json ? json.getMap() : Map.of());
        values.put(Fields.WITHIN_BUSINESS_HOURS, hours.isOpen(at, ZoneId.of(row.getString("time_zone"))));
        values.put(Fields.MINUTES_SINCE_CREATED, minutes(Sql.instant(row, "created_at"), at));
        values.put(Fields.MINUTES_SINCE_CUSTOMER, minutes(Sql.instant(row, "customer_at"), at));
        values.put(Fields.MINUTES_SINCE_AGENT, minutes(Sql.instant(row, "agent_at"), at));
        values.put(Fields.IDLE_MINUTES, minutes(Sql.instant(row, "latest_at"), at));
        String latest = row.getString("latest_direction");
        values.put(Fields.WAITING_FOR, latest == null ? null : latest.equals("inbound") ? "agent" : "customer");
    }

    /** The providers' clocks may be ahead of ours. */
    private static Long minutes(Instant from, Instant to) {
        return from == null ? null : Math.max(0, Duration.between(from, to).toMinutes());
    }

    private static String id(Row row, String column) {
        UUID id = row.getUUID(column);
        return id == null ? null : id.toString();
    }
}
