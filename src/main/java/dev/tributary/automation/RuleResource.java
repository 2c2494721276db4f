package dev.tributary.automation;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Idempotent;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Automation rules, in the order in which they are tried. */
@Path("/rest/v1/automation_rules")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Automation")
public class RuleResource {

    /** Absent fields stay as they are. */
    record RuleChange(
            @Size(max = 200) String name,
            Boolean isActive,
            String event,
            Map<String, Object> conditions,
            List<@NotNull Map<String, Object>> actions,
            Boolean stop,
            Map<String, Object> schedule) {

        RuleDraft on(RuleView rule) {
            String wanted = name == null ? rule.name() : name;
            if (wanted.isBlank()) {
                throw Problems.invalid("name", "must not be blank");
            }
            String wantedEvent = event == null ? rule.event() : event;
            return new RuleDraft(
                    wanted,
                    isActive == null ? rule.isActive() : isActive,
                    wantedEvent,
                    conditions == null ? rule.conditions() : conditions,
                    actions == null ? rule.actions() : actions,
                    stop == null ? rule.stop() : stop,
                    schedule == null && wantedEvent.equals(rule.event()) ? rule.schedule() : schedule);
        }
    }

    record Order(@NotNull List<@NotNull UUID> ids) {}

    private final CurrentCaller caller;
    private final Rules rules;
    private final DryRuns dryRuns;

    RuleResource(CurrentCaller caller, Rules rules, DryRuns dryRuns) {
        this.caller = caller;
        this.rules = rules;
        this.dryRuns = dryRuns;
    }

    @GET
    @Operation(summary = "List automation rules", description = "All of them, in the order in which they are tried.")
    public Uni<Page<RuleView>> list() {
        return rules.list(caller.require(Permission.AUTOMATION_RULES_READ).organizationId()).map(Page::all);
    }

    @POST
    @Idempotent
    @Operation(summary = "Create an automation rule", description = "It is tried after the others. Tags that its actions name and that do not exist are made.")
    @APIResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = RuleView.class)))
    public Uni<Response> create(@Valid @NotNull RuleDraft rule) {
        return rules.create(caller.require(Permission.AUTOMATION_RULES_WRITE), rule)
                .map(made -> Response.created(URI.create("/rest/v1/automation_rules/" + made.id())).entity(made).build());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Get an automation rule")
    public Uni<RuleView> get(@RestPath UUID id) {
        return rules.get(caller.require(Permission.AUTOMATION_RULES_READ).organizationId(), id);
    }

    @PATCH
    @Path("/{id}")
    @Operation(summary = "Change an automation rule")
    public Uni<RuleView> change(@RestPath UUID id, @Valid @NotNull RuleChange change) {
        return rules.change(caller.require(Permission.AUTOMATION_RULES_WRITE), id, change::on);
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Delete an automation rule")
    public Uni<Void> delete(@RestPath UUID id) {
        return rules.delete(caller.require(Permission.AUTOMATION_RULES_WRITE), id);
    }

    @POST
    @Path("/order")
    @Operation(summary = "Order the automation rules", description = "Names every rule once, the first to be tried first.")
    public Uni<Page<RuleView>> order(@Valid @NotNull Order order) {
        return rules.order(caller.require(Permission.AUTOMATION_RULES_WRITE), order.ids()).map(Page::all);
    }

    @POST
    @Path("/dry_run")
    @Operation(
            summary = "Try a rule without any effect",
            description = "What it would have done on past messages, and why, beside what the saved rule of the same id would have done.")
    public Uni<DryRuns.Report> dryRun(@Valid @NotNull DryRuns.Wanted wanted) {
        return dryRuns.run(caller.require(Permission.AUTOMATION_RULES_WRITE).organizationId(), wanted);
    }
}
