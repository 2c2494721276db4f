package dev.tributary.widget;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Finds a widget by the public key of its page snippet. */
@ApplicationScoped
class WidgetChannels {

    private static final String FIND =
            "select id from channel_account where type = 'WEB_WIDGET' and archived_at is null and settings ->> 'channel_key' = $1";

    private final Pool database;
    private final AccountDirectory accounts;

    WidgetChannels(Pool database, AccountDirectory accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /** Fails with 404 where there is none and with 503 where it is switched off. */
    Uni<WidgetChannel> get(String key) {
        if (key == null || !key.matches("wch_[A-Za-z0-9_-]{6,64}")) {
            return Uni.createFrom().failure(WidgetProblems.notFound("channel"));
        }
        return database.preparedQuery(FIND)
                .execute(Tuple.of(key))
                .chain(rows -> Sql.first(rows).map(row -> get(row.getUUID("id"))).orElseThrow(() -> WidgetProblems.notFound("channel")));
    }

    Uni<WidgetChannel> get(UUID accountId) {
        return accounts.find(accountId).map(found -> {
            WidgetChannel channel = new WidgetChannel(found.orElseThrow(() -> WidgetProblems.notFound("channel")));
            if (!channel.live().open()) {
                throw WidgetProblems.inactive();
            }
            return channel;
        });
    }

    /** The first widget of the installation, for the demo page. */
    Uni<Optional<String>> firstKey() {
        return database.query("select settings ->> 'channel_key' as key from channel_account where type = 'WEB_WIDGET' and archived_at is null and is_active order by created_at, id limit 1")
                .execute()
                .map(rows -> Sql.first(rows).map(row -> row.getString("key")));
    }
}
