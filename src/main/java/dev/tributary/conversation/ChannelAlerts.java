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

/**
 * Tells owners and admins that a channel stopped: once, however many failures said so and however many replicas look, and again only after
 * it was connected in between. Whoever writes down that an account is connected arms the alert; the one statement that finds it due disarms it.
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
        return Multi.createBy().repeating().uni(this::tellOne).whilst(Optional::isPresent)
                .onItem().invoke(told -> told.ifPresent(changeFeed::announce))
                .collect().last()
                .replaceWithVoid();
    }

    /** The organization whose people were told; empty where nothing had stopped. */
    private Uni<Optional<UUID>> tellOne() {
        return database.withTransaction(tx -> tx.preparedQuery(TAKE)
                .execute()
                .map(Sql::first)
                .call(stopped -> stopped.map(row -> tell(tx, row)).orElseGet(() -> Uni.createFrom().voidItem()))
                .map(stopped -> stopped.map(row -> row.getUUID("organization_id"))));
    }

    private Uni<Void> tell(SqlConnection tx, Row stopped) {
        UUID organizationId = stopped.getUUID("organization_id");
        Notifications.About about = new Notifications.About.ChannelAccount(stopped.getUUID("id"));
        return tx.preparedQuery(ADMINS)
                .execute(Tuple.of(organizationId))
                .map(rows -> Sql.all(rows, row -> row.getUUID("id")))
                .chain(admins -> notifications.tell(tx, organizationId, admins, about, OURS, text(stopped)))
                .chain(told -> told.changes().isEmpty() ? Uni.createFrom().voidItem() : changeFeed.append(tx, organizationId, List.copyOf(told.changes())));
    }

    private static String text(Row stopped) {
        JsonObject problem = Optional.ofNullable(stopped.getJsonObject("connection_problem")).orElseGet(JsonObject::new);
        return "The channel “%s” stopped. %s".formatted(stopped.getString("name"), problem.getString("hint", "Open its settings to see why."));
    }
}
