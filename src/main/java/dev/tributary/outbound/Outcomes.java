package dev.tributary.outbound;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.Deliveries;
import dev.tributary.conversation.Echoes;
import dev.tributary.conversation.MailReceipts;
import dev.tributary.conversation.MessageError;
import dev.tributary.conversation.ReplyWindows;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes down how far a message got: outbox row, message, list row, statistics and feed in one transaction. What the provider
 * said is known here and nowhere else, so writing it is tried again where the database does not answer at once.
 */
@ApplicationScoped
class Outcomes {

    private static final int TRIES = 6;

    private static final String PROVIDER_ID = "update message set provider_message_id = coalesce(provider_message_id, $2) where id = $1 returning provider_message_id";

    private static final String SENT_PARTS = "update message set sent_parts = $2 where id = $1";

    private static final String PARTS = """
            insert into message_part (channel_account_id, provider_message_id, message_id)
            select $1, part, $2 from unnest($3::text[]) part on conflict do nothing
            """;

    private static final String MOVE = """
            update conversation c set thread_key = $3
            where c.channel_account_id = $1 and c.thread_key = (select thread_key from conversation where id = $2)
              and not (c.status in ('open', 'pending') and exists (
                  select 1 from conversation other
                  where other.channel_account_id = $1 and other.thread_key = $3 and other.status in ('open', 'pending')))
            """;

    /** At most every ten seconds: a row that every message updates would make them wait for each other. */
    private static final String LAST_OUTBOUND = """
            update channel_account set last_outbound_at = $2
            where id = $1 and (last_outbound_at is null or last_outbound_at < $2::timestamptz - interval '10 seconds')
            """;

    private static final String LOCK_CONVERSATION = "select 1 from conversation where id = $1 for no key update";

    /** The one way back: nothing has left, so nothing was said about it that could be taken back. */
    private static final String QUEUED_AGAIN = """
            update message set delivery_status = 'queued', error = $2
            where id = $1 and (delivery_status = 'sending' or (delivery_status = 'queued' and error is distinct from $2))
            """;

    private static final String LIST_ROW = "update conversation set last_message_status = 'queued' where id = $1 and last_message_id = $2";

    private final Pool database;
    private final Outbox outbox;
    private final Deliveries deliveries;
    private final Echoes echoes;
    private final MailReceipts mailReceipts;
    private final ReplyWindows replyWindows;
    private final ChangeFeed changeFeed;
    private final Clock clock;

    Outcomes(
            Pool database,
            Outbox outbox,
            Deliveries deliveries,
            Echoes echoes,
            MailReceipts mailReceipts,
            ReplyWindows replyWindows,
            ChangeFeed changeFeed,
            Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.deliveries = deliveries;
        this.echoes = echoes;
        this.mailReceipts = mailReceipts;
        this.replyWindows = replyWindows;
        this.changeFeed = changeFeed;
        this.clock = clock;
    }

    /** Committed before the call is made. False where the row is not ours any more: then nothing may be sent. */
    Uni<Boolean> sending(OutboxRow row) {
        return database.withTransaction(tx -> outbox.sending(tx, row).chain(ours -> ours
                        ? advance(tx, row, DeliveryStatus.SENDING, Optional.empty()).chain(changes -> append(tx, row, changes)).replaceWith(true)
                        : Uni.createFrom().item(false)))
                .invoke(() -> changeFeed.announce(row.organizationId()));
    }

    Uni<Void> sent(OutboxRow row, SendOutcome.Sent sent) {
        return written(row, tx -> {
            List<Change> changes = new ArrayList<>();
            return lock(tx, row)
                    .chain(() -> echoes.absorb(tx, row.accountId(), messageId(row), sent.ids()))
                    .invoke(changes::addAll)
                    .chain(() -> name(tx, row, sent.ids()))
                    .chain(() -> move(tx, row, sent.movedTo()))
                    .chain(() -> unreached(tx, row, sent))
                    .chain(() -> advance(tx, row, DeliveryStatus.SENT, Optional.empty()))
                    .invoke(changes::addAll)
                    .chain(() -> deliveries.claimParked(tx, row.accountId(), sent.ids()))
                    .invoke(changes::addAll)
                    .chain(() -> tx.preparedQuery(LAST_OUTBOUND).execute(Tuple.of(row.accountId(), Sql.time(clock.instant()))))
                    .chain(() -> outbox.done(tx, row))
                    .replaceWith(changes);
        });
    }

    /** The parts that are there are known by their ids from now on; what becomes of the message is written down after this. */
    Uni<Void> partly(OutboxRow row, SendOutcome.Partly partly) {
        return written(row, tx -> lock(tx, row)
                .chain(() -> echoes.absorb(tx, row.accountId(), messageId(row), partly.ids()))
                .call(() -> name(tx, row, partly.ids()))
                .call(() -> tx.preparedQuery(SENT_PARTS).execute(Tuple.of(messageId(row), values(partly.ids()))))
                .call(() -> move(tx, row, partly.movedTo())));
    }

    /** It stays queued, and leaves by another way: the outbox is done with it. */
    Uni<Void> waiting(OutboxRow row) {
        return written(row, tx -> lock(tx, row).chain(() -> queuedAgain(tx, row, null)).call(() -> outbox.done(tx, row)));
    }

    /**
     * @param attempts that count from now on
     * @param why with a {@code hint} where a person should see it beside the waiting message
     */
    Uni<Void> later(OutboxRow row, Instant notBefore, int attempts, JsonObject why) {
        return written(row, tx -> outbox.later(tx, row, notBefore, attempts, why)
                .chain(ours -> ours ? lock(tx, row).chain(() -> queuedAgain(tx, row, why.containsKey("hint") ? why : null)) : Uni.createFrom().item(List.of())));
    }

    Uni<Void> failed(OutboxRow row, ChannelProblem problem) {
        return problem instanceof ChannelProblem.ReplyWindowClosed
                ? written(row, tx -> failed(tx, row, MessageError.of(problem)).chain(changes -> windowClosed(tx, row, changes)))
                : failed(row, MessageError.of(problem));
    }

    private Uni<List<Change>> windowClosed(SqlConnection tx, OutboxRow row, List<Change> changes) {
        return replyWindows.refused(tx, row.conversationId().orElseThrow()).map(closed -> Stream.concat(changes.stream(), Stream.of(closed)).toList());
    }

    Uni<Void> failed(OutboxRow row, MessageError error) {
        return written(row, tx -> failed(tx, row, error));
    }

    /** Ends a row whose message has left or is gone. */
    Uni<Void> done(OutboxRow row) {
        return outbox.done(database, row).replaceWithVoid();
    }

    /** For a row that this process does not hold: the sweep ends it itself and writes the rest here. */
    Uni<List<Change>> messageFailed(SqlConnection tx, OutboxRow row, MessageError error) {
        return advance(tx, row, DeliveryStatus.FAILED, Optional.of(error));
    }

    private Uni<List<Change>> failed(SqlConnection tx, OutboxRow row, MessageError error) {
        return outbox.failed(tx, row, error.json())
                .chain(ours -> ours ? advance(tx, row, DeliveryStatus.FAILED, Optional.of(error)) : Uni.createFrom().item(List.of()));
    }

    private Uni<Void> written(OutboxRow row, Function<SqlConnection, Uni<List<Change>>> work) {
        return Uni.createFrom()
                .deferred(() -> database.withTransaction(tx -> work.apply(tx).chain(changes -> append(tx, row, changes))))
                .onFailure().retry().withBackOff(Duration.ofMillis(50), Duration.ofSeconds(3)).atMost(TRIES)
                .invoke(() -> changeFeed.announce(row.organizationId()));
    }

    private Uni<Void> append(SqlConnection tx, OutboxRow row, List<Change> changes) {
        return changeFeed.append(tx, row.organizationId(), changes.stream().distinct().toList());
    }

    private Uni<Void> lock(SqlConnection tx, OutboxRow row) {
        return tx.preparedQuery(LOCK_CONVERSATION).execute(Tuple.of(row.conversationId().orElseThrow())).replaceWithVoid();
    }

    private Uni<List<Change>> advance(SqlConnection tx, OutboxRow row, DeliveryStatus status, Optional<MessageError> error) {
        return deliveries.advance(tx, row.conversationId().orElseThrow(), messageId(row), status, clock.instant(), error)
                .map(Deliveries.Advance::changes);
    }

    /** An echo may have named it already. Every other id is a part, so that receipts and answers to it find the message. */
    private Uni<Void> name(SqlConnection tx, OutboxRow row, List<ProviderMessageId> ids) {
        List<String> values = ids.stream().map(ProviderMessageId::value).distinct().toList();
        if (values.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(PROVIDER_ID)
                .execute(Tuple.of(messageId(row), values.getFirst()))
                .map(rows -> Sql.first(rows).map(named -> named.getString("provider_message_id")).orElse(""))
                .map(name -> values.stream().filter(value -> !value.equals(name)).toArray(String[]::new))
                .chain(parts -> parts.length == 0
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(PARTS).execute(Tuple.of(row.accountId(), messageId(row), parts)).replaceWithVoid());
    }

    private Uni<Void> move(SqlConnection tx, OutboxRow row, Optional<ThreadKey> movedTo) {
        return movedTo
                .map(key -> tx.preparedQuery(MOVE).execute(Tuple.of(row.accountId(), row.conversationId().orElseThrow(), key.value())).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Kept with the message, which was sent: whoever was not reached is shown beside it. */
    private Uni<Void> unreached(SqlConnection tx, OutboxRow row, SendOutcome.Sent sent) {
        return Multi.createFrom().iterable(sent.unreached())
                .onItem().transformToUniAndConcatenate(one -> mailReceipts.note(tx, row.accountId(), failure(sent.ids().getFirst(), one), Optional.of(MessageError.of(one.problem()))))
                .collect().last()
                .replaceWithVoid();
    }

    private Delivery failure(ProviderMessageId id, SendOutcome.Unreached one) {
        return new Delivery(new EventKey("send:" + one.recipient()), clock.instant(), id, DeliveryStatus.FAILED, Optional.of(one.problem()), Optional.of(one.recipient()));
    }

    private Uni<List<Change>> queuedAgain(SqlConnection tx, OutboxRow row, JsonObject error) {
        UUID conversationId = row.conversationId().orElseThrow();
        return tx.preparedQuery(QUEUED_AGAIN)
                .execute(Tuple.of(messageId(row), error))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(List.<Change>of())
                        : tx.preparedQuery(LIST_ROW)
                                .execute(Tuple.of(conversationId, messageId(row)))
                                .replaceWith(List.of(Change.message("message.updated", conversationId, messageId(row)))));
    }

    private static String[] values(List<ProviderMessageId> ids) {
        return ids.stream().map(ProviderMessageId::value).toArray(String[]::new);
    }

    private static UUID messageId(OutboxRow row) {
        return row.messageId().orElseThrow();
    }
}
