package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Workspaces.Created;
import dev.tributary.identity.Workspaces.NewOwner;
import dev.tributary.identity.Workspaces.NewWorkspace;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Secret;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Workspaces: those that the caller belongs to; any other does not exist for them. */
@Path("/rest/v1/organizations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Organizations")
class OrganizationResource {
    private static final String LANGUAGE_TAG = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*";

    private final CurrentCaller caller;
    private final Workspaces workspaces;
    private final Audit audit;
    private final Announcements announcements;
    private final Clock clock;

    OrganizationResource(
            CurrentCaller caller, Workspaces workspaces, Audit audit, Announcements announcements, Clock clock) {
        this.caller = caller;
        this.workspaces = workspaces;
        this.audit = audit;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** @param owner absent: whoever makes the workspace owns it too */
    record NewOrganizationRequest(
            @NotBlank @Size(max = 200) String name,
            @Size(max = 60) String timeZone,
            @Pattern(regexp = LANGUAGE_TAG) String locale,
            @Valid NewOwnerRequest owner) {}

    record NewOwnerRequest(
            @NotBlank @Size(max = 200) String name, @NotBlank @Email @Size(max = 254) String email, Secret password) {}

    record OrganizationChange(
            @Size(min = 1, max = 200) String name,
            Boolean channelsEnabled,
            @Size(max = 60) String timeZone,
            @Pattern(regexp = LANGUAGE_TAG) String locale,
            Map<String, Object> businessHours,
            Map<String, Object> retention) {}

    @GET
    @WithSession
    @Operation(summary = "List my workspaces")
    public Uni<Page<OrganizationView>> list() {
        Caller reader = caller.require(Permission.ORGANIZATION_READ);
        return workspaces
                .memberships(reader)
                .map(members -> members.stream().map(Caller::organizationId).toList())
                .chain(ids -> Organization.<Organization>list("id in ?1 order by id", ids))
                .map(found -> Page.all(found.stream().map(OrganizationView::of).toList()));
    }

    @POST
    @Idempotent
    @Operation(summary = "Create a workspace", description = "For owners. Without an owner of its own it belongs to the caller too.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = CreatedAnswer.class)))
    public Uni<Response> create(@Valid @NotNull NewOrganizationRequest request) {
        Caller maker = caller.require(Permission.WORKSPACES_WRITE);
        NewWorkspace wanted = new NewWorkspace(
                request.name().strip(),
                request.timeZone() == null ? "UTC" : timeZone(request.timeZone()),
                request.locale() == null ? "en" : request.locale());
        Uni<Created> created = request.owner() == null
                ? workspaces.create(maker, wanted)
                : workspaces.create(maker, wanted, owner(request.owner()));
        return created.chain(this::answer);
    }

    private static NewOwner owner(NewOwnerRequest owner) {
        return new NewOwner(
                owner.name().strip(), owner.email().strip(), PasswordRules.check("owner.password", owner.password()));
    }

    private Uni<Response> answer(Created created) {
        return Panache.withSession(() -> Organization.<Organization>findById(created.organizationId()))
                .map(organization -> Response.created(URI.create("/rest/v1/organizations/" + organization.id))
                        .entity(CreatedAnswer.of(organization, created))
                        .build());
    }

    /** The workspace's own fields, so that it reads like every other answer, and what is shown this once. */
    @RegisterForReflection
    record CreatedAnswer(
            UUID id, String name, boolean channelsEnabled, String timeZone, String locale, UUID ownerId, @Nullable String initialPassword) {

        static CreatedAnswer of(Organization organization, Created created) {
            return new CreatedAnswer(
                    organization.id, organization.name, organization.channelsEnabled, organization.timeZone, organization.locale,
                    created.ownerId(), created.initialPassword().orElse(null));
        }
    }

    @GET
    @Path("/{id}")
    @WithSession
    @Operation(summary = "Get a workspace's settings")
    public Uni<OrganizationView> get(@RestPath UUID id) {
        return workspaces
                .callerIn(caller.get(), id)
                .invoke(member -> member.require(Permission.ORGANIZATION_READ))
                .chain(member -> Organization.<Organization>findById(id))
                .map(OrganizationView::of);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change a workspace's settings")
    public Uni<OrganizationView> change(@RestPath UUID id, @Valid @NotNull OrganizationChange change) {
        return workspaces
                .callerIn(caller.get(), id)
                .invoke(member -> member.require(Permission.ORGANIZATION_WRITE))
                .chain(member -> Panache.withTransaction(() -> apply(member, change)))
                .invoke(() -> announcements.publish(new Announcement(OrganizationChanged.TOPIC, id.toString())));
    }

    private Uni<OrganizationView> apply(Caller member, OrganizationChange change) {
        return Organization.<Organization>findById(member.organizationId())
                .invoke(organization -> apply(organization, change))
                .call(organization -> Panache.getSession().chain(session -> audit.record(
                        session,
                        member,
                        "organization.changed",
                        new Target("organization", organization.id),
                        Map.of("fields", changedFields(change)))))
                .map(OrganizationView::of);
    }

    private void apply(Organization organization, OrganizationChange change) {
        organization.name = change.name() == null ? organization.name : change.name().strip();
        organization.channelsEnabled = change.channelsEnabled() == null ? organization.channelsEnabled : change.channelsEnabled();
        organization.timeZone = change.timeZone() == null ? organization.timeZone : timeZone(change.timeZone());
        organization.locale = change.locale() == null ? organization.locale : change.locale();
        organization.businessHours = change.businessHours() == null ? organization.businessHours : businessHours(change.businessHours());
        organization.retention = change.retention() == null ? organization.retention : change.retention();
        organization.updatedAt = clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Map<String, Object> businessHours(Map<String, Object> hours) {
        List<FieldError> errors = BusinessHours.check(hours);
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
        return hours;
    }

    private static List<String> changedFields(OrganizationChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", change.name());
        fields.put("channels_enabled", change.channelsEnabled());
        fields.put("time_zone", change.timeZone());
        fields.put("locale", change.locale());
        fields.put("business_hours", change.businessHours());
        fields.put("retention", change.retention());
        fields.values().removeIf(value -> value == null);
        return List.copyOf(fields.keySet());
    }

    private static String timeZone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw Problems.invalid("time_zone", "is not a time zone; write it like Europe/Berlin");
        }
        return name;
    }
}
