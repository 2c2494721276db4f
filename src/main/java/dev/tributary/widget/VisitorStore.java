package dev.tributary.widget;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Rows of visitors and their sessions. */
@ApplicationScoped
class VisitorStore {

    private static final Duration SESSION_LIFE = Duration.ofHours(1);
    private static final Duration SESSION_END = Duration.ofHours(24);

    private static final String INSERT = """
            insert into widget_visitor (id, organization_id, channel_account_id, token_hash, token_expires_at, sender_id, external_id,
                                        is_email_verified, name, email, phone, attributes, locale, time_zone, first_page, user_agent, address,
                                        created_at, last_seen_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::text::inet, $18, $18)
            """;
    private static final String RESUME = """
            update widget_visitor v set last_seen_at = $3, token_expires_at = $4, locale = coalesce($5, locale), time_zone = coalesce($6, time_zone),
                   user_agent = coalesce($7, user_agent), address = coalesce($8::text::inet, address)
            where v.token_hash = $1 and v.channel_account_id = $2 and v.token_expires_at > $3
            returning\s""" + Visitor.COLUMNS;
    private static final String OPEN_SESSION =
            "insert into widget_session (id, token_hash, visitor_id, created_at, expires_at, ends_at) values ($1, $2, $3, $4, $5, $6)";
    private static final String USE_SESSION = """
            update widget_session s set expires_at = least(s.ends_at, $3)
            from widget_visitor v
                left join contact_identity i on i.kind = 'provider' and i.channel_account_id = v.channel_account_id and i.value = v.sender_id
                left join contact k on k.id = i.contact_id
            where v.id = s.visitor_id and s.token_hash = $1 and s.expires_at > $2
            returning s.id as session_id, s.created_at as session_created_at, i.id as identity_id, k.id as contact_id,
                coalesce(k.is_blocked, false) as is_blocked,\s""" + Visitor.COLUMNS;
    private static final String DESCRIBE = """
            update widget_visitor v set name = coalesce($2, name), email = coalesce($3, email), phone = coalesce($4, phone),
                is_email_verified = $5, attributes = attributes || $6 where id = $1 returning\s""" + Visitor.COLUMNS;
    private static final String REVOKE = "update widget_visitor set token_hash = null where id = $1";
    private static final String REBIND = "update widget_session set visitor_id = $2 where id = $1";
    private static final String END_OTHERS = "delete from widget_session where visitor_id = $1 and id <> $2 returning id";
    private static final String END = "delete from widget_session where id = $1";
    private static final String VISIT = """
            with kept as (delete from widget_page_visit where visitor_id = $1 and at in (
                select at from widget_page_visit where visitor_id = $1 order by at desc offset 19))
            insert into widget_page_visit (visitor_id, at, url, title) values ($1, $2, $3, $4) on conflict do nothing
            """;
    private static final String PERSON = "select id, contact_id from contact_identity where kind = 'provider' and channel_account_id = $1 and value = $2";
    private static final String ORIGIN = """
            insert into widget_origin (channel_account_id, origin, is_allowed, last_seen_at) values ($1, $2, $3, $4)
            on conflict (channel_account_id, origin) do update set is_allowed = excluded.is_allowed, last_seen_at = excluded.last_seen_at
            where widget_origin.is_allowed <> excluded.is_allowed or widget_origin.last_seen_at < excluded.last_seen_at - interval '1 minute'
            """;

    private final Clock clock;

    VisitorStore(Clock clock) {
        this.clock = clock;
    }

    /** Where a visitor is and what with. */
    record Surroundings(String locale, String timeZone, JsonObject page, String userAgent, String address) {}

    /** A row that {@link #use} found. */
    record Used(UUID sessionId, Instant createdAt, Visitor visitor, Optional<VisitorSession.Person> person, boolean blocked) {}

    Uni<Visitor> create(SqlClient database, WidgetChannel channel, Optional<ProvenIdentity> proven, Surroundings around, String token) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        String senderId = proven.map(ProvenIdentity::senderId).orElse("widget:" + channel.settings().channelKey() + ":" + id);
        JsonObject attributes = new JsonObject(java.util.Map.copyOf(VisitorFacts.attributes(proven.map(ProvenIdentity::custom).orElse(null))));
        Visitor visitor = new Visitor(
                id, channel.organizationId(), channel.id(), senderId, proven.map(ProvenIdentity::externalId), proven.map(ProvenIdentity::emailVerified).orElse(false),
                proven.flatMap(ProvenIdentity::name), proven.flatMap(ProvenIdentity::email), proven.flatMap(ProvenIdentity::phone), attributes,
                Optional.ofNullable(around.locale()), Optional.ofNullable(around.timeZone()), Optional.ofNullable(around.page()),
                Optional.ofNullable(around.userAgent()), Optional.ofNullable(around.address()));
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(channel.organizationId())
                .addUUID(channel.id())
                .addValue(Tokens.hash(token))
                .addOffsetDateTime(Sql.time(now.plus(channel.settings().remembered())))
                .addString(senderId)
                .addString(visitor.externalId().orElse(null))
                .addBoolean(visitor.emailVerified())
                .addString(visitor.name().orElse(null))
                .addString(visitor.email().orElse(null))
                .addString(visitor.phone().orElse(null))
                .addJsonObject(attributes)
                .addString(around.locale())
                .addString(around.timeZone())
                .addJsonObject(around.page())
                .addString(around.userAgent())
                .addString(around.address())
                .addOffsetDateTime(Sql.time(now));
        return database.preparedQuery(INSERT).execute(row).replaceWith(visitor);
    }

    /** The visitor whose token this is, on this channel; its time starts anew. */
    Uni<Optional<Visitor>> resume(SqlClient database, WidgetChannel channel, String token, Surroundings around) {
        if (token == null || !token.startsWith(Tokens.VISITOR)) {
            return Uni.createFrom().item(Optional.empty());
        }
        Instant now = clock.instant();
        Tuple row = Tuple.tuple()
                .addValue(Tokens.hash(token))
                .addUUID(channel.id())
                .addOffsetDateTime(Sql.time(now))
                .addOffsetDateTime(Sql.time(now.plus(channel.settings().remembered())))
                .addString(around.locale())
                .addString(around.timeZone())
                .addString(around.userAgent())
                .addString(around.address());
        return database.preparedQuery(RESUME).execute(row).map(rows -> Sql.first(rows).map(Visitor::of));
    }

    Uni<UUID> openSession(SqlClient database, UUID visitorId, String token) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        return database.preparedQuery(OPEN_SESSION)
                .execute(Tuple.of(id, Tokens.hash(token), visitorId, Sql.time(now), Sql.time(now.plus(SESSION_LIFE)), Sql.time(now.plus(SESSION_END))))
                .replaceWith(id);
    }

    /** Finds a session that is not over, and prolongs it. */
    Uni<Optional<Used>> use(SqlClient database, String token) {
        Instant now = clock.instant();
        return database.preparedQuery(USE_SESSION)
                .execute(Tuple.of(Tokens.hash(token), Sql.time(now), Sql.time(now.plus(SESSION_LIFE))))
                .map(rows -> Sql.first(rows).map(row -> new Used(
                        row.getUUID("session_id"),
                        Sql.instant(row, "session_created_at"),
                        Visitor.of(row),
                        Optional.ofNullable(row.getUUID("identity_id")).map(identity -> new VisitorSession.Person(row.getUUID("contact_id"), identity)),
                        row.getBoolean("is_blocked"))));
    }

    /** Whom the visitor's messages are filed under; empty before the first one. */
    Uni<Optional<VisitorSession.Person>> person(SqlClient database, Visitor visitor) {
        return database.preparedQuery(PERSON)
                .execute(Tuple.of(visitor.accountId(), visitor.senderId()))
                .map(rows -> Sql.first(rows).map(row -> new VisitorSession.Person(row.getUUID("contact_id"), row.getUUID("id"))));
    }

    /** Null leaves what is known. */
    Uni<Visitor> describe(SqlClient database, UUID visitorId, String name, String email, String phone, boolean verified, JsonObject attributes) {
        Tuple row = Tuple.tuple().addUUID(visitorId).addString(name).addString(email).addString(phone).addBoolean(verified).addJsonObject(attributes);
        return database.preparedQuery(DESCRIBE).execute(row).map(rows -> Visitor.of(rows.iterator().next()));
    }

    /** The session belongs to another visitor now; the old one's token and other sessions are worthless. The ids of those. */
    Uni<java.util.List<UUID>> rebind(SqlClient transaction, UUID sessionId, UUID oldVisitor, UUID newVisitor) {
        return transaction.preparedQuery(END_OTHERS)
                .execute(Tuple.of(oldVisitor, sessionId))
                .map(rows -> Sql.all(rows, row -> row.getUUID("id")))
                .call(() -> transaction.preparedQuery(REVOKE).execute(Tuple.of(oldVisitor)))
                .call(() -> transaction.preparedQuery(REBIND).execute(Tuple.of(sessionId, newVisitor)));
    }

    /** Logout: the session and the visitor's token are worthless. */
    Uni<Void> end(SqlClient transaction, VisitorSession session) {
        return transaction.preparedQuery(END)
                .execute(Tuple.of(session.id()))
                .chain(() -> transaction.preparedQuery(REVOKE).execute(Tuple.of(session.visitor().id())))
                .replaceWithVoid();
    }

    /** Keeps the last twenty pages. */
    Uni<Void> visit(SqlClient database, UUID visitorId, JsonObject page) {
        if (page == null) {
            return Uni.createFrom().voidItem();
        }
        return database.preparedQuery(VISIT)
                .execute(Tuple.of(visitorId, Sql.time(clock.instant()), page.getString("url"), page.getString("title")))
                .replaceWithVoid();
    }

    Uni<Void> saw(SqlClient database, UUID accountId, String origin, boolean allowed) {
        return database.preparedQuery(ORIGIN).execute(Tuple.of(accountId, VisitorFacts.cut(origin, 300), allowed, Sql.time(clock.instant()))).replaceWithVoid();
    }
}
