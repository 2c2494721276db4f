package dev.tributary.apichannel;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.IssuesCredentials;
import dev.tributary.channel.LiveAccount;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Finds accounts by the id that stands in a caller's URLs. */
@ApplicationScoped
class Channels {

    static final String TYPE = "API";
    static final String CHANNEL_ID = "channel_id";

    private static final int MAX_KEPT = 10_000;
    private static final String BEARER = "bearer ";
    private static final String FIND = "select id from channel_account where type = $1 and settings ->> 'channel_id' = $2 and archived_at is null";

    private final Map<String, UUID> known = new ConcurrentHashMap<>();
    private final Pool database;
    private final AccountDirectory accounts;

    Channels(Pool database, AccountDirectory accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /** Fails with 404 where there is none. */
    Uni<LiveAccount> get(String channelId) {
        UUID id = known.get(channelId);
        Uni<Optional<LiveAccount>> remembered = id == null ? Uni.createFrom().item(Optional.empty()) : accounts.find(id);
        return remembered
                .map(account -> account.filter(found -> has(found, channelId)))
                .chain(account -> account.isPresent() ? Uni.createFrom().item(account) : look(channelId))
                .map(account -> account.orElseThrow(ApiError::unknownChannel));
    }

    /** The same, for whoever shows the channel's token. */
    Uni<LiveAccount> get(String channelId, String authorization) {
        return get(channelId).invoke(account -> requireToken(account, authorization));
    }

    private Uni<Optional<LiveAccount>> look(String channelId) {
        return database.preparedQuery(FIND).execute(Tuple.of(TYPE, channelId)).chain(rows -> {
            if (rows.size() == 0) {
                known.remove(channelId);
                return Uni.createFrom().item(Optional.<LiveAccount>empty());
            }
            return accounts.find(remember(channelId, rows.iterator().next().getUUID("id")));
        });
    }

    private UUID remember(String channelId, UUID id) {
        if (known.size() >= MAX_KEPT) {
            known.clear();
        }
        known.put(channelId, id);
        return id;
    }

    private static boolean has(LiveAccount account, String channelId) {
        return account.account().settings().text(CHANNEL_ID).filter(channelId::equals).isPresent();
    }

    private static void requireToken(LiveAccount live, String authorization) {
        boolean bearer = authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER);
        String token = bearer ? authorization.substring(BEARER.length()).strip() : "";
        if (!(live.adapter() instanceof IssuesCredentials keys) || !keys.isToken(token, live.account().settings())) {
            throw ApiError.unauthorized("token_invalid");
        }
    }
}
