package dev.tributary.conversation;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
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

/**
 * Providers that repeat our own messages back to us. Such an echo and the answer to the send name the same provider id and
 * arrive in any order; there is one message either way.
 */
@ApplicationScoped
public class Echoes {

    /** An echo is no older than this when it overtakes an answer that we still wait for, or never got. */
    private static final Duration RECENT = Duration.ofMinutes(30);

    private static final String LOCK_CONVERSATION = "select 1 from conversation where id = $1 for no key update";

    /**
     * Words are compared without spaces: providers trim and wrap. Buttons that a channel does not have follow our words as words. An echo by our own id needs no
     * claim: its message is known.
     */
    private static final String AWAITED = """
            update message set provider_message_id = $3
            where id = (
                select id from message
                where conversation_id = $1 and direction = 'outbound' and provider_message_id is null and created_at > $4
                  and (delivery_status = 'sending' or (delivery_status = 'failed' and error ->> 'code' = 'may_have_been_sent'))
                  and case when content ? 'buttons'
                           then starts_with(regexp_replace(coalesce($2::text, ''), '\\s', '', 'g'), regexp_replace(coalesce(text, ''), '\\s', '', 'g'))
                           else regexp_replace(coalesce(text, ''), '\\s', '', 'g') = regexp_replace(coalesce($2::text, ''), '\\s', '', 'g') end
                  and case when $3 ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
                           then not exists (select 1 from message own where own.id = $3::text::uuid and own.channel_account_id = $5)
                           else true end
                order by created_at, id limit 1)
            returning id
            """;

    private static final String OTHERS = """
            select id, conversation_id from message
            where channel_account_id = $1 and provider_message_id = any($2) and id <> $3 and direction = 'outbound'
            """;

    private static final String ANSWERS = "update message set reply_to_id = $2 where reply_to_id = $1";

    private static final String LIST_ROW = """
            update conversation c set last_message_id = m.id, last_message_status = m.delivery_status, last_message_preview = coalesce(m.text, c.last_message_preview)
            from message m where c.last_message_id = $1 and m.id = $2 and m.conversation_id = c.id
            """;

    private static final String DELETE = "delete from message where id = $1";

    private final Deliveries deliveries;
    private final Clock clock;

    Echoes(Deliveries deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * Takes an echo for the message whose send has not been answered yet, if there is one with these words: it has been sent,
     * and this is its id. Call it before an outbound message from elsewhere is filed; where it answers changes, there is
     * nothing to file.
     */
    public Uni<Optional<List<Change>>> claim(SqlConnection tx, UUID accountId, UUID conversationId, ProviderMessageId id, Optional<String> text, Instant at) {
        return tx.preparedQuery(LOCK_CONVERSATION)
                .execute(Tuple.of(conversationId))
                .chain(() -> tx.preparedQuery(AWAITED)
                        .execute(Tuple.of(conversationId, text.orElse(null), id.value(), Sql.time(clock.instant().minus(RECENT)), accountId)))
                .map(rows -> Sql.first(rows).map(row -> row.getUUID("id")))
                .chain(message -> message.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : sent(tx, accountId, conversationId, message.get(), id, at).map(Optional::of));
    }

    /** Makes one of two: echoes that were filed under ids which turn out to be this message's. Answers the changes. */
    public Uni<List<Change>> absorb(SqlConnection tx, UUID accountId, UUID messageId, List<ProviderMessageId> ids) {
        String[] values = ids.stream().map(ProviderMessageId::value).toArray(String[]::new);
        return tx.preparedQuery(OTHERS)
                .execute(Tuple.of(accountId, values, messageId))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(echoes -> absorb(tx, messageId, echoes, 0, new ArrayList<>()));
    }

    private Uni<List<Change>> absorb(SqlConnection tx, UUID messageId, List<Row> echoes, int index, List<Change> changes) {
        if (index == echoes.size()) {
            return Uni.createFrom().item(changes);
        }
        UUID echo = echoes.get(index).getUUID("id");
        changes.add(Change.message("message.removed", echoes.get(index).getUUID("conversation_id"), echo));
        return tx.preparedQuery(ANSWERS)
                .execute(Tuple.of(echo, messageId))
                .chain(() -> tx.preparedQuery(LIST_ROW).execute(Tuple.of(echo, messageId)))
                .chain(() -> tx.preparedQuery(DELETE).execute(Tuple.of(echo)))
                .chain(() -> absorb(tx, messageId, echoes, index + 1, changes));
    }

    private Uni<List<Change>> sent(SqlConnection tx, UUID accountId, UUID conversationId, UUID messageId, ProviderMessageId id, Instant at) {
        List<Change> changes = new ArrayList<>();
        return deliveries.advance(tx, conversationId, messageId, DeliveryStatus.SENT, at, Optional.empty())
                .invoke(advance -> changes.addAll(advance.changes()))
                .chain(() -> deliveries.claimParked(tx, accountId, List.of(id)))
                .invoke(changes::addAll)
                .replaceWith(changes);
    }
}
