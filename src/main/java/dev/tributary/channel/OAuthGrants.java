package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Makes what a consent gave an account's credentials. */
@ApplicationScoped
class OAuthGrants {

    private final AccountStore store;
    private final AccountSecrets secrets;
    private final AccountConnecting connecting;
    private final Audit audit;
    private final Pool database;
    private final Clock clock;

    OAuthGrants(AccountStore store, AccountSecrets secrets, AccountConnecting connecting, Audit audit, Pool database, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.connecting = connecting;
        this.audit = audit;
        this.database = database;
        this.clock = clock;
    }

    /** Stores, then connects. The account is the same one, with its conversations; a new one is switched on. */
    Uni<StoredAccount> apply(Caller caller, OAuthAttempt attempt, Choice choice) {
        return store.change(attempt.organizationId(), attempt.accountId(), (session, row) -> {
                    Accounts.refuseArchived(row);
                    boolean isNew = row.providerAccountId == null;
                    put(row, choice.settings(), choice.secrets());
                    row.providerAccountId = choice.id();
                    row.oauthOffer = attempt.offer();
                    row.expiresAt = choice.expiresAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
                    row.refreshAt = null;
                    row.refreshFailures = 0;
                    row.expiryWarnedDays = null;
                    row.isActive = row.isActive || isNew;
                    row.connectionState = row.isActive ? "connecting" : row.connectionState;
                    row.connectionProblem = null;
                    row.updatedAt = clock.instant().atOffset(ZoneOffset.UTC);
                    return audit.record(session, caller, "channel_account.oauth_connected", Accounts.target(row.id),
                            Map.of("offer", attempt.offer(), "account", choice.label(), "again", !isNew));
                })
                .onFailure(AccountStore::isProviderAccountTaken).transform(raced -> AccountStore.taken())
                .chain(row -> row.isActive ? connecting.connect(row) : Uni.createFrom().item(row));
    }

    /** Settings and secrets beside those that are there, or instead of them. */
    void put(StoredAccount row, Map<String, JsonNode> settings, Map<String, Secret> fresh) {
        SettingsCheck.Checked stored = secrets.open(row);
        Map<String, JsonNode> values = new HashMap<>(stored.values());
        values.putAll(settings);
        values.values().removeIf(JsonNode::isNull);
        Map<String, Secret> sealed = new HashMap<>(stored.secrets());
        sealed.putAll(fresh);
        secrets.put(row, new SettingsCheck.Checked(values, sealed));
    }

    /** A line in the account's OAuth log. */
    Uni<Void> note(Caller caller, UUID organizationId, UUID accountId, String action, Map<String, ?> detail) {
        return database.withTransaction(tx -> audit.record(tx, caller, action, Accounts.target(accountId), detail));
    }
}
