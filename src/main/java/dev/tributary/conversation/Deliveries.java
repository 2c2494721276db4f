package dev.tributary.conversation;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.conversation.StatisticsWriter.Tally;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Delivery status of outbound messages. It only moves forward: queued, sending, sent, delivered, read; failed is taken from
 * anything before delivered. Two failures are turned around by a receipt: {@code may_have_been_sent}, for then it has been, and
 * {@code mail_bounced}, for then the message was seen where it waits. The first is not taken where an echo has said that it was sent.
 *
 * <p>A receipt may overtake the answer that tells the message's provider id; it is parked until the id is known. Where both
 * are written in the same moment, neither transaction sees the other: {@link ParkedReceipts} looks again.
 *
 * <p>The caller appends the changes that it is handed to the feed, as the last statement of its transaction.
 */
@ApplicationScoped
public class Deliveries {

    /** What a receipt did. */
    public enum Effect {
        ADVANCED,
        /** It was late, or says what is known: nothing changed. */
        UNCHANGED,
        /** Its message is not known yet. */
        PARKED
    }

    /** @param change for the feed; present exactly where the status advanced */
    public record Advance(Effect effect, Optional<Change> change, Optional<Change> reopened) {

        private static final Advance UNCHANGED = new Advance(Effect.UNCHANGED, Optional.empty(), Optional.empty());
        private static final Advance PARKED = new Advance(Effect.PARKED, Optional.empty(), Optional.empty());

        /** For the feed. */
        public List<Change> changes() {
            return Stream.concat(change.stream(), reopened.stream()).toList();
        }
    }

    private record Found(UUID messageId, UUID conversationId) {}

    /** A channel without ids of its own gives ours back: the last branch. */
    private static final String FIND = """
            select id, conversation_id from message where channel_account_id = $1 and provider_message_id = $2 and direction = 'outbound'
            union all
            select m.id, m.conversation_id from message_part p join message m on m.id = p.message_id
            where p.channel_account_id = $1 and p.provider_message_id = $2 and m.direction = 'outbound'
            union all
            select id, conversation_id from message where id = $3 and channel_account_id = $1 and direction = 'outbound'
            limit 1
            """;

    private static final String PARK = """
            insert into parked_receipt (channel_account_id, provider_message_id, status, at, error, created_at)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """;

    private static final String LOCK_CONVERSATION = "select 1 from conversation where id = $1 for no key update";

    private static final String ADVANCE = """
            update message m set
                delivery_status = $2,
                error = $4,
                sent_at = case when $2 = 'failed' then m.sent_at else coalesce(m.sent_at, $3) end,
                delivered_at = case when $2 in ('delivered', 'read') then coalesce(m.delivered_at, $3) else m.delivered_at end,
                read_at = case when $2 = 'read' then $3 else m.read_at end
            from (select id, delivery_status, error ->> 'code' as code from message where id = $1 for update) before
            where m.id = before.id and case
                when $2 = 'failed' then before.delivery_status in ('queued', 'sending')
                    or before.delivery_status = 'sent' and $4::jsonb ->> 'code' is distinct from 'may_have_been_sent'
                when before.delivery_status = 'failed' then before.code = 'may_have_been_sent' or (before.code = 'mail_bounced' and $2 in ('delivered', 'read'))
                else array_position(array['queued', 'sending', 'sent', 'delivered', 'read'], $2)
                   > array_position(array['queued', 'sending', 'sent', 'delivered', 'read'], before.delivery_status) end
            returning before.delivery_status as before, m.channel_account_id, m.author_type
            """;

    private static final String LIST_ROW = "update conversation set last_message_status = $2 where id = $1 and last_message_id = $3";

    /** A mail that came back is somebody's work again, unless the customer has begun another conversation there. */
    private static final String REOPEN = """
            update conversation c set status = 'open', updated_at = $2
            where c.id = $1 and c.status = 'resolved' and not exists (
                select 1 from conversation other
                where other.channel_account_id = c.channel_account_id and other.thread_key = c.thread_key and other.status in ('open', 'pending'))
            """;

    private static final String CLAIM_PARKED = """
            delete from parked_receipt where channel_account_id = $1 and provider_message_id = any($2)
            returning provider_message_id, status, at, error
            """;

    private final StatisticsWriter statistics;
    private final Clock clock;

    Deliveries(StatisticsWriter statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    /**
     * Applies a provider's receipt, or parks it.
     *
     * @param at the provider's time of it
     * @param error why, where the status is failed
     */
    public Uni<Advance> advance(
            SqlConnection tx, UUID accountId, ProviderMessageId id, DeliveryStatus status, Instant at, Optional<MessageError> error) {
        return find(tx, accountId, id).chain(found -> found.isPresent()
                ? advance(tx, found.get(), status, at, error)
                : park(tx, accountId, id, status, at, error));
    }

    /** Advances a message whose id we know; the conversation's list row goes along. */
    public Uni<Advance> advance(
            SqlConnection tx, UUID conversationId, UUID messageId, DeliveryStatus status, Instant at, Optional<MessageError> error) {
        return advance(tx, new Found(messageId, conversationId), status, at, error);
    }

    /** Applies the receipts that waited for these ids of one message; call it where the ids were written. */
    public Uni<List<Change>> claimParked(SqlConnection tx, UUID accountId, List<ProviderMessageId> ids) {
        String[] values = ids.stream().map(ProviderMessageId::value).toArray(String[]::new);
        return tx.preparedQuery(CLAIM_PARKED)
                .execute(Tuple.of(accountId, values))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(receipts -> applyAll(tx, accountId, receipts));
    }

    private Uni<List<Change>> applyAll(SqlConnection tx, UUID accountId, List<Row> receipts) {
        return Multi.createFrom().iterable(receipts)
                .onItem().transformToUniAndConcatenate(receipt -> apply(tx, accountId, receipt))
                .select().where(advance -> advance.change().isPresent())
                .map(advance -> advance.change().get())
                .collect().asList();
    }

    private Uni<Advance> apply(SqlConnection tx, UUID accountId, Row receipt) {
        return advance(
                tx,
                accountId,
                new ProviderMessageId(receipt.getString("provider_message_id")),
                DeliveryStatus.valueOf(receipt.getString("status").toUpperCase(Locale.ROOT)),
                Sql.instant(receipt, "at"),
                Optional.ofNullable(receipt.getJsonObject("error"))
                        .map(error -> new MessageError(error.getString("code"), error.getString("detail"), error.getString("hint"))));
    }

    private Uni<Optional<Found>> find(SqlConnection tx, UUID accountId, ProviderMessageId id) {
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(accountId, id.value(), ownId(id.value())))
                .map(rows -> Sql.first(rows).map(row -> new Found(row.getUUID("id"), row.getUUID("conversation_id"))));
    }

    static UUID ownId(String value) {
        try {
            return value.length() == 36 ? UUID.fromString(value) : null;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    private Uni<Advance> park(
            SqlConnection tx, UUID accountId, ProviderMessageId id, DeliveryStatus status, Instant at, Optional<MessageError> error) {
        JsonObject words = error.map(MessageError::json).orElse(null);
        return tx.preparedQuery(PARK)
                .execute(Tuple.of(accountId, id.value(), status.word(), Sql.time(at), words, Sql.time(clock.instant())))
                .replaceWith(Advance.PARKED);
    }

    private Uni<Advance> advance(SqlConnection tx, Found message, DeliveryStatus status, Instant at, Optional<MessageError> error) {
        JsonObject words = error.map(MessageError::json).orElse(null);
        return tx.preparedQuery(LOCK_CONVERSATION)
                .execute(Tuple.of(message.conversationId()))
                .chain(() -> tx.preparedQuery(ADVANCE).execute(Tuple.of(message.messageId(), status.word(), Sql.time(at), words)))
                .map(Sql::first)
                .chain(moved -> moved.isEmpty()
                        ? Uni.createFrom().item(Advance.UNCHANGED)
                        : moved(tx, message, status, moved.get()));
    }

    private Uni<Advance> moved(SqlConnection tx, Found message, DeliveryStatus status, Row row) {
        Change change = Change.message("message.updated", message.conversationId(), message.messageId());
        return tx.preparedQuery(LIST_ROW)
                .execute(Tuple.of(message.conversationId(), status.word(), message.messageId()))
                .chain(() -> statistics.add(tx, tally(row, status)))
                .chain(() -> status == DeliveryStatus.FAILED && isAnAnswer(row) ? reopen(tx, message.conversationId()) : Uni.createFrom().item(Optional.<Change>empty()))
                .map(reopened -> new Advance(Effect.ADVANCED, Optional.of(change), reopened));
    }

    private static boolean isAnAnswer(Row row) {
        return List.of("user", "ai").contains(row.getString("author_type"));
    }

    private Uni<Optional<Change>> reopen(SqlConnection tx, UUID conversationId) {
        return tx.preparedQuery(REOPEN).execute(Tuple.of(conversationId, Sql.time(clock.instant()))).map(rows -> rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(InboundThreads.statusChanged(conversationId, "resolved", "open")));
    }

    /** A message is counted as sent once, when the first news of it says so, and as failed each time it fails. */
    private List<Tally> tally(Row row, DeliveryStatus status) {
        UUID accountId = row.getUUID("channel_account_id");
        boolean wasOut = List.of("sent", "delivered", "read").contains(row.getString("before"));
        return switch (status) {
            case QUEUED, SENDING -> List.of();
            case SENT, DELIVERED, READ -> wasOut ? List.of() : List.of(Tally.sent(accountId, clock.instant()));
            case FAILED -> List.of(Tally.failed(accountId, clock.instant()));
        };
    }
}
