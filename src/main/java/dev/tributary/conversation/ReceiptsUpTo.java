package dev.tributary.conversation;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.Deliveries.Advance;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Receipts that name a time instead of messages: everything of ours in a thread that left before it got as far. */
@ApplicationScoped
public class ReceiptsUpTo {

    /** Two clocks are compared: ours, when a message left, and the provider's. */
    private static final Duration SKEW = Duration.ofSeconds(2);

    private static final String BEHIND = """
            select m.id, m.conversation_id from message m join conversation c on c.id = m.conversation_id
            where c.channel_account_id = $1 and c.thread_key = $2 and m.direction = 'outbound'
              and m.delivery_status = any($3) and coalesce(m.sent_at, m.created_at) <= $4
            order by m.created_at desc limit 500
            """;

    private final Deliveries deliveries;

    ReceiptsUpTo(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** The changes for the feed; none where all had got as far. */
    public Uni<List<Change>> advance(SqlConnection tx, UUID accountId, ThreadKey thread, DeliveryStatus status, Instant upTo) {
        String[] behind = status == DeliveryStatus.READ ? new String[] {"sent", "delivered"} : new String[] {"sent"};
        return tx.preparedQuery(BEHIND)
                .execute(Tuple.of(accountId, thread.value(), behind, Sql.time(upTo.plus(SKEW))))
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(row -> advance(tx, row, status, upTo))
                .select().where(advance -> advance.change().isPresent())
                .map(advance -> advance.change().get())
                .collect().asList();
    }

    private Uni<Advance> advance(SqlConnection tx, Row row, DeliveryStatus status, Instant at) {
        return deliveries.advance(tx, row.getUUID("conversation_id"), row.getUUID("id"), status, at, Optional.empty());
    }
}
