package dev.tributary.automation;

import dev.tributary.automation.AutomationSettings.Ai;
import dev.tributary.automation.ai.AiConfig;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all rules of a workspace share. */
@Path("/rest/v1/automation_settings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Automation")
public class AutomationSettingResource {

    /** @param aiAvailable whether this installation has an AI endpoint */
    record SettingsView(String aiPrompt, int aiDailyReplies, boolean aiAvailable) {}

    record SettingsChange(@Size(max = 20_000) String aiPrompt, @NotNull @Min(0) @Max(1_000_000) Integer aiDailyReplies) {}

    record WebhookSecret(String webhookSecret) {}

    private final CurrentCaller caller;
    private final AutomationSettings settings;
    private final AiConfig ai;

    AutomationSettingResource(CurrentCaller caller, AutomationSettings settings, AiConfig ai) {
        this.caller = caller;
        this.settings = settings;
        this.ai = ai;
    }

    @GET
    @Operation(summary = "Get the settings that all rules share")
    public Uni<SettingsView> get() {
        return settings.ai(caller.require(Permission.AUTOMATION_RULES_READ).organizationId()).map(this::view);
    }

    @PUT
    @Operation(summary = "Set how the AI answers", description = "The system prompt of this workspace and how many answers a day it may give.")
    public Uni<SettingsView> set(@Valid @NotNull SettingsChange change) {
        return settings.setAi(caller.require(Permission.AUTOMATION_RULES_WRITE), new Ai(change.aiPrompt(), change.aiDailyReplies())).map(this::view);
    }

    @POST
    @Path("/webhook_secret")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Make a new key for the webhooks of rules", description = "It is shown this once; the key before it signs no more.")
    public Uni<WebhookSecret> rotate() {
        return settings.rotateWebhookSecret(caller.require(Permission.AUTOMATION_RULES_WRITE)).map(WebhookSecret::new);
    }

    private SettingsView view(Ai shared) {
        return new SettingsView(shared.prompt(), shared.dailyReplies(), ai.url().isPresent());
    }
}
