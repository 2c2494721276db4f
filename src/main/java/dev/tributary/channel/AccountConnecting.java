package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.identity.Audit;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Connects accounts with their providers and keeps what came of it. Providers are asked outside of transactions; a bot that
 * another account has is found out before its webhook is touched.
 */
@ApplicationScoped
class AccountConnecting {

    private final AccountStore store;
    private final AccountSecrets secrets;
    private final Connections connections;
    private final AdapterRegistry adapters;
    private final Audit audit;
    private final Clock clock;

    AccountConnecting(AccountStore store, AccountSecrets secrets, Connections connections, AdapterRegistry adapters, Audit audit, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.connections = connections;
        this.adapters = adapters;
        this.audit = audit;
        this.clock = clock;
    }

    /** Fails with 409 if another live account has what these credentials open; keeps the provider's id for the constraint. */
    Uni<Void> refuseDuplicate(ChannelAdapter adapter, StoredAccount account, ChannelAccount live) {
        return connections.prove(adapter, live)
                .invoke(proved -> proved.providerAccountId().ifPresent(id -> account.providerAccountId = id))
                .chain(proved -> proved.providerAccountId().map(id -> refuseIfHeld(account, id)).orElse(Uni.createFrom().voidItem()));
    }

    /** Connects and stores the outcome. If the account turns out to be another channel's, that one is connected again. */
    Uni<StoredAccount> connect(StoredAccount account) {
        Optional<ChannelAdapter> adapter = adapters.find(account.type);
        if (adapter.isEmpty()) {
            return Uni.createFrom().item(account);
        }
        return connections.connect(adapter.get(), live(adapter.get(), account))
                .chain(connection -> settle(account, connection))
                .onFailure(AccountStore::isProviderAccountTaken).recoverWithUni(() -> giveBack(account));
    }

    /** What the provider says now: for an active account it may also be repaired by connecting it again. */
    Uni<Connection> test(ChannelAdapter adapter, StoredAccount account) {
        ChannelAccount live = live(adapter, account);
        if (!account.isActive || account.archivedAt != null) {
            return connections.prove(adapter, live);
        }
        return connections.check(adapter, live, Optional.ofNullable(account.lastInboundAt).map(OffsetDateTime::toInstant))
                .chain(seen -> isBeyondRepair(seen) ? Uni.createFrom().item(seen) : connections.connect(adapter, live));
    }

    Uni<Void> disconnect(StoredAccount account) {
        return adapters.find(account.type)
                .map(adapter -> connections.disconnect(adapter, live(adapter, account)))
                .orElse(Uni.createFrom().voidItem());
    }

    Uni<StoredAccount> settle(StoredAccount account, Connection connection) {
        return store.change(account.organizationId, account.id, (session, row) -> {
            boolean stood = row.connectionState.equals("connected");
            apply(row, connection);
            return stood && row.connectionState.equals("disconnected")
                    ? audit.record(session, Disconnections.service(row.organizationId), Disconnections.ACTION, Accounts.target(row.id), row.connectionProblem)
                    : Uni.createFrom().voidItem();
        });
    }

    /** Keeps settings that were found out, beside or instead of those that are stored. */
    Uni<Void> learn(StoredAccount account, Map<String, JsonNode> learned) {
        return store.change(account.organizationId, account.id, (session, row) -> {
            row.settings = secrets.withLearned(row.settings, learned);
            return Uni.createFrom().voidItem();
        }).replaceWithVoid();
    }

    /** Writes what a provider said into the row. What it did not say again stays known. */
    void apply(StoredAccount row, Connection connection) {
        row.connectionState = connection.state().name().toLowerCase(Locale.ROOT);
        row.isAlertArmed |= connection.state() == Connection.State.CONNECTED;
        row.connectionProblem = connection.problem().map(Connections::describe).orElse(null);
        row.checkedAt = clock.instant().atOffset(ZoneOffset.UTC);
        connection.expiresAt().ifPresent(at -> row.expiresAt = at.atOffset(ZoneOffset.UTC));
        connection.providerAccountId().ifPresent(id -> row.providerAccountId = id);
        if (!connection.learned().isEmpty()) {
            row.settings = secrets.withLearned(row.settings, connection.learned());
        }
        planRefresh(row);
    }

    /** Once for each set of credentials: {@link OAuthRefresh} moves the time on. */
    private void planRefresh(StoredAccount row) {
        adapters.find(row.type)
                .filter(adapter -> row.refreshAt == null && adapter instanceof RefreshesAccess refreshing && refreshing.isRefreshable(live(adapter, row).settings()))
                .filter(_ -> row.connectionState.equals("connected"))
                .ifPresent(_ -> row.refreshAt =
                        OAuthRefresh.plan(row.id, clock.instant(), Optional.ofNullable(row.expiresAt).map(OffsetDateTime::toInstant)).atOffset(ZoneOffset.UTC));
    }

    /** Whether the provider told settings that are not stored so. */
    boolean isNew(StoredAccount account, Connection seen) {
        return !secrets.withLearned(account.settings, seen.learned()).equals(account.settings);
    }

    ChannelAccount live(ChannelAdapter adapter, StoredAccount account) {
        return secrets.live(account, adapter.descriptor(), secrets.open(account));
    }

    private Uni<Void> refuseIfHeld(StoredAccount account, String providerAccountId) {
        return store.holderOf(account.type, providerAccountId, account.id).invoke(holder -> holder.ifPresent(other -> {
            throw AccountStore.taken(other, account.organizationId);
        })).replaceWithVoid();
    }

    /** Two requests raced for one bot: the constraint chose, and the loser may have taken the webhook meanwhile. */
    private Uni<StoredAccount> giveBack(StoredAccount account) {
        ChannelAdapter adapter = adapters.find(account.type).orElseThrow();
        return connections.prove(adapter, live(adapter, account))
                .chain(proved -> store.holderOf(account.type, proved.providerAccountId().orElse(""), account.id))
                .call(holder -> holder.map(this::connect).orElse(Uni.createFrom().nullItem()))
                .map(holder -> {
                    throw holder.map(other -> AccountStore.taken(other, account.organizationId)).orElseGet(AccountStore::taken);
                });
    }

    private static boolean isBeyondRepair(Connection seen) {
        return seen.state() == Connection.State.CONNECTED
                || seen.problem()
                        .filter(problem -> problem instanceof ChannelProblem.CredentialsRejected || problem instanceof ChannelProblem.ReceiverDisabled)
                        .isPresent();
    }
}
