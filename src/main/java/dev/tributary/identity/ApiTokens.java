package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Makes, lists and revokes API tokens. The token itself is answered once and kept nowhere. */
@ApplicationScoped
class ApiTokens {
    private static final int SHOWN = 4;

    private final Clock clock;
    private final Cursors cursors;
    private final Audit audit;

    ApiTokens(Clock clock, Cursors cursors, Audit audit) {
        this.clock = clock;
        this.cursors = cursors;
        this.audit = audit;
    }

    record TokenView(
            UUID id, String name, List<String> scopes, UUID userId, String lastFour, @Nullable OffsetDateTime expiresAt,
            @Nullable OffsetDateTime lastUsedAt, OffsetDateTime createdAt) {

        static TokenView of(ApiToken token) {
            return new TokenView(
                    token.id, token.name, List.of(token.scopes), token.userId, token.lastFour, token.expiresAt, token.lastUsedAt,
                    token.createdAt);
        }
    }

    record Made(TokenView token, String secret) {}

    Uni<Page<TokenView>> page(UUID organizationId, String cursor, int limit) {
        UUID after = cursor == null ? new UUID(0, 0) : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return Panache.withSession(() -> ApiToken.<ApiToken>find(
                                "organizationId = ?1 and revokedAt is null and id > ?2 order by id", organizationId, after)
                        .page(0, limit + 1)
                        .list())
                .map(tokens -> Page.of(tokens, limit, last -> cursors.encode(last.id.toString())).map(TokenView::of));
    }

    /** The token acts as its maker, so it can never do more than its maker may at that moment. */
    Uni<Made> make(Caller caller, String name, Set<String> scopes, OffsetDateTime expiresAt) {
        String secret = OpaqueToken.randomApiToken();
        ApiToken token = new ApiToken();
        token.id = Ids.next();
        token.organizationId = caller.organizationId();
        token.userId = caller.userId().orElseThrow();
        token.name = name;
        token.scopes = scopes.stream().sorted().toArray(String[]::new);
        token.tokenHash = OpaqueToken.hash(secret);
        token.lastFour = secret.substring(secret.length() - SHOWN);
        token.expiresAt = expiresAt;
        token.createdAt = now();
        return Panache.withTransaction(() -> token.<ApiToken>persist()
                        .call(() -> record(caller, "api_token.created", token, Map.of("name", name, "scopes", List.copyOf(scopes)))))
                .replaceWith(new Made(TokenView.of(token), secret));
    }

    Uni<Void> revoke(Caller caller, UUID tokenId) {
        return Panache.withTransaction(() -> ApiToken.<ApiToken>find(
                                "organizationId = ?1 and id = ?2 and revokedAt is null", caller.organizationId(), tokenId)
                        .firstResult()
                        .onItem()
                        .ifNull()
                        .failWith(() -> Problems.notFound("API token"))
                        .invoke(token -> token.revokedAt = now())
                        .call(token -> record(caller, "api_token.revoked", token, Map.of("name", token.name))))
                .replaceWithVoid();
    }

    private Uni<Void> record(Caller caller, String action, ApiToken token, Map<String, ?> detail) {
        return Panache.getSession()
                .chain(session -> audit.record(session, caller, action, new Target("api_token", token.id), detail));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
