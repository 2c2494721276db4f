package dev.tributary.channel;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;

/** Archives, purges, and takes keys out of use. */
@ApplicationScoped
class AccountEnding {

    private final AccountStore store;
    private final AccountSecrets secrets;
    private final AccountConnecting connecting;
    private final AccountViews views;
    private final AdapterRegistry adapters;
    private final Audit audit;
    private final Event<AccountEnded> ended;
    private final Clock clock;

    AccountEnding(
            AccountStore store,
            AccountSecrets secrets,
            AccountConnecting connecting,
            AccountViews views,
            AdapterRegistry adapters,
            Audit audit,
            Event<AccountEnded> ended,
            Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.connecting = connecting;
        this.views = views;
        this.adapters = adapters;
        this.audit = audit;
        this.ended = ended;
        this.clock = clock;
    }

    /**
     * Takes the account out of use with its conversations, keeping everything. Its provider account is free for another
     * channel from then on. Archiving twice is archiving once.
     */
    Uni<Void> archive(Caller caller, UUID id) {
        return store.get(caller.organizationId(), id).chain(account -> account.archivedAt != null
                ? Uni.createFrom().voidItem()
                : store.change(caller.organizationId(), id, (session, row) -> {
                            row.archivedAt = row.updatedAt = now();
                            row.connectionState = "disconnected";
                            row.connectionProblem = null;
                            return audit.record(session, caller, "channel_account.archived", Accounts.target(id), Map.of("name", row.name));
                        })
                        .call(row -> account.isActive ? connecting.disconnect(row) : Uni.createFrom().voidItem())
                        .invoke(row -> ended.fireAsync(new AccountEnded(row.id)))
                        .replaceWithVoid());
    }

    /** Ends an archived account for good. It is gone at once; its conversations and messages are cleared away in the background. */
    Uni<Void> purge(Caller caller, UUID id) {
        return store.change(caller.organizationId(), id, (session, row) -> {
                    if (row.archivedAt == null) {
                        throw Problems.conflict("channel_account_not_archived", "Only an archived channel account can be purged.", "Archive it first: DELETE without purge.");
                    }
                    row.purgeRequestedAt = row.updatedAt = now();
                    // What is left of its credentials goes at once.
                    row.sealedSettings = Map.of();
                    return audit.record(session, caller, "channel_account.purged", Accounts.target(id), Map.of("name", row.name));
                })
                .invoke(row -> ended.fireAsync(new AccountEnded(row.id)))
                .replaceWithVoid();
    }

    /** A new webhook address; the old one is unknown from now on. The provider is told, if the account is in use. */
    Uni<AccountView> rotateWebhookKey(Caller caller, UUID id) {
        return store.change(caller.organizationId(), id, (session, row) -> {
                    Accounts.refuseArchived(row);
                    refuseWithoutWebhookKey(row);
                    row.webhookKey = AccountSecrets.random();
                    row.updatedAt = now();
                    return audit.record(session, caller, "channel_account.webhook_key_rotated", Accounts.target(id), Map.of("name", row.name));
                })
                .chain(row -> row.isActive ? connecting.connect(row) : Uni.createFrom().item(row))
                .map(views::of);
    }

    /** What is reached at an address that is no secret has keys of its own. */
    private void refuseWithoutWebhookKey(StoredAccount row) {
        boolean isDeliveredTo = adapters.find(row.type).filter(adapter -> adapter instanceof ReceivesWebhooks && !(adapter instanceof IssuesCredentials)).isPresent();
        if (!isDeliveredTo) {
            throw Problems.conflict("no_webhook_key", "The address of this channel holds no secret.", "Replace the channel's own keys instead, where it has any.");
        }
    }

    /** A fresh key in place of one that the channel issued; the answer shows it once. */
    Uni<AccountView> rotateCredential(Caller caller, UUID id, String field) {
        return reissue(caller, id, field, "channel_account.credential_rotated", (issuer, settings) -> issuer.rotate(field, settings, clock.instant()));
    }

    /** Takes a key that the channel issued out of use at once. */
    Uni<AccountView> revokeCredential(Caller caller, UUID id, String field) {
        return reissue(caller, id, field, "channel_account.credential_revoked", (issuer, settings) -> issuer.revoke(field));
    }

    private interface Reissue {
        IssuesCredentials.Issued apply(IssuesCredentials issuer, Settings settings);
    }

    private Uni<AccountView> reissue(Caller caller, UUID id, String field, String action, Reissue reissue) {
        Issuance[] made = new Issuance[1];
        return store.change(caller.organizationId(), id, (session, row) -> {
                    Accounts.refuseArchived(row);
                    made[0] = issued(row, field, reissue);
                    secrets.put(row, made[0].settings());
                    row.updatedAt = now();
                    return audit.record(session, caller, action, Accounts.target(id), Map.of("name", row.name, "field", field));
                })
                .map(row -> views.of(row).showing(made[0].shown()));
    }

    private Issuance issued(StoredAccount row, String field, Reissue reissue) {
        SettingsCheck.Checked stored = secrets.open(row);
        ChannelAdapter adapter = adapters.find(row.type).orElseThrow(() -> Problems.notFound("channel type"));
        try {
            if (adapter instanceof IssuesCredentials issuer) {
                return Issuance.with(stored, reissue.apply(issuer, Issuance.asSettings(adapter, stored)));
            }
        } catch (IllegalArgumentException notOurs) {
            throw Problems.conflict("credential_not_issued", "The key " + field + " cannot be replaced or revoked here.", "See the channel's settings for the keys that Tributary makes.");
        }
        throw Problems.conflict("credential_not_issued", "Channels of this type get their keys from the provider.", "Change the key at the provider and enter it in the settings.");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
