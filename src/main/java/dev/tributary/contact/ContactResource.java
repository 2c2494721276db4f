package dev.tributary.contact;

import dev.tributary.contact.Contacts.Details;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.identity.Role;
import dev.tributary.platform.Given;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.validation.Valid;
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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** People who write to us. */
@Path("/rest/v1/contacts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Contacts")
public class ContactResource {

    private static final int MAX_QUERY = 200;
    private static final int MAX_ATTRIBUTES = 100;

    record NewContact(@NotBlank @Size(max = 200) String name, @Size(max = 254) String email, @Size(max = 50) String phone, Map<String, Object> attributes, UUID crmRecordId) {}

    /** @param attributes put beside what is there; null takes one away */
    record ContactChange(
            @Size(min = 1, max = 200) String name,
            @Schema(implementation = String.class, nullable = true) Given<String> email,
            @Schema(implementation = String.class, nullable = true) Given<String> phone,
            Map<String, Object> attributes,
            @Schema(implementation = UUID.class, nullable = true) Given<UUID> crmRecordId,
            Boolean isBlocked) {}

    record Merge(@NotNull UUID into) {}

    private final CurrentCaller caller;
    private final Pool database;
    private final ContactViews views;
    private final Contacts contacts;
    private final ContactEnds ends;

    ContactResource(CurrentCaller caller, Pool database, ContactViews views, Contacts contacts, ContactEnds ends) {
        this.caller = caller;
        this.database = database;
        this.views = views;
        this.contacts = contacts;
        this.ends = ends;
    }

    @GET
    @Operation(summary = "List contacts", description = "The newest first; q finds words in name, mail address and phone number.")
    public Uni<Page<ContactView>> list(@QueryParam("q") String q, @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        if (q != null && q.length() > MAX_QUERY) {
            throw Problems.invalid("q", "must have at most " + MAX_QUERY + " characters");
        }
        return views.page(caller.require(Permission.CONTACTS_READ).organizationId(), q, cursor, Page.limit(limit));
    }

    @POST
    @Idempotent
    @Operation(summary = "Create a contact")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = ContactView.class)))
    public Uni<Response> create(@Valid @NotNull NewContact contact) {
        Caller by = caller.require(Permission.CONTACTS_WRITE);
        Details details = new Details(
                Optional.empty(), new Given<>(contact.email()), new Given<>(contact.phone()), attributes(contact.attributes()), new Given<>(contact.crmRecordId()), Optional.empty());
        return contacts.create(by, Texts.name(contact.name()), details)
                .chain(id -> views.get(database, by.organizationId(), id))
                .map(created -> Response.created(URI.create("/rest/v1/contacts/" + created.id())).entity(created).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get a contact", description = "One that was merged is answered as the one that it became.")
    public Uni<ContactView> get(@RestPath UUID id) {
        return views.get(database, caller.require(Permission.CONTACTS_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a contact", description = "Fields that are left out stay as they are.")
    public Uni<ContactView> change(@RestPath UUID id, @Valid @NotNull ContactChange change) {
        Caller by = caller.require(Permission.CONTACTS_WRITE);
        Optional<String> name = Optional.ofNullable(change.name()).map(Texts::name);
        if (name.filter(String::isEmpty).isPresent()) {
            throw Problems.invalid("name", "must not be blank");
        }
        Details details = new Details(name, change.email(), change.phone(), attributes(change.attributes()), change.crmRecordId(), Optional.ofNullable(change.isBlocked()));
        return contacts.change(by, id, details).chain(() -> views.get(database, by.organizationId(), id));
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Delete a contact", description = "With all conversations and files. For owners and admins; cannot be undone.")
    public Uni<Void> delete(@RestPath UUID id) {
        Caller by = caller.require(Permission.CONTACTS_WRITE);
        if (by.role() == Role.AGENT) {
            throw Problems.forbidden("Only owners and admins delete contacts.");
        }
        return ends.delete(by, id);
    }

    @POST
    @Path("/{id}/merge")
    @Operation(summary = "Merge a contact into another", description = "Identities and conversations go to the other contact, which this answers.")
    public Uni<ContactView> merge(@RestPath UUID id, @Valid @NotNull Merge merge) {
        Caller by = caller.require(Permission.CONTACTS_WRITE);
        return ends.merge(by, id, merge.into()).chain(() -> views.get(database, by.organizationId(), merge.into()));
    }

    private static Map<String, Object> attributes(Map<String, Object> given) {
        if (given == null) {
            return Map.of();
        }
        boolean tooMuch = given.size() > MAX_ATTRIBUTES
                || given.entrySet().stream().anyMatch(entry -> entry.getKey().length() > 100 || String.valueOf(entry.getValue()).length() > 2_000);
        if (tooMuch) {
            throw Problems.invalid("attributes", "must be at most %d, with names of 100 and values of 2000 characters".formatted(MAX_ATTRIBUTES));
        }
        return given;
    }
}
