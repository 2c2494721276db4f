package dev.tributary.contact;

import dev.tributary.contact.CrmFile.Refused;
import dev.tributary.contact.CrmRecords.CrmRecordView;
import dev.tributary.contact.CrmRecords.NewRecord;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The CRM directory. */
@Path("/rest/v1/crm_records")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Contacts")
public class CrmRecordResource {

    private static final int MAX_CHARACTERS = 5 << 20;

    record NewCrmRecord(
            @NotNull @Pattern(regexp = "client|contact|lead", message = "must be one of client, contact, lead") String kind,
            @NotBlank @Size(max = 200) String name,
            @Size(max = 254) String email,
            @Size(max = 50) String phone,
            @Size(max = 2_000) @Pattern(regexp = "(?i)https?://\\S+", message = "must be an http or https URL") String url) {}

    /** @param refused lines that were left out, with the reason */
    record Imported(int imported, List<Refused> refused) {}

    private final CurrentCaller caller;
    private final CrmRecords records;
    private final Vertx vertx;

    CrmRecordResource(CurrentCaller caller, CrmRecords records, Vertx vertx) {
        this.caller = caller;
        this.records = records;
        this.vertx = vertx;
    }

    @GET
    @Operation(summary = "List the CRM directory", description = "The newest first.")
    public Uni<Page<CrmRecordView>> list(@QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        return records.page(caller.require(Permission.CONTACTS_READ).organizationId(), cursor, Page.limit(limit));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Idempotent
    @Operation(summary = "Add a record", description = "Contacts with its mail address or phone number are recognised at once.")
    @APIResponse(responseCode = "201", description = "Added", content = @Content(schema = @Schema(implementation = CrmRecordView.class)))
    public Uni<Response> add(@Valid @NotNull NewCrmRecord given) {
        Caller by = caller.require(Permission.CONTACTS_WRITE);
        NewRecord record = new NewRecord(
                given.kind(), Texts.name(given.name()), Addresses.requireEmail(given.email()), Addresses.requirePhone(given.phone()), given.url());
        return records.add(by, List.of(record)).map(added -> Response.status(Response.Status.CREATED).entity(added.getFirst()).build());
    }

    @POST
    @Path("/import")
    @Consumes({"text/csv", MediaType.TEXT_PLAIN})
    @Operation(summary = "Import records from CSV", description = "A header line with kind, name, email, phone and url; wrong lines are left out and told.")
    public Uni<Imported> read(String csv) {
        Caller by = caller.require(Permission.CONTACTS_WRITE);
        if (csv.length() > MAX_CHARACTERS) {
            throw Problems.tooLarge("The file has more than " + MAX_CHARACTERS + " characters.", "Split the file.");
        }
        return UniHelper.toUni(vertx.executeBlocking(() -> CrmFile.read(csv), false)).chain(read -> read.records().isEmpty()
                ? Uni.createFrom().item(new Imported(0, read.refused()))
                : records.add(by, read.records()).map(added -> new Imported(added.size(), read.refused())));
    }
}
