package dev.tributary.conversation;

import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Leases;
import dev.tributary.platform.Page;
import dev.tributary.platform.Sql;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What users are to see, wherever they are in the inbox: unread until they have. */
@ApplicationScoped
public class Notifications {

    /**
     * About a conversation or about a channel account.
     *
     * @param byName who says so: a rule, or the service itself
     */
    record Notification(
            UUID id,
            @Nullable UUID conversationId,
            @Nullable String contactName,
            @Nullable UUID channelAccountId,
            @Nullable String channelAccountName,
            String byName,
            String text,
            Instant createdAt,
            @Nullable Instant readAt) {}

    /** What users are told of. */
    public sealed interface About {

        record Conversation(UUID id) implements About {}

        record ChannelAccount(UUID id) implements About {}
    }

    private static final String LEASE = "notifications-kept";
    private static final Duration LEASE_TIME = Duration.ofMinutes(5);
    private static final Duration KEPT = Duration.ofDays(90);
    private static final UUID LAST = new UUID(-1, -1);

    private static final String ADD = """
            insert into notification (id, organization_id, user_id, conversation_id, channel_account_id, by_name, text, created_at)
            select n.id, $1, u.id, $4, $5, $6, $7, $8 from unnest($2::uuid[], $3::uuid[]) as n(id, user_id)
            join app_user u on u.id = n.user_id and u.organization_id = $1 and u.is_active and u.removed_at is null
            returning user_id, (select name from app_user u where u.id = user_id) as name
            """;
    private static final String LIST = """
            select n.id, n.conversation_id, k.name as contact_name, n.channel_account_id, a.name as channel_account_name,
                   n.by_name, n.text, n.created_at, n.read_at
            from notification n
            left join conversation c on c.id = n.conversation_id left join contact k on k.id = c.contact_id
            left join channel_account a on a.id = n.channel_account_id
            where n.organization_id = $1 and n.user_id = $2 and n.id < $3 order by n.id desc limit $4
            """;
    private static final String UNREAD = """
            select count(*) as unread from (select 1 from notification where organization_id = $1 and user_id = $2 and read_at is null limit %d) n
            """;
    private static final String READ = """
            update notification set read_at = $4
            where organization_id = $1 and user_id = $2 and read_at is null and ($3::uuid[] is null or id = any($3))
            """;
    private static final String OLD = "delete from notification where id in (select id from notification where created_at < $1 order by created_at limit 20000)";

    /** Nobody reads a larger number. */
    static final int COUNTED = 100;

    private final Pool database;
    private final ChangeFeed changeFeed;
    private final Cursors cursors;
    private final Leases leases;
    private final Clock clock;

    Notifications(Pool database, ChangeFeed changeFeed, Cursors cursors, Leases leases, Clock clock) {
        this.database = database;
        this.changeFeed = changeFeed;
        this.cursors = cursors;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * @param names of those who are told; who does not work here any more is not among them
     * @param changes for the feed: {@code notification.created} with the user's id, so that each browser knows whether it is meant
     */
    public record Told(List<String> names, List<Change> changes) {}

    /** Tells users within a transaction of the caller's, who appends the changes to the feed. */
    public Uni<Told> tell(SqlConnection tx, UUID organizationId, List<UUID> userIds, About about, String byName, String text) {
        List<UUID> distinct = userIds.stream().distinct().toList();
        Tuple row = Tuple.tuple()
                .addUUID(organizationId)
                .addArrayOfUUID(distinct.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfUUID(distinct.toArray(UUID[]::new))
                .addUUID(about instanceof About.Conversation conversation ? conversation.id() : null)
                .addUUID(about instanceof About.ChannelAccount account ? account.id() : null)
                .addString(byName)
                .addString(text)
                .addOffsetDateTime(Sql.time(clock.instant()));
        return tx.preparedQuery(ADD).execute(row).map(rows -> new Told(
                Sql.all(rows, told -> told.getString("name")).stream().sorted().toList(),
                Sql.all(rows, told -> Change.of("notification.created", told.getUUID("user_id")))));
    }

    /** The newest first. */
    Uni<Page<Notification>> page(UUID organizationId, UUID userId, String cursor, int limit) {
        UUID before = cursor == null ? LAST : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return database.preparedQuery(LIST)
                .execute(Tuple.of(organizationId, userId, before, limit + 1))
                .map(rows -> Page.of(Sql.all(rows, Notifications::read), limit, last -> cursors.encode(last.id().toString())));
    }

    /** At most {@value #COUNTED}. */
    Uni<Long> unread(UUID organizationId, UUID userId) {
        return database.preparedQuery(UNREAD.formatted(COUNTED)).execute(Tuple.of(organizationId, userId)).map(rows -> rows.iterator().next().getLong("unread"));
    }

    /** @param ids null: all of them */
    Uni<Void> markRead(UUID organizationId, UUID userId, List<UUID> ids) {
        UUID[] wanted = ids == null ? null : ids.toArray(UUID[]::new);
        Tuple row = Tuple.tuple().addUUID(organizationId).addUUID(userId).addArrayOfUUID(wanted).addOffsetDateTime(Sql.time(clock.instant()));
        return database.withTransaction(tx -> tx.preparedQuery(READ)
                        .execute(row)
                        .chain(read -> read.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : changeFeed.append(tx, organizationId, List.of(Change.of("notification.read", userId)))))
                .invoke(() -> changeFeed.announce(organizationId));
    }

    @Scheduled(every = "1h", delayed = "5m", identity = LEASE, concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tidy() {
        return leases.whenHeld(LEASE, LEASE_TIME, () -> database.preparedQuery(OLD)
                .execute(Tuple.of(Sql.time(clock.instant().minus(KEPT))))
                .replaceWithVoid());
    }

    private static Notification read(Row row) {
        return new Notification(
                row.getUUID("id"), row.getUUID("conversation_id"), row.getString("contact_name"),
                row.getUUID("channel_account_id"), row.getString("channel_account_name"), row.getString("by_name"), row.getString("text"),
                Sql.instant(row, "created_at"), Sql.instant(row, "read_at"));
    }
}
