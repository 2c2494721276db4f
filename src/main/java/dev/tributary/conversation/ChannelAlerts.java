package dev.tributary.conversation;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Tells owners and admins that a channel stopped, and before that that its credentials end: once, however many failures said so and
 * however many replicas look, and again only after it was connected in between. Whoever writes down that an account is connected arms
 * the alert; the one statement that finds it due disarms it.
 */
@ApplicationScoped
class ChannelAlerts {

    private static final String OURS = "Tributary";

    private static final String TAKE = """
            update channel_account set alert_armed = false
            where id in (select id from channel_account
                         where alert_armed and connection_state = 'disconnected' and is_active and archived_at is null
                         order by id limit 1 for update skip locked)
            returning id, organization_id, name, connection_problem
            """;

    /** Credentials that were renewed are no news, but the next warning is. */
    private static final String TAKE_EXPIRY = """
            update channel_account set expiry_told_days = expiry_warned_days
            where id in (select id from channel_account where expiry_told_days is distinct from expiry_warned_days order by id limit 1 for update skip locked)
            returning id, organization_id, name, expiry_warned_days, expires_at
            """;

    private static final String ADMINS = "select id from app_user where organization_id = $1 and role in ('owner', 'admin')";

    private final Pool database;
    private final Notifications notifications;
    private final ChangeFeed changeFeed;

    ChannelAlerts(Pool database, Notifications notifications, ChangeFeed changeFeed) {
        this.database = database;
        this.notifications = notifications;
        this.changeFeed = changeFeed;
    }

    void hear(@Observes Announcement announcement) {
        if (announcement.topic().equals(AccountDirectory.TOPIC)) {
            tellAll().subscribe().with(_ -> {}, failure -> Log.warnf(failure, "Admins were not told of a channel that stopped; the next look tells them"));
        }
    }

    @Scheduled(every = "1m", delayed = "30s", identity = "channel-alerts", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> onTime() {
        return tellAll();
    }

    /** Each in a transaction of its own: the feed's position of an organization is locked in each. */
    private Uni<Void> tellAll() {
        return tellAll(TAKE, ChannelAlerts::stopped).chain(() -> tellAll(TAKE_EXPIRY, ChannelAlerts::ending));
    }

    private Uni<Void> tellAll(String take, Function<Row, Optional<String>> words) {
        return Multi.createBy().repeating().uni(() -> tellOne(take, words)).whilst(Optional::isPresent)
                .onItem().invoke(told -> told.ifPresent(changeFeed::announce))
                .collect().last()
                .replaceWithVoid();
    }

    /** The organization of the account that was taken; empty where there was none. */
    private Uni<Optional<UUID>> tellOne(String take, Function<Row, Optional<String>> words) {
        return database.withTransaction(tx -> tx.preparedQuery(take)
                .execute()
                .map(Sql::first)
                .call(taken -> taken.flatMap(row -> words.apply(row).map(text -> tell(tx, row, text))).orElseGet(() -> Uni.createFrom().voidItem()))
                .map(taken -> taken.map(row -> row.getUUID("organization_id"))));
    }

    private Uni<Void> tell(SqlConnection tx, Row account, String text) {
        UUID organizationId = account.getUUID("organization_id");
        Notifications.About about = new Notifications.About.ChannelAccount(account.getUUID("id"));
        return tx.preparedQuery(ADMINS)
                .execute(Tuple.of(organizationId))
                .map(rows -> Sql.all(rows, row -> row.getUUID("id")))
                .chain(admins -> notifications.tell(tx, organizationId, admins, about, OURS, text))
                .chain(told -> told.changes().isEmpty() ? Uni.createFrom().voidItem() : changeFeed.append(tx, organizationId, List.copyOf(told.changes())));
    }

    private static Optional<String> ending(Row account) {
        return Optional.ofNullable(account.getInteger("expiry_warned_days")).map(days -> "The credentials of the channel “%s” end within %s, on %s. Authorise it again, or enter new ones."
                .formatted(account.getString("name"), days == 1 ? "a day" : days + " days", Sql.instant(account, "expires_at").toString().substring(0, 10)));
    }

    private static Optional<String> stopped(Row stopped) {
        JsonObject problem = Optional.ofNullable(stopped.getJsonObject("connection_problem")).orElseGet(JsonObject::new);
        return Optional.of("The channel “%s” stopped. %s".formatted(stopped.getString("name"), problem.getString("hint", "Open its settings to see why.")));
    }
}
