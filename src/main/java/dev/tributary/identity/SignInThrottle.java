package dev.tributary.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Counts failed sign-ins per account, per address and per pair of both, in the database, so that replicas agree and a
 * restart forgets nothing. An attempt is counted before its password is looked at and taken back when it was right:
 * a hundred guesses sent at once are a hundred guesses. Accounts that do not exist are counted like those that do.
 */
@ApplicationScoped
class SignInThrottle {
    // Ordered, because two attempts that lock the same rows in different orders would wait for each other.
    private static final String COUNT = """
            insert into sign_in_attempt as known (subject, window_start, failures)
            select subject, $2, 1 from unnest($1::text[]) as subject order by subject
            on conflict (subject) do update
            set failures = case when known.window_start > $3 then known.failures + 1 else 1 end,
                window_start = case when known.window_start > $3 then known.window_start else $2 end
            returning subject, window_start, failures""";
    private static final String TAKE_BACK = """
            update sign_in_attempt set failures = case subject when $1 then 0 else greatest(failures - 1, 0) end
            where subject in (select subject from sign_in_attempt where subject = any($2::text[]) order by subject for update)""";

    private final Pool database;
    private final Clock clock;
    private final IdentityConfig.SignIn limits;

    SignInThrottle(Pool database, Clock clock, IdentityConfig config) {
        this.database = database;
        this.clock = clock;
        this.limits = config.signIn();
    }

    /** Fails with 429 and the time to wait when one of the limits is passed. */
    Uni<Void> admit(String email, String address) {
        OffsetDateTime now = now();
        String[] subjects = limitsBySubject(email, address).keySet().toArray(String[]::new);
        return database.preparedQuery(COUNT)
                .execute(Tuple.of(subjects, now, now.minus(limits.window())))
                .invoke(counted -> refuseIfPassed(counted, limitsBySubject(email, address), now))
                .replaceWithVoid();
    }

    /** The password was right: this attempt was no failure, and earlier ones from here are forgiven. */
    Uni<Void> takeBack(String email, String address) {
        Map<String, Integer> subjects = limitsBySubject(email, address);
        return database.preparedQuery(TAKE_BACK)
                .execute(Tuple.of(pair(email, address), subjects.keySet().toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Forgets windows that are over. */
    Uni<Void> sweep() {
        return database.preparedQuery("delete from sign_in_attempt where window_start <= $1")
                .execute(Tuple.of(now().minus(limits.window())))
                .replaceWithVoid();
    }

    private void refuseIfPassed(RowSet<Row> counted, Map<String, Integer> allowed, OffsetDateTime now) {
        StreamSupport.stream(counted.spliterator(), false)
                .filter(row -> row.getInteger("failures") > allowed.get(row.getString("subject")))
                .map(row -> Duration.between(
                        now, row.getOffsetDateTime("window_start").plus(limits.window())))
                .max(Duration::compareTo)
                .ifPresent(wait -> {
                    throw IdentityProblems.throttled(wait);
                });
    }

    private Map<String, Integer> limitsBySubject(String email, String address) {
        return Map.of(
                pair(email, address), limits.failuresPerAccountAndAddress(),
                "account:" + digest(email), limits.failuresPerAccount(),
                "address:" + network(address), limits.failuresPerAddress());
    }

    private static String pair(String email, String address) {
        return "pair:" + digest(email) + ":" + network(address);
    }

    /** People type passwords into the wrong field, so what was typed is not kept. */
    private static String digest(String email) {
        return HexFormat.of().formatHex(OpaqueToken.hash(email.strip().toLowerCase(Locale.ROOT)), 0, 16);
    }

    /** An IPv6 customer owns 2^64 addresses; the first half is who it is. */
    private static String network(String address) {
        String[] groups = address.split(":");
        return groups.length < 5 ? address : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
