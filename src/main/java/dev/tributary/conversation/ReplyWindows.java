package dev.tributary.conversation;

import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ExtendsReplyWindow;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.conversation.ConversationView.ReplyWindow;
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
import java.util.Optional;
import java.util.UUID;

/** How long a customer's message lets us answer freely, where the channel has such a rule. */
@ApplicationScoped
public class ReplyWindows {

    /** What there is to know of a conversation {@code c}; its account by primary key. */
    static final String COLUMNS = """
            c.last_inbound_at, c.window_closes_at, c.window_told_at,
            (select coalesce((a.settings ->> '%s')::boolean, false) from channel_account a where a.id = c.channel_account_id) as has_human_window
            """.formatted(ExtendsReplyWindow.RIGHT);

    private static final String TOLD = """
            update conversation c set window_closes_at = $4, window_told_at = $3
            from message m
            where m.channel_account_id = $1 and m.direction = 'outbound' and (m.provider_message_id = $2 or m.id = $5) and c.id = m.conversation_id
              and (c.window_told_at is null or c.window_told_at < $3) and c.window_closes_at is distinct from $4
            returning c.id
            """;

    private static final String REFUSED = "update conversation set window_closes_at = $2, window_told_at = coalesce(last_inbound_at, $2) where id = $1";

    /**
     * @param closesAt what the provider said; null where it said nothing
     * @param toldAt when it said so
     * @param human whether the account lets people answer for longer
     */
    record Known(Instant lastInboundAt, Instant closesAt, Instant toldAt, boolean human) {
        static Known of(Row row) {
            return new Known(
                    Sql.instant(row, "last_inbound_at"),
                    Sql.instant(row, "window_closes_at"),
                    Sql.instant(row, "window_told_at"),
                    Boolean.TRUE.equals(row.getBoolean("has_human_window")));
        }

        /** The provider's word holds until the customer writes again; a refusal is its word on the window that their last message opened. */
        private Optional<Instant> closes(Duration length) {
            boolean told = toldAt != null && (lastInboundAt == null || !toldAt.isBefore(lastInboundAt));
            return told ? Optional.ofNullable(closesAt) : Optional.ofNullable(lastInboundAt).map(last -> last.plus(length));
        }
    }

    private final AdapterRegistry adapters;
    private final Clock clock;

    ReplyWindows(AdapterRegistry adapters, Clock clock) {
        this.adapters = adapters;
        this.clock = clock;
    }

    /** The window of a conversation now, for people; empty where the channel has none. */
    Optional<ReplyWindow> of(String channelType, Known known) {
        return of(channelType, known, true);
    }

    /** @param byPerson whether a person writes: rules and the AI have the shorter window only */
    Optional<ReplyWindow> of(String channelType, Known known, boolean byPerson) {
        return length(channelType).map(length -> {
            Optional<Instant> closesAt = known.closes(length);
            boolean open = closesAt.filter(clock.instant()::isBefore).isPresent();
            Optional<Instant> longer = byPerson && !open && known.human() ? human(channelType, known) : Optional.empty();
            return longer.filter(clock.instant()::isBefore)
                    .map(until -> new ReplyWindow(true, until, true))
                    .orElseGet(() -> new ReplyWindow(open, closesAt.orElse(null), false));
        });
    }

    Optional<Duration> length(String channelType) {
        return adapters.find(channelType).flatMap(adapter -> adapter.descriptor().replyWindow());
    }

    /** @param id of a message of ours in the conversation. The change for the feed; empty where it is known */
    public Uni<Optional<Change>> told(SqlConnection tx, UUID accountId, ProviderMessageId id, Instant at, Instant closesAt) {
        return tx.preparedQuery(TOLD)
                .execute(Tuple.of(accountId, id.value(), Sql.time(at), Sql.time(closesAt), Deliveries.ownId(id.value())))
                .map(rows -> Sql.first(rows).map(row -> Change.conversation("conversation.updated", row.getUUID("id"))));
    }

    /** The provider has refused a message because the window is closed, whatever we thought. */
    public Uni<Change> refused(SqlConnection tx, UUID conversationId) {
        return tx.preparedQuery(REFUSED)
                .execute(Tuple.of(conversationId, Sql.time(clock.instant())))
                .replaceWith(Change.conversation("conversation.updated", conversationId));
    }

    private Optional<Instant> human(String channelType, Known known) {
        return adapters.find(channelType)
                .filter(ExtendsReplyWindow.class::isInstance)
                .filter(_ -> known.lastInboundAt() != null)
                .map(adapter -> known.lastInboundAt().plus(((ExtendsReplyWindow) adapter).humanWindow()));
    }
}
