package dev.tributary.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * From a credential to its caller by one statement, which also notes the use, at most once a minute: otherwise every
 * request would write. Nothing is cached, so a revoked token and an ended session stop working with the next request.
 */
@ApplicationScoped
class CallerIdentityProvider implements IdentityProvider<Credential> {
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(1);

    private static final String BY_SESSION = """
            with found as (
                select s.id as session_id, s.last_used_at, u.organization_id, u.id as user_id, u.role, u.name
                from user_session s join app_user u on u.id = s.user_id
                where s.token_hash = $1 and s.expires_at > $2 and s.last_used_at > $4 and u.is_active
            ), noted as (
                update user_session set last_used_at = $2
                where id = (select session_id from found where last_used_at < $3)
            )
            select organization_id, user_id, role, name, session_id from found""";
    private static final String BY_API_TOKEN = """
            with found as (
                select t.id as token_id, t.last_used_at, t.scopes, t.organization_id, t.user_id, u.role, u.name
                from api_token t join app_user u on u.id = t.user_id
                where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2)
                  and u.is_active
            ), noted as (
                update api_token set last_used_at = $2
                where id = (select token_id from found where last_used_at is null or last_used_at < $3)
            )
            select organization_id, user_id, role, name, token_id, scopes from found""";

    private final Pool database;
    private final Clock clock;
    private final Duration idle;

    CallerIdentityProvider(Pool database, Clock clock, IdentityConfig config) {
        this.database = database;
        this.clock = clock;
        this.idle = config.session().idle();
    }

    @Override
    public Class<Credential> getRequestType() {
        return Credential.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(Credential credential, AuthenticationRequestContext context) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Buffer hash = Buffer.buffer(OpaqueToken.hash(credential.token()));
        OffsetDateTime noteBefore = now.minus(USE_IS_NOTED_EVERY);
        return switch (credential.kind()) {
            case SESSION -> database.preparedQuery(BY_SESSION)
                    .execute(Tuple.of(hash, now, noteBefore, now.minus(idle)))
                    .map(found -> identityOfSession(only(found), credential.token()));
            case API_TOKEN -> database.preparedQuery(BY_API_TOKEN)
                    .execute(Tuple.of(hash, now, noteBefore))
                    .map(found -> identityOfToken(only(found)));
        };
    }

    private static Row only(RowSet<Row> found) {
        if (found.size() == 0) {
            throw new AuthenticationFailedException();
        }
        return found.iterator().next();
    }

    private static SecurityIdentity identityOfSession(Row row, String cookie) {
        Caller caller = caller(row, Optional.empty(), Set.of(Caller.EVERY_SCOPE));
        return identity(caller)
                .addAttribute(CurrentCaller.SESSION, row.getUUID("session_id"))
                .addAttribute(CurrentCaller.CSRF_TOKEN, OpaqueToken.csrfToken(cookie))
                .build();
    }

    private static SecurityIdentity identityOfToken(Row row) {
        UUID tokenId = row.getUUID("token_id");
        return identity(caller(row, Optional.of(tokenId), Set.of(row.getArrayOfStrings("scopes"))))
                .build();
    }

    private static Caller caller(Row row, Optional<UUID> tokenId, Set<String> scopes) {
        return new Caller(
                row.getUUID("organization_id"),
                Optional.of(row.getUUID("user_id")),
                tokenId,
                Role.ofWireName(row.getString("role")),
                scopes,
                row.getString("name"));
    }

    static QuarkusSecurityIdentity.Builder identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(
                        caller.userId().map(UUID::toString).orElse(caller.name())))
                .addRole(caller.role().wireName())
                .addAttribute(CurrentCaller.CALLER, caller);
    }
}
