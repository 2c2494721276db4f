package dev.tributary.channel;

import dev.tributary.channel.ConnectsByQr.Linking;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.BiFunction;

/** Links phones to accounts, and unlinks them. */
@ApplicationScoped
class Linkings {

    private final AccountStore store;
    private final AccountConnecting connecting;
    private final Connections connections;
    private final AdapterRegistry adapters;

    Linkings(AccountStore store, AccountConnecting connecting, Connections connections, AdapterRegistry adapters) {
        this.store = store;
        this.connecting = connecting;
        this.connections = connections;
        this.adapters = adapters;
    }

    /** That the phone is linked is kept at once: the event that says so may be on its way still. */
    Uni<Linking> link(UUID organizationId, UUID id) {
        return with(organizationId, id, (account, adapter) -> connections.link(adapter, connecting.live(adapter, account))
                .call(linking -> linking instanceof Linking.Linked linked && !account.connectionState.equals("connected")
                        ? connecting.settle(account, linked.connection()).onFailure(AccountStore::isProviderAccountTaken).transform(_ -> AccountStore.taken())
                        : Uni.createFrom().nullItem()));
    }

    Uni<Void> unlink(UUID organizationId, UUID id) {
        return with(organizationId, id, (account, adapter) -> connections.unlink(adapter, connecting.live(adapter, account))
                .chain(connection -> connecting.settle(account, connection)))
                .replaceWithVoid();
    }

    private <T> Uni<T> with(UUID organizationId, UUID id, BiFunction<StoredAccount, ConnectsByQr, Uni<T>> act) {
        return store.get(organizationId, id).chain(account -> {
            Accounts.refuseArchived(account);
            if (!account.isActive) {
                throw Problems.conflict("channel_account_inactive", "This channel account is switched off.", "Activate it first.");
            }
            return adapters.find(account.type)
                    .filter(ConnectsByQr.class::isInstance)
                    .map(adapter -> act.apply(account, (ConnectsByQr) adapter))
                    .orElseThrow(QrResource::notLinkedByQr);
        });
    }
}
