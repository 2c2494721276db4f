package dev.tributary.channel;

import dev.tributary.platform.Leases;
import dev.tributary.platform.SameContext;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks each provider about once an hour how it sees our accounts, so that a revoked token turns red without anybody writing.
 * A provider that is down or slow says nothing about an account: only a refusal that a second look confirms changes its state.
 */
@ApplicationScoped
class ConnectionChecks {

    private static final Duration LEASE = Duration.ofMinutes(4);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(5);
    private static final int AT_ONCE = 4;

    /** A receiver that wants nothing more is left in peace. The hour is stretched by up to ten minutes, another stretch for each account, so that they do not all ask together. */
    private static final String DUE = """
            select organization_id, id from channel_account
            where archived_at is null and is_active and coalesce(connection_problem ->> 'code', '') <> 'receiver_disabled'
              and (checked_at is null or checked_at < $1::timestamptz - interval '55 minutes' - abs(hashtext(id::text) % 600) * interval '1 second')
            order by checked_at nulls first
            limit 200""";

    /** Links to phones break without a word. */
    private static final String LINKED = """
            select organization_id, id from channel_account
            where archived_at is null and is_active and type = any($2) and (checked_at is null or checked_at < $1::timestamptz - interval '50 seconds')
            order by checked_at nulls first
            limit 200""";

    private static final String LOOKED = "update channel_account set checked_at = $2 where id = $1";

    private final Pool database;
    private final AccountStore store;
    private final AccountConnecting connecting;
    private final Connections connections;
    private final AccountExaminations examinations;
    private final AdapterRegistry adapters;
    private final Leases leases;
    private final Clock clock;

    ConnectionChecks(
            Pool database, AccountStore store, AccountConnecting connecting, Connections connections, AccountExaminations examinations, AdapterRegistry adapters, Leases leases, Clock clock) {
        this.database = database;
        this.store = store;
        this.connecting = connecting;
        this.connections = connections;
        this.examinations = examinations;
        this.adapters = adapters;
        this.leases = leases;
        this.clock = clock;
    }

    /** Looks now, rather than when it is the account's turn. */
    Uni<Void> suspect(UUID organizationId, UUID accountId) {
        return store.get(organizationId, accountId).chain(this::check);
    }

    @Scheduled(every = "5m", delayed = "1m", identity = "connection-checks")
    Uni<Void> checkInTurn() {
        return leases.whenHeld("connection-checks", LEASE, this::checkDue);
    }

    @Scheduled(every = "1m", delayed = "30s", identity = "link-checks")
    Uni<Void> checkLinksInTurn() {
        return leases.whenHeld("link-checks", LEASE, this::checkLinks);
    }

    Uni<Void> checkDue() {
        return check(DUE, Tuple.of(now()));
    }

    Uni<Void> checkLinks() {
        String[] types = adapters.all().stream().filter(ConnectsByQr.class::isInstance).map(adapter -> adapter.descriptor().type()).toArray(String[]::new);
        return check(LINKED, Tuple.of(now(), types));
    }

    private Uni<Void> check(String due, Tuple values) {
        return database.preparedQuery(due)
                .execute(values)
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUni(this::checkRow).merge(AT_ONCE)
                .collect().asList()
                .replaceWithVoid();
    }

    /** An account that was archived meanwhile, or that fails, does not keep the others from their turn. */
    private Uni<Void> checkRow(Row row) {
        return suspect(row.getUUID("organization_id"), row.getUUID("id")).onFailure().recoverWithNull();
    }

    private Uni<Void> check(StoredAccount account) {
        Optional<ChannelAdapter> adapter = adapters.find(account.type);
        if (adapter.isEmpty() || !account.isActive || account.archivedAt != null) {
            return Uni.createFrom().voidItem();
        }
        return look(adapter.get(), account)
                .chain(seen -> isRefusal(seen) && !isFinal(seen) ? lookAgain(adapter.get(), account) : Uni.createFrom().item(seen))
                .chain(seen -> keep(adapter.get(), account, seen))
                .chain(() -> examinations.examine(account));
    }

    private Uni<Connection> lookAgain(ChannelAdapter adapter, StoredAccount account) {
        return SameContext.after(Uni.createFrom().voidItem().onItem().delayIt().by(SECOND_LOOK)).chain(() -> look(adapter, account));
    }

    private Uni<Connection> look(ChannelAdapter adapter, StoredAccount account) {
        Optional<OffsetDateTime> lastInbound = Optional.ofNullable(account.lastInboundAt);
        return adapter instanceof ChecksConnection
                ? connections.check(adapter, connecting.live(adapter, account), lastInbound.map(OffsetDateTime::toInstant))
                : connections.prove(adapter, connecting.live(adapter, account));
    }

    private Uni<Void> keep(ChannelAdapter adapter, StoredAccount account, Connection seen) {
        boolean isNews = (isRefusal(seen) && !isKnown(adapter, account, seen))
                || (seen.state() == Connection.State.CONNECTED && (!account.connectionState.equals("connected") || connecting.isNew(account, seen)));
        return isNews
                ? connecting.settle(account, seen)
                        .onFailure(AccountStore::isProviderAccountTaken).recoverWithUni(() -> connecting.settle(account, Connection.refused(AccountStore.TAKEN)))
                        .replaceWithVoid()
                : database.preparedQuery(LOOKED).execute(Tuple.of(account.id, now())).replaceWithVoid();
    }

    /** The same refusal as before. Why a phone's link ended is told once, by an event, and says more than a look afterwards. */
    private static boolean isKnown(ChannelAdapter adapter, StoredAccount account, Connection seen) {
        Map<String, String> known = account.connectionProblem == null ? Map.of() : account.connectionProblem;
        return account.connectionState.equals(seen.state().name().toLowerCase(Locale.ROOT))
                && seen.problem()
                        .map(Connections::describe)
                        .filter(problem -> adapter instanceof ConnectsByQr ? problem.get("code").equals(known.get("code")) : problem.equals(known))
                        .isPresent();
    }

    /** Who says that they want nothing more is not asked again. */
    private static boolean isFinal(Connection seen) {
        return seen.problem().filter(ChannelProblem.ReceiverDisabled.class::isInstance).isPresent();
    }

    private static boolean isRefusal(Connection seen) {
        return seen.problem().map(ConnectionChecks::isRefusal).orElse(false);
    }

    private static boolean isRefusal(ChannelProblem problem) {
        return switch (problem) {
            case ChannelProblem.CredentialsRejected _, ChannelProblem.PermissionMissing _, ChannelProblem.Misconfigured _, ChannelProblem.ReceiverDisabled _ -> true;
            case ChannelProblem.ReplyWindowClosed _,
                    ChannelProblem.RecipientUnreachable _,
                    ChannelProblem.ContentRejected _,
                    ChannelProblem.Unavailable _,
                    ChannelProblem.MayHaveBeenSent _,
                    ChannelProblem.Unrecognised _ -> false;
        };
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
