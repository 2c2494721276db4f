package dev.tributary.channel;

import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps what a provider tells of an account's connection by an event. */
@ApplicationScoped
public class ConnectionTold {

    /**
     * A number that another channel has already is not this one's: it stays disconnected, and says so. The time of the provider's clock
     * orders what it tells; equal times are taken in the order of their arrival.
     */
    private static final String KEEP = """
            update channel_account a
            set connection_state = case when taken.id is null then $3 else 'disconnected' end,
                connection_problem = case when taken.id is null then $4::jsonb else $7::jsonb end,
                provider_account_id = case when taken.id is null then coalesce($5, a.provider_account_id) else a.provider_account_id end,
                alert_armed = a.alert_armed or ($3 = 'connected' and taken.id is null),
                settings = a.settings || $6::jsonb, connection_told_at = $2, checked_at = $9, updated_at = $9
            from (select id, connection_state as state, connection_problem as problem, settings from channel_account where id = $1 for update) old
            left join lateral (
                select other.id from channel_account other
                where other.type = $8 and other.provider_account_id = $5 and other.archived_at is null and other.id <> $1 limit 1) taken on true
            where a.id = old.id and a.archived_at is null and (a.connection_told_at is null or a.connection_told_at <= $2)
            returning old.state is distinct from a.connection_state or old.problem is distinct from a.connection_problem or old.settings is distinct from a.settings as is_news
            """;

    private static final JsonObject TAKEN = JsonObject.mapFrom(Connections.describe(AccountStore.TAKEN));

    private final AccountDirectory accounts;
    private final Clock clock;

    ConnectionTold(AccountDirectory accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The change for the feed; empty where nothing changes, or something newer is known. Call {@link #announce} after the commit. */
    public Uni<Optional<Change>> told(SqlConnection tx, UUID accountId, String type, Instant at, Connection connection) {
        Tuple row = Tuple.tuple()
                .addUUID(accountId)
                .addOffsetDateTime(Sql.time(at))
                .addString(connection.state().name().toLowerCase(java.util.Locale.ROOT))
                .addValue(connection.problem().map(problem -> JsonObject.mapFrom(Connections.describe(problem))).orElse(null))
                .addString(connection.providerAccountId().orElse(null))
                .addValue(new JsonObject(ProviderJson.object().setAll(connection.learned()).toString()))
                .addValue(TAKEN)
                .addString(type)
                .addOffsetDateTime(Sql.time(clock.instant()));
        return tx.preparedQuery(KEEP).execute(row).map(rows -> Sql.first(rows)
                .filter(told -> told.getBoolean("is_news"))
                .map(_ -> Change.of(AccountStore.CHANGED, accountId)));
    }

    public void announce() {
        accounts.changed();
    }
}
