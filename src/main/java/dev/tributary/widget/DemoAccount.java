package dev.tributary.widget;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.Sql;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.UUID;

/** Gives the demo organization of a first start a widget, so that {@code /demo} works before anybody has set up a channel. */
@ApplicationScoped
class DemoAccount {

    private static final String LOCK = "lock table channel_account in share row exclusive mode";
    private static final String DEMO = """
            select id from organization where name = 'Demo' and not exists (select 1 from channel_account)
                and (select count(*) from organization) = 1
            """;
    private static final String INSERT = """
            insert into channel_account (id, organization_id, name, type, settings, sealed_settings, provider_account_id, webhook_key, is_active,
                                         connection_state, checked_at, created_at, updated_at)
            values ($1, $2, 'Demo website', 'WEB_WIDGET', $3, $4, $5, $6, true, 'connected', $7, $7, $7)
            """;

    private final Pool database;
    private final SecretBox secrets;
    private final Clock clock;

    DemoAccount(Pool database, SecretBox secrets, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** After the first organization was made; replicas that start together make one. */
    void prepare(@Observes @Priority(300) StartupEvent event) {
        database.withTransaction(tx -> tx.query(LOCK)
                        .execute()
                        .chain(() -> tx.query(DEMO).execute())
                        .chain(rows -> rows.size() == 0 ? Uni.createFrom().voidItem() : insert(tx, rows.iterator().next().getUUID("id"))))
                .subscribeAsCompletionStage()
                .join();
    }

    private Uni<Void> insert(SqlConnection tx, UUID organizationId) {
        UUID id = Ids.next();
        String key = Tokens.random("wch_").substring(0, 26);
        JsonObject settings = new JsonObject().put("channel_key", key).put("greeting", "Welcome to the demo. Write to us: your message appears in the inbox.");
        String secret = secrets.seal(Tokens.random(""), AccountDirectory.sealContext(organizationId, id, "identity_secret"));
        Tuple row = Tuple.of(id, organizationId, settings, new JsonObject().put("identity_secret", secret), key, Tokens.random(""));
        return tx.preparedQuery(INSERT).execute(row.addValue(Sql.time(clock.instant()))).replaceWithVoid();
    }
}
