package dev.tributary.channel;

import dev.tributary.platform.Secret;
import dev.tributary.platform.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps credentials that a provider replaced while they were used: a refresh token that is good for one refresh. */
@ApplicationScoped
public class CredentialStore {

    private static final String REPLACE = "update channel_account set sealed_settings = sealed_settings || $2 where id = $1 and archived_at is null";

    private final Pool database;
    private final SecretBox secrets;
    private final AccountDirectory accounts;

    CredentialStore(Pool database, SecretBox secrets, AccountDirectory accounts) {
        this.database = database;
        this.secrets = secrets;
        this.accounts = accounts;
    }

    /** Committed when it answers; every replica uses the new one from then on. */
    public Uni<Void> replace(ChannelAccount account, String setting, Secret value) {
        String sealed = secrets.seal(value.reveal(), AccountDirectory.sealContext(account.organizationId(), account.id(), setting));
        return database.preparedQuery(REPLACE)
                .execute(Tuple.of(account.id(), new JsonObject().put(setting, sealed)))
                .invoke(accounts::changed)
                .replaceWithVoid();
    }
}
