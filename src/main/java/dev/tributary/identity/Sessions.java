package dev.tributary.identity;

import dev.tributary.platform.Ids;
import dev.tributary.platform.SecretBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signed-in browsers. A session is a row, and ending it deletes the row. The methods that end sessions within a
 * transaction answer their ids, which the caller hands to {@link SessionWatch#announce} after its commit, so that what
 * hangs on them is cut off too.
 */
@ApplicationScoped
class Sessions implements SessionRegistry {
    private static final String END = "delete from user_session where %s returning id";
    private static final String SAME_PERSON =
            "user_id in (select u.id from app_user u join app_user me on me.person_id = u.person_id where me.id = $1)";
    private static final String END_ONE = END.formatted("id = $1");
    private static final String END_OWN = END.formatted(SAME_PERSON + " and id = $2");
    private static final String END_OF_PERSON = END.formatted(SAME_PERSON);
    private static final String END_OTHERS = END.formatted(SAME_PERSON + " and id is distinct from $2");
    private static final String END_OF_USER = END.formatted("user_id = $1");
    private static final String END_AT_PROVIDER = END.formatted("""
            began_at_provider and ($3::text is null or oidc_sid = $3) and user_id in (
                select u.id from app_user u join person p on p.id = u.person_id where p.oidc_issuer = $1 and ($2::text is null or p.oidc_subject = $2))""");
    private static final String END_EXPIRED = END.formatted("expires_at <= $1 or last_used_at <= $2");

    private final Pool database;
    private final Clock clock;
    private final SecretBox secrets;
    private final IdentityConfig.Session limits;

    Sessions(Pool database, Clock clock, SecretBox secrets, IdentityConfig config) {
        this.database = database;
        this.clock = clock;
        this.secrets = secrets;
        this.limits = config.session();
    }

    /** What the browser says of itself, for the list of sessions. */
    record Browser(String address, Optional<String> userAgent) {
        private static final int LONGEST_USER_AGENT = 400;

        Browser {
            userAgent = userAgent.map(agent -> agent.substring(0, Math.min(agent.length(), LONGEST_USER_AGENT)));
        }
    }

    /**
     * A session of ours that began at the identity provider.
     *
     * @param sid what the provider calls its own session, where it tells
     * @param signOutUrl where signing out goes on, where the provider has such a place
     */
    record AtProvider(Optional<String> sid, Optional<String> signOutUrl) {}

    record Session(
            UUID id, String address, String userAgent, OffsetDateTime createdAt, OffsetDateTime lastUsedAt,
            OffsetDateTime expiresAt) {}

    /** Answers the cookie's value; it exists nowhere else. */
    Uni<String> start(SqlConnection tx, UUID userId, Browser browser, Optional<AtProvider> provider) {
        UUID id = Ids.next();
        String token = OpaqueToken.random();
        OffsetDateTime now = now();
        return tx.preparedQuery("update app_user set last_signed_in_at = $2 where id = $1")
                .execute(Tuple.of(userId, now))
                .chain(() -> tx.preparedQuery("""
                        insert into user_session
                            (id, token_hash, user_id, sign_out_url, began_at_provider, oidc_sid, user_agent, address, created_at, last_used_at, expires_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)""")
                        .execute(Tuple.tuple(Arrays.asList(
                                id,
                                Buffer.buffer(OpaqueToken.hash(token)),
                                userId,
                                provider.flatMap(AtProvider::signOutUrl).map(url -> secrets.seal(url, sealContext(id))).orElse(null),
                                provider.isPresent(),
                                provider.flatMap(AtProvider::sid).orElse(null),
                                browser.userAgent().orElse(""),
                                browser.address(),
                                now,
                                now.plus(limits.lifetime())))))
                .replaceWith(token);
    }

    /** The same browser goes on in another workspace of the same person. */
    Uni<Void> move(SqlConnection tx, UUID sessionId, UUID userId) {
        return tx.preparedQuery("""
                        with moved as (update user_session set user_id = $2 where id = $1 returning user_id)
                        update app_user set last_signed_in_at = $3 where id = (select user_id from moved)""")
                .execute(Tuple.of(sessionId, userId, now()))
                .replaceWithVoid();
    }

    Uni<List<UUID>> end(SqlConnection tx, UUID sessionId) {
        return end(tx, END_ONE, Tuple.of(sessionId));
    }

    /** One of this person's own sessions; empty if there is no such. */
    Uni<List<UUID>> endOwn(SqlConnection tx, UUID userId, UUID sessionId) {
        return end(tx, END_OWN, Tuple.of(userId, sessionId));
    }

    /** Every browser of this person, in all workspaces. */
    Uni<List<UUID>> endAll(SqlConnection tx, UUID userId) {
        return end(tx, END_OF_PERSON, Tuple.of(userId));
    }

    /** Every browser of this person but the one that asks. */
    Uni<List<UUID>> endOthers(SqlConnection tx, UUID userId, Optional<UUID> sessionId) {
        return end(tx, END_OTHERS, Tuple.of(userId, sessionId.orElse(null)));
    }

    /** The browsers in which this person works in this workspace. */
    Uni<List<UUID>> endInWorkspace(SqlConnection tx, UUID userId) {
        return end(tx, END_OF_USER, Tuple.of(userId));
    }

    /** What the identity provider ended on its side: one session of somebody, or all that they began there. */
    Uni<List<UUID>> endAtProvider(SqlConnection tx, OidcLogoutTokens.Ended ended) {
        return end(tx, END_AT_PROVIDER, Tuple.of(ended.issuer(), ended.subject().orElse(null), ended.sid().orElse(null)));
    }

    private static Uni<List<UUID>> end(SqlConnection tx, String statement, Tuple parameters) {
        return tx.preparedQuery(statement).execute(parameters).map(rows -> Rows.all(rows, row -> row.getUUID("id")));
    }

    Uni<List<Session>> list(UUID userId) {
        OffsetDateTime now = now();
        return database.preparedQuery("""
                        select id, address, user_agent, created_at, last_used_at, expires_at from user_session
                        where %s and expires_at > $2 and last_used_at > $3 order by last_used_at desc limit 200"""
                        .formatted(SAME_PERSON))
                .execute(Tuple.of(userId, now, now.minus(limits.idle())))
                .map(rows -> Rows.all(rows, Sessions::session));
    }

    /** Where signing out goes on, if the session began at the identity provider. */
    Uni<Optional<String>> signOutUrl(UUID sessionId) {
        return database.preparedQuery("select sign_out_url from user_session where id = $1")
                .execute(Tuple.of(sessionId))
                .map(rows -> Rows.first(rows)
                        .map(row -> row.getString("sign_out_url"))
                        .map(sealed -> secrets.open(sealed, sealContext(sessionId))));
    }

    private static String sealContext(UUID sessionId) {
        return "user_session/" + sessionId + "/sign_out_url";
    }

    @Override
    public Uni<Boolean> isAlive(UUID sessionId) {
        OffsetDateTime now = now();
        return database.preparedQuery("""
                        select 1 from user_session s join app_user u on u.id = s.user_id
                        where s.id = $1 and s.expires_at > $2 and s.last_used_at > $3 and u.is_active""")
                .execute(Tuple.of(sessionId, now, now.minus(limits.idle())))
                .map(found -> found.size() > 0);
    }

    /** Deletes what has expired. */
    Uni<List<UUID>> sweep(SqlConnection tx) {
        OffsetDateTime now = now();
        return end(tx, END_EXPIRED, Tuple.of(now, now.minus(limits.idle())));
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id"),
                row.getString("address"),
                row.getString("user_agent"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("last_used_at"),
                row.getOffsetDateTime("expires_at"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
