package dev.tributary.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** Remembers which creating requests were answered, and with what; results are sealed, because some show a secret once. */
@ApplicationScoped
class IdempotencyKeys {

    /** @param hash of method, address and body: the same key with another one is a mistake of the caller */
    record Claim(String scope, String key, byte[] hash) {
        private String context() {
            return "idempotency_key/" + scope + "/" + key;
        }
    }

    record Result(int status, Map<String, String> headers, String body) {}

    /** What to do with a request that carries a key. */
    sealed interface Answer {
        /** It is the first: serve it, then {@link #keep} or {@link #free}. */
        record Go() implements Answer {}

        record Replay(Result result) implements Answer {}

        record InUse() implements Answer {}

        record Reused() implements Answer {}
    }

    private static final Duration KEPT = Duration.ofHours(24);
    /** Longer than any request may take: a claim without a result that is older belongs to a process that died. */
    private static final Duration AT_WORK = Duration.ofMinutes(2);

    private static final String CLAIM = """
            insert into idempotency_key as k (scope, key, request_hash, locked_until, expires_at) values ($1, $2, $3, $4, $5)
            on conflict (scope, key) do update
            set request_hash = excluded.request_hash, status = null, headers = '{}', body = null,
                locked_until = excluded.locked_until, expires_at = excluded.expires_at
            where k.expires_at <= $6 or (k.status is null and k.locked_until <= $6)""";

    private static final String FIND = "select request_hash, status, headers, body from idempotency_key where scope = $1 and key = $2";
    private static final String KEEP = "update idempotency_key set status = $3, headers = $4, body = $5 where scope = $1 and key = $2";
    private static final String FREE = "delete from idempotency_key where scope = $1 and key = $2 and status is null";
    private static final String SWEEP = "delete from idempotency_key where expires_at <= $1";

    private final Pool database;
    private final SecretBox box;
    private final Clock clock;

    IdempotencyKeys(Pool database, SecretBox box, Clock clock) {
        this.database = database;
        this.box = box;
        this.clock = clock;
    }

    Uni<Answer> claim(Claim claim) {
        OffsetDateTime now = now();
        Tuple row = Tuple.of(claim.scope(), claim.key(), Buffer.buffer(claim.hash()), now.plus(AT_WORK), now.plus(KEPT), now);
        return database.preparedQuery(CLAIM).execute(row).chain(claimed -> claimed.rowCount() == 1 ? go() : look(claim));
    }

    /** Keeps the result of a request that {@link Answer.Go} let through. */
    Uni<Void> keep(Claim claim, Result result) {
        JsonObject headers = new JsonObject();
        result.headers().forEach(headers::put);
        Tuple row = Tuple.of(claim.scope(), claim.key(), result.status(), headers, box.seal(result.body(), claim.context()));
        return database.preparedQuery(KEEP).execute(row).replaceWithVoid();
    }

    /** Lets the key be used again: its request failed and left nothing behind. */
    Uni<Void> free(Claim claim) {
        return database.preparedQuery(FREE).execute(Tuple.of(claim.scope(), claim.key())).replaceWithVoid();
    }

    Uni<Void> sweep() {
        return database.preparedQuery(SWEEP).execute(Tuple.of(now())).replaceWithVoid();
    }

    private Uni<Answer> look(Claim claim) {
        return database.preparedQuery(FIND).execute(Tuple.of(claim.scope(), claim.key())).map(rows -> judge(claim, rows));
    }

    private Answer judge(Claim claim, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new Answer.InUse();
        }
        Row row = rows.iterator().next();
        if (!MessageDigest.isEqual(row.getBuffer("request_hash").getBytes(), claim.hash())) {
            return new Answer.Reused();
        }
        return row.getInteger("status") == null ? new Answer.InUse() : new Answer.Replay(result(claim, row));
    }

    private Result result(Claim claim, Row row) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), (String) header.getValue()));
        return new Result(row.getInteger("status"), headers, box.open(row.getString("body"), claim.context()));
    }

    private static Uni<Answer> go() {
        return Uni.createFrom().item(new Answer.Go());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
