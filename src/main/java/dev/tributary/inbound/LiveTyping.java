package dev.tributary.inbound;

import dev.tributary.channel.InboundEvent.Typing;
import dev.tributary.inbound.ApplyBatch.Step;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** A customer who is writing: shown to agents live, never stored. */
@ApplicationScoped
class LiveTyping {

    /** Payload: organization_id, conversation_id, author {type, id, name}, state on or off. */
    static final String TOPIC = "typing";

    private static final String FIND = """
            select v.id, c.id as contact_id, c.name from conversation v join contact c on c.id = v.contact_id
            where v.channel_account_id = $1 and v.thread_key = $2 and v.status in ('open', 'pending')
            """;

    private final Announcements announcements;

    LiveTyping(Announcements announcements) {
        this.announcements = announcements;
    }

    Uni<EventResult> find(SqlConnection tx, Step step, Typing typing, ApplyBatch work) {
        UUID accountId = step.journal().account().account().id();
        return tx.preparedQuery(FIND).execute(Tuple.of(accountId, typing.thread().value())).map(rows -> Sql.first(rows)
                .map(row -> show(row, step, typing, work))
                .orElseGet(() -> EventResult.ignored("thread_unknown")));
    }

    private EventResult show(Row conversation, Step step, Typing typing, ApplyBatch work) {
        JsonObject payload = JsonObject.of(
                "organization_id", step.journal().account().account().organizationId().toString(),
                "conversation_id", conversation.getUUID("id").toString(),
                "author", JsonObject.of("type", "contact", "id", conversation.getUUID("contact_id").toString(), "name", conversation.getString("name")),
                "state", typing.on() ? "on" : "off");
        work.afterwards(() -> announcements.publish(new Announcement(TOPIC, payload.encode())));
        return EventResult.applied();
    }
}
