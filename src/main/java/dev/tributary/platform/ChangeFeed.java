package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What changed, per organization, numbered without gaps in the order of commits. Browsers and webhook consumers resume from
 * a number, so a change that is written here in its own transaction is never missed.
 */
@ApplicationScoped
public class ChangeFeed {

    /** As an array: what the changes of organization {@code $1} after number {@code $2}, at most {@code $3} of them, are about. */
    public static final String CONVERSATIONS_AFTER =
            "array(select conversation_id from change_event where organization_id = $1 and seq > $2 order by seq limit $3)";
    public static final String MESSAGES_AFTER =
            "array(select message_id from change_event where organization_id = $1 and seq > $2 order by seq limit $3)";

    /** Announced with the organization's id after a commit. */
    public static final String TOPIC = "change";

    /**
     * One thing that changed.
     *
     * @param kind {@code message.created}, {@code conversation.updated}, …
     * @param subjectId the thing's own id
     */
    public record Change(
            String kind, UUID subjectId, Optional<UUID> conversationId, Optional<UUID> messageId, Optional<JsonObject> detail) {

        public static Change of(String kind, UUID subjectId) {
            return new Change(kind, subjectId, Optional.empty(), Optional.empty(), Optional.empty());
        }

        public static Change conversation(String kind, UUID conversationId) {
            return new Change(kind, conversationId, Optional.of(conversationId), Optional.empty(), Optional.empty());
        }

        public static Change message(String kind, UUID conversationId, UUID messageId) {
            return new Change(kind, messageId, Optional.of(conversationId), Optional.of(messageId), Optional.empty());
        }

        public Change with(JsonObject detail) {
            return new Change(kind, subjectId, conversationId, messageId, Optional.of(detail));
        }
    }

    private static final String APPEND = """
            with position as (
                insert into change_position as p (organization_id, seq) values ($1, $2)
                on conflict (organization_id) do update set seq = p.seq + excluded.seq
                returning seq)
            insert into change_event (id, organization_id, seq, kind, subject_id, conversation_id, message_id, detail)
            select c.id, $1, position.seq - $2 + c.n, c.kind, c.subject, c.conversation, c.message, c.detail
            from position, unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::jsonb[])
                with ordinality as c(id, kind, subject, conversation, message, detail, n)
            """;

    private static final String APPEND_ONE = """
            with position as (
                insert into change_position as p (organization_id, seq) values (?1, 1)
                on conflict (organization_id) do update set seq = p.seq + 1
                returning seq)
            insert into change_event (id, organization_id, seq, kind, subject_id)
            select cast(?2 as uuid), cast(?1 as uuid), position.seq, cast(?3 as text), cast(?4 as uuid) from position
            """;

    private final Announcements announcements;

    ChangeFeed(Announcements announcements) {
        this.announcements = announcements;
    }

    /**
     * Numbers and writes the changes. Call it as the last statement of the transaction: it locks the organization's number
     * until the commit, which is what puts the numbers in commit order. Several organizations in one transaction: in the order of their ids.
     */
    public Uni<Void> append(SqlClient transaction, UUID organizationId, List<Change> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple row = Tuple.tuple()
                .addUUID(organizationId)
                .addLong((long) changes.size())
                .addArrayOfUUID(changes.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfString(changes.stream().map(Change::kind).toArray(String[]::new))
                .addArrayOfUUID(changes.stream().map(Change::subjectId).toArray(UUID[]::new))
                .addArrayOfUUID(changes.stream().map(change -> change.conversationId().orElse(null)).toArray(UUID[]::new))
                .addArrayOfUUID(changes.stream().map(change -> change.messageId().orElse(null)).toArray(UUID[]::new))
                .addArrayOfJsonObject(changes.stream().map(change -> change.detail().orElse(null)).toArray(JsonObject[]::new));
        return transaction.preparedQuery(APPEND).execute(row).replaceWithVoid();
    }

    /** The same for one change made through Hibernate: what the session holds is written first. */
    public Uni<Void> append(Mutiny.Session session, UUID organizationId, Change change) {
        return session.flush()
                .chain(() -> session.createNativeQuery(APPEND_ONE)
                        .setParameter(1, organizationId)
                        .setParameter(2, Ids.next())
                        .setParameter(3, change.kind())
                        .setParameter(4, change.subjectId())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Tells every replica that there is news. Call it after the commit; a lost call costs time, not news. */
    public void announce(UUID organizationId) {
        announcements.publish(new Announcement(TOPIC, organizationId.toString()));
    }
}
