package dev.tributary.channel;

import dev.tributary.channel.RefreshesAccess.Renewal;
import dev.tributary.platform.SameContext;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Exchanges credentials for fresh ones long before they end. Its time is a column of the account, and to move that time on is to hold
 * the account's lease: one replica asks, and if it dies another does so after the lease.
 */
@ApplicationScoped
class OAuthRefresh {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_LIFE = Duration.ofHours(25);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
    /** Of the life that is left when a refresh could not be had. */
    private static final int TRIES_LEFT = 10;
    /** From half of the life on, spread over a quarter of it, so that accounts that were connected together do not come together. */
    private static final double EARLIEST = 0.5;
    private static final double SPREAD = 0.25;

    private static final int AT_ONCE = 20;

    private static final String CLAIM = """
            update channel_account set refresh_at = $1::timestamptz + interval '5 minutes'
            where id in (select id from channel_account where refresh_at <= $1 and archived_at is null
                         order by refresh_at limit %d for update skip locked)
            returning organization_id, id""".formatted(AT_ONCE);

    /** Both leave alone what was authorised anew meanwhile. */
    private static final String LATER = """
            update channel_account set refresh_at = $3, refresh_failures = refresh_failures + 1
            where id = $1 and sealed_settings = $2""";

    private static final String STOP = "update channel_account set refresh_at = null where id = $1 and sealed_settings = $2";

    private final Pool database;
    private final AccountStore store;
    private final AccountConnecting connecting;
    private final OAuthGrants grants;
    private final Disconnections disconnections;
    private final AdapterRegistry adapters;
    private final Clock clock;

    OAuthRefresh(
            Pool database, AccountStore store, AccountConnecting connecting, OAuthGrants grants, Disconnections disconnections, AdapterRegistry adapters, Clock clock) {
        this.database = database;
        this.store = store;
        this.connecting = connecting;
        this.grants = grants;
        this.disconnections = disconnections;
        this.adapters = adapters;
        this.clock = clock;
    }

    /** When credentials that are new now are to be exchanged. */
    static Instant plan(UUID accountId, Instant now, Optional<Instant> expiresAt) {
        double share = EARLIEST + SPREAD * Math.floorMod(accountId.hashCode(), 1_000) / 1_000;
        return expiresAt.map(end -> now.plusMillis((long) (Duration.between(now, end).toMillis() * share))).orElseGet(() -> now.plus(UNKNOWN_LIFE));
    }

    @Scheduled(every = "1m", delayed = "20s", identity = "oauth-refresh", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> refreshDue() {
        return database.preparedQuery(CLAIM)
                .execute(Tuple.of(Sql.time(clock.instant())))
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(this::refreshQuietly)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> refreshQuietly(Row row) {
        UUID accountId = row.getUUID("id");
        return store.get(row.getUUID("organization_id"), accountId)
                .chain(this::refresh)
                .onFailure().invoke(failure -> Log.warnf(failure, "Credentials could not be refreshed account=%s", accountId))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> refresh(StoredAccount account) {
        Optional<RefreshesAccess> adapter = adapters.find(account.type).filter(RefreshesAccess.class::isInstance).map(RefreshesAccess.class::cast);
        Optional<ChannelAccount> live = adapter.map(one -> connecting.live(one, account)).filter(one -> adapter.get().isRefreshable(one.settings()));
        return live.map(one -> refresh(adapter.get(), account, one)).orElseGet(() -> settle(STOP, account).replaceWithVoid());
    }

    private Uni<Void> refresh(RefreshesAccess adapter, StoredAccount account, ChannelAccount live) {
        return SameContext.after(Uni.createFrom().deferred(() -> adapter.refresh(live)).ifNoItem().after(LIMIT).fail())
                .onFailure().call(() -> later(account))
                .chain(renewal -> switch (renewal) {
                    case Renewal.Renewed renewed -> keep(account, renewed);
                    case Renewal.Refused refused -> refused.problem() instanceof ChannelProblem.CredentialsRejected
                            ? end(account, refused.problem())
                            : tryAgain(account, refused.problem());
                });
    }

    /** Whoever authorised the account anew meanwhile wins. */
    private Uni<Void> keep(StoredAccount before, Renewal.Renewed renewed) {
        Instant now = clock.instant();
        Optional<Instant> expiresAt = renewed.expiresAt();
        return store.change(before.organizationId, before.id, (_, row) -> {
                    if (row.sealedSettings.equals(before.sealedSettings)) {
                        grants.put(row, Map.of(), renewed.secrets());
                        row.expiresAt = expiresAt.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
                        row.refreshAt = plan(row.id, now, expiresAt).atOffset(ZoneOffset.UTC);
                        row.refreshFailures = 0;
                        row.expiryWarnedDays = null;
                        row.updatedAt = now.atOffset(ZoneOffset.UTC);
                    }
                    return Uni.createFrom().voidItem();
                })
                .chain(row -> note(row, "channel_account.oauth_refreshed", expiresAt.map(at -> Map.of("expires_at", at.toString())).orElse(Map.of())));
    }

    private Uni<Void> end(StoredAccount account, ChannelProblem problem) {
        return settle(STOP, account).chain(isStill -> isStill ? disconnect(account, problem) : Uni.createFrom().voidItem());
    }

    private Uni<Void> disconnect(StoredAccount account, ChannelProblem problem) {
        return database.withTransaction(tx -> disconnections.disconnect(tx, account.organizationId, account.id, problem))
                .invoke(() -> disconnections.announce(account.organizationId))
                .chain(() -> noteFailure(account, problem));
    }

    private Uni<Void> tryAgain(StoredAccount account, ChannelProblem problem) {
        return later(account).chain(() -> noteFailure(account, problem));
    }

    private Uni<Boolean> later(StoredAccount account) {
        return settle(LATER, account, Sql.time(clock.instant().plus(pause(account))));
    }

    /** A tenth of what is left, so that a token of an hour and one of sixty days both get several tries. */
    private Duration pause(StoredAccount account) {
        Duration left = account.expiresAt == null ? LONGEST_PAUSE : Duration.between(clock.instant(), account.expiresAt.toInstant()).dividedBy(TRIES_LEFT);
        Duration atLeast = left.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : left;
        return atLeast.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : atLeast;
    }

    /** Whether the account still has the credentials that were tried. */
    private Uni<Boolean> settle(String sql, StoredAccount tried, Object... more) {
        Tuple values = Tuple.of(tried.id, new JsonObject(Map.copyOf(tried.sealedSettings)));
        Arrays.stream(more).forEach(values::addValue);
        return database.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }

    private Uni<Void> noteFailure(StoredAccount account, ChannelProblem problem) {
        return note(account, "channel_account.oauth_refresh_failed", Map.of("code", problem.code(), "detail", problem.detail()));
    }

    private Uni<Void> note(StoredAccount account, String action, Map<String, ?> detail) {
        return grants.note(Disconnections.service(account.organizationId), account.organizationId, account.id, action, detail);
    }
}
