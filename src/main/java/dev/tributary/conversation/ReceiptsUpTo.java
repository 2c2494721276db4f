package dev.tributary.conversation;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.Deliveries.Advance;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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

    private static final String LEFT = """
            select m.conversation_id, coalesce(m.sent_at, m.created_at) as left_at from message m
            where m.channel_account_id = $1 and m.direction = 'outbound' and (m.provider_message_id = $2
                or m.id = (select message_id from message_part where channel_account_id = $1 and provider_message_id = $2))
            """;

    private static final String BEFORE = """
            select id, conversation_id from message
            where conversation_id = $1 and direction = 'outbound' and delivery_status = any($2) and coalesce(sent_at, created_at) < $3
            order by created_at desc limit 500
            """;

    private final Deliveries deliveries;

    ReceiptsUpTo(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** The changes for the feed; none where all had got as far. */
    public Uni<List<Change>> advance(SqlConnection tx, UUID accountId, ThreadKey thread, DeliveryStatus status, Instant upTo) {
        return tx.preparedQuery(BEHIND)
                .execute(Tuple.of(accountId, thread.value(), behind(status), Sql.time(upTo.plus(SKEW))))
                .chain(rows -> advance(tx, rows, status, upTo));
    }

    /** Everything of ours that stands before a message of ours, without it; none where the message is not known. */
    public Uni<List<Change>> advance(SqlConnection tx, UUID accountId, ProviderMessageId id, DeliveryStatus status, Instant at) {
        return tx.preparedQuery(LEFT).execute(Tuple.of(accountId, id.value())).chain(found -> Sql.first(found)
                .map(message -> tx.preparedQuery(BEFORE).execute(Tuple.of(message.getUUID("conversation_id"), behind(status), message.getOffsetDateTime("left_at")))
                        .chain(rows -> advance(tx, rows, status, at)))
                .orElseGet(() -> Uni.createFrom().item(List.of())));
    }

    private static String[] behind(DeliveryStatus status) {
        return status == DeliveryStatus.READ ? new String[] {"sent", "delivered"} : new String[] {"sent"};
    }

    private Uni<List<Change>> advance(SqlConnection tx, RowSet<Row> rows, DeliveryStatus status, Instant at) {
        return Multi.createFrom().iterable(rows)
                .onItem().transformToUniAndConcatenate(row -> advance(tx, row, status, at))
                .select().where(advance -> advance.change().isPresent())
                .map(advance -> advance.change().get())
                .collect().asList();
    }

    private Uni<Advance> advance(SqlConnection tx, Row row, DeliveryStatus status, Instant at) {
        return deliveries.advance(tx, row.getUUID("conversation_id"), row.getUUID("id"), status, at, Optional.empty());
    }
}
