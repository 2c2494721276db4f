package dev.tributary.conversation;

import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What stands below an agent's mails. */
@Path("/rest/v1/users/{id}/signature")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UserSignatureResource {

    /** @param html empty where there is none; left out, it takes the signature away */
    record OwnSignature(@Size(max = 20_000) String html) {}

    private final CurrentCaller caller;
    private final Signatures signatures;

    UserSignatureResource(CurrentCaller caller, Signatures signatures) {
        this.caller = caller;
        this.signatures = signatures;
    }

    @GET
    @Operation(summary = "The signature below a user's mails", description = "With its merge fields. Everybody may read and change their own.")
    public Uni<OwnSignature> get(@RestPath UUID id) {
        return signatures.own(who(id).organizationId(), id).map(OwnSignature::new);
    }

    @PUT
    @Operation(
            summary = "Change the signature below a user's mails",
            description = "HTML with formatting and links; anything else is taken out. It may hold merge fields such as {{agent.name}}. An empty one takes it away.")
    public Uni<OwnSignature> change(@RestPath UUID id, @Valid @NotNull OwnSignature wanted) {
        Caller changer = who(id);
        String html = Optional.ofNullable(wanted.html()).orElse("");
        MergeFields.check("html", html);
        return signatures.change(changer, id, html).map(OwnSignature::new);
    }

    private Caller who(UUID id) {
        Caller person = caller.get();
        return person.userId().filter(id::equals).isPresent() ? person : caller.require(Permission.USERS_WRITE);
    }
}
