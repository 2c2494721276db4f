package dev.tributary.conversation;

import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.SendsMail;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The brake on mails that nobody writes: a contact gets a few within an hour, over all conversations of mail, whichever rules would send
 * more. Two programs that answer each other stop here, whatever they are.
 */
@ApplicationScoped
public class AutomaticMails {

    /** Within an hour. */
    public static final int MOST = 3;

    private static final Duration WHILE = Duration.ofHours(1);

    private static final String SENT = """
            select c.channel_type, (
                select count(*) from conversation o join message m on m.conversation_id = o.id
                where o.contact_id = c.contact_id and o.channel_type = c.channel_type
                  and m.direction = 'outbound' and m.author_type in ('automation', 'ai') and m.created_at > $2) as sent
            from conversation c where c.id = $1
            """;

    private static final String WARNED = """
            select 1 from message where conversation_id = $1 and direction = 'event' and content ->> 'event' = 'automatic_mails_stopped' and created_at > $2 limit 1
            """;

    private final AdapterRegistry adapters;
    private final EventLines lines;
    private final Clock clock;

    AutomaticMails(AdapterRegistry adapters, EventLines lines, Clock clock) {
        this.adapters = adapters;
        this.lines = lines;
        this.clock = clock;
    }

    /** Whether this conversation's contact has had as many as they may. False for channels that carry no mails. */
    public Uni<Boolean> isSpent(SqlClient database, UUID conversationId) {
        return database.preparedQuery(SENT).execute(Tuple.of(conversationId, Sql.time(since()))).map(rows -> Sql.first(rows)
                .filter(row -> adapters.find(row.getString("channel_type")).filter(SendsMail.class::isInstance).isPresent())
                .filter(row -> row.getLong("sent") >= MOST)
                .isPresent());
    }

    /** Says so in the conversation, once within the hour. */
    public Uni<Void> warn(SqlConnection tx, UUID conversationId) {
        JsonObject content = new JsonObject().put("event", "automatic_mails_stopped").put("count", MOST);
        String text = "Automatic mails to this contact are stopped for now: " + MOST + " were sent within an hour";
        return tx.preparedQuery(WARNED).execute(Tuple.of(conversationId, Sql.time(since()))).chain(warned -> warned.size() > 0
                ? Uni.createFrom().voidItem()
                : lines.write(tx, conversationId, Author.SYSTEM, text, content).replaceWithVoid());
    }

    private Instant since() {
        return clock.instant().minus(WHILE);
    }
}
