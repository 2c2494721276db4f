package dev.tributary.identity;

import dev.tributary.identity.UserChanges.Added;
import dev.tributary.identity.UserChanges.Change;
import dev.tributary.identity.UserChanges.NewUser;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Colleagues: who works in this workspace, and as what. */
@Path("/rest/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
class UserResource {
    private final CurrentCaller caller;
    private final Users users;
    private final UserChanges changes;

    UserResource(CurrentCaller caller, Users users, UserChanges changes) {
        this.caller = caller;
        this.users = users;
        this.changes = changes;
    }

    record NewUserRequest(
            @NotBlank @Size(max = 200) String name,
            @NotBlank @Email @Size(max = 254) String email,
            @NotNull Role role,
            Secret password,
            @Size(max = 2_000) String avatarUrl) {}

    record UserChangeRequest(
            @Size(min = 1, max = 200) String name,
            @Email @Size(min = 3, max = 254) String email,
            Role role,
            Boolean isActive,
            @Size(max = 2_000) String avatarUrl) {

        boolean isProfileOnly() {
            return email == null && role == null && isActive == null;
        }
    }

    /** @param initialPassword shown this once; null if the person chose one already or one was given */
    @RegisterForReflection
    record AddedUser(
            UUID id, String name, String email, Role role, @Nullable String avatarUrl, boolean isActive, PresenceState presence,
            List<UUID> teamIds, OffsetDateTime createdAt, @Nullable String initialPassword) {

        static AddedUser of(UserView user, Optional<String> initialPassword) {
            return new AddedUser(
                    user.id(), user.name(), user.email(), user.role(), user.avatarUrl(), user.isActive(), user.presence(),
                    user.teamIds(), user.createdAt(), initialPassword.orElse(null));
        }
    }

    record NewPassword(String initialPassword) {}

    @GET
    @Operation(summary = "List users")
    public Uni<Page<UserView>> list(
            @QueryParam("is_active") Boolean isActive,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") Integer limit) {
        Caller reader = caller.require(Permission.USERS_READ);
        return users.page(reader.organizationId(), isActive, cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Add a user", description = "Without a password one is made up and answered once as initial_password.")
    @APIResponse(responseCode = "201", description = "Added", content = @Content(schema = @Schema(implementation = AddedUser.class)))
    public Uni<Response> add(@Valid @NotNull NewUserRequest request) {
        Caller admin = caller.require(Permission.USERS_WRITE);
        Optional<String> password = PasswordRules.check("password", request.password());
        NewUser wanted = new NewUser(
                request.name().strip(), request.email().strip(), request.role(), password, blankToNull(request.avatarUrl()));
        return changes.add(admin, wanted).map(added -> created(added, password.isPresent()));
    }

    private static Response created(Added added, boolean wasGiven) {
        Optional<String> shown = wasGiven ? Optional.empty() : added.initialPassword();
        return Response.created(URI.create("/rest/v1/users/" + added.user().id()))
                .entity(AddedUser.of(added.user(), shown))
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a user")
    public Uni<UserView> get(@RestPath UUID id) {
        return users.get(caller.require(Permission.USERS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a user", description = "Everybody may change their own name and picture.")
    public Uni<UserView> change(@RestPath UUID id, @Valid @NotNull UserChangeRequest request) {
        Caller changer = caller.get();
        boolean isOwnProfile = changer.tokenId().isEmpty() && changer.userId().filter(id::equals).isPresent();
        if (!isOwnProfile || !request.isProfileOnly()) {
            changer.require(Permission.USERS_WRITE);
        }
        return changes.change(
                changer, id, new Change(request.name(), request.email(), request.role(), request.isActive(), request.avatarUrl()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Remove a user", description = "Signs the user out and revokes their tokens. What they wrote keeps their name.")
    public Uni<Void> remove(@RestPath UUID id) {
        return changes.remove(caller.require(Permission.USERS_WRITE), id);
    }

    @POST
    @Path("/{id}/password")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Set a new password for somebody who lost theirs", description = "Answered once; signs them out everywhere.")
    public Uni<NewPassword> resetPassword(@RestPath UUID id) {
        return changes.resetPassword(caller.require(Permission.USERS_WRITE), id).map(NewPassword::new);
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
