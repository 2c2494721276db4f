package dev.tributary.identity;

import dev.tributary.identity.ApiTokens.Made;
import dev.tributary.identity.ApiTokens.TokenView;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** API tokens of the workspace. */
@Path("/rest/v1/api_tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "API tokens")
class ApiTokenResource {
    private final CurrentCaller caller;
    private final ApiTokens tokens;
    private final Clock clock;

    ApiTokenResource(CurrentCaller caller, ApiTokens tokens, Clock clock) {
        this.caller = caller;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @param scopes permissions such as conversations:write; absent: everything its maker may */
    record NewToken(@NotBlank @Size(max = 100) String name, List<@NotNull String> scopes, OffsetDateTime expiresAt) {}

    /** @param token shown this once */
    @RegisterForReflection
    record MadeToken(
            UUID id, String name, List<String> scopes, UUID userId, String lastFour, @Nullable OffsetDateTime expiresAt,
            OffsetDateTime createdAt, String token) {

        static MadeToken of(Made made) {
            TokenView token = made.token();
            return new MadeToken(
                    token.id(), token.name(), token.scopes(), token.userId(), token.lastFour(), token.expiresAt(),
                    token.createdAt(), made.secret());
        }
    }

    @GET
    @Operation(summary = "List API tokens")
    public Uni<Page<TokenView>> list(@QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        return tokens.page(caller.require(Permission.API_TOKENS_READ).organizationId(), cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Create an API token", description = "The token is in this answer and never again.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = MadeToken.class)))
    public Uni<Response> create(@Valid @NotNull NewToken request) {
        Caller maker = caller.require(Permission.API_TOKENS_WRITE);
        Set<String> scopes = request.scopes() == null ? maker.scopes() : Set.copyOf(request.scopes());
        requireKnown(scopes);
        requireOwn(maker, scopes);
        requireFuture(request.expiresAt());
        return tokens.make(maker, request.name().strip(), scopes, request.expiresAt())
                .map(made -> Response.created(URI.create("/rest/v1/api_tokens/" + made.token().id()))
                        .entity(MadeToken.of(made))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revoke an API token", description = "It stops working with its next request.")
    public Uni<Void> revoke(@RestPath UUID id) {
        return tokens.revoke(caller.require(Permission.API_TOKENS_WRITE), id);
    }

    private static void requireKnown(Set<String> scopes) {
        List<String> unknown = scopes.stream()
                .filter(scope -> !scope.equals(Caller.EVERY_SCOPE) && !Permission.scopes().contains(scope))
                .sorted()
                .toList();
        if (scopes.isEmpty() || !unknown.isEmpty()) {
            String wrong = unknown.isEmpty() ? "must not be empty" : "holds unknown ones: " + String.join(", ", unknown);
            throw Problems.invalid("scopes", wrong + "; there are " + String.join(", ", Permission.scopes()) + " and *");
        }
    }

    /** A token must not be able to make a stronger one. */
    private static void requireOwn(Caller maker, Set<String> scopes) {
        boolean isWithin = maker.scopes().contains(Caller.EVERY_SCOPE) || maker.scopes().containsAll(scopes);
        if (!isWithin) {
            throw Problems.forbidden("This API token may only make tokens with its own scopes.");
        }
    }

    private void requireFuture(OffsetDateTime expiresAt) {
        if (expiresAt != null && !expiresAt.toInstant().isAfter(clock.instant())) {
            throw Problems.invalid("expires_at", "must be in the future");
        }
    }
}
