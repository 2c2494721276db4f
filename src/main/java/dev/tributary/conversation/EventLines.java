package dev.tributary.conversation;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The thin lines between messages that say who did what to the conversation. */
@ApplicationScoped
public class EventLines {

    private static final String INSERT = """
            insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, content,
                                 author_type, author_id, author_name, created_at, received_at)
            select $1, organization_id, id, channel_account_id, 'event', 'text', $3, $4, $5, $6, $7,
                   greatest($8, last_message_at + interval '1 microsecond'), $8
            from conversation where id = $2
            """;

    private final Clock clock;

    EventLines(Clock clock) {
        this.clock = clock;
    }

    /**
     * Writes one line and answers its id. It does not move the conversation in the list.
     *
     * @param text in English, for programs and as the fallback of a screen that does not know the event
     * @param content {@code {event: …}} and what belongs to it, for screens that speak other languages
     */
    public Uni<UUID> write(SqlConnection tx, UUID conversationId, Author author, String text, JsonObject content) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(conversationId)
                .addString(text)
                .addValue(content)
                .addString(author.type())
                .addUUID(author.id())
                .addString(author.name())
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(INSERT).execute(row).replaceWith(id);
    }

    /** Of a line about something that has a name. */
    static JsonObject about(String event, UUID id, Optional<String> name) {
        JsonObject content = new JsonObject().put("event", event).put("id", id == null ? null : id.toString());
        name.ifPresent(known -> content.put("name", known));
        return content;
    }
}
