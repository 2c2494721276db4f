package dev.tributary.automation;

import dev.tributary.automation.AutomationSettings.Shared;
import dev.tributary.automation.action.HelpDesk;
import dev.tributary.automation.ai.AiConfig;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
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
    record SettingsView(@Nullable String aiPrompt, int aiDailyReplies, @Nullable String helpDesk, boolean aiAvailable) {}

    /** @param helpDesk a mail address or an https address; absent: tickets that people open stay here */
    record SettingsChange(@Size(max = 20_000) String aiPrompt, @NotNull @Min(0) @Max(1_000_000) Integer aiDailyReplies, @Size(max = 2_000) String helpDesk) {}

    record WebhookSecret(String webhookSecret) {}

    private final CurrentCaller caller;
    private final AutomationSettings settings;
    private final HelpDesk helpDesk;
    private final AiConfig ai;

    AutomationSettingResource(CurrentCaller caller, AutomationSettings settings, HelpDesk helpDesk, AiConfig ai) {
        this.caller = caller;
        this.settings = settings;
        this.helpDesk = helpDesk;
        this.ai = ai;
    }

    @GET
    @Operation(summary = "Get the settings that all rules share")
    public Uni<SettingsView> get() {
        return settings.get(caller.require(Permission.AUTOMATION_RULES_READ).organizationId()).map(this::view);
    }

    @PUT
    @Operation(
            summary = "Set what all rules share",
            description = "The AI's system prompt, how many answers a day it may give, and the help desk that hears of the tickets which people open.")
    public Uni<SettingsView> set(@Valid @NotNull SettingsChange change) {
        Caller admin = caller.require(Permission.AUTOMATION_RULES_WRITE);
        String desk = change.helpDesk() == null || change.helpDesk().isBlank() ? null : change.helpDesk().strip();
        helpDesk.refusal(desk).ifPresent(message -> {
            throw Problems.invalid("help_desk", message);
        });
        return settings.set(admin, new Shared(change.aiPrompt(), change.aiDailyReplies(), desk)).map(this::view);
    }

    @POST
    @Path("/webhook_secret")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Make a new key for the webhooks of rules", description = "It is shown this once; the key before it signs no more.")
    public Uni<WebhookSecret> rotate() {
        return settings.rotateWebhookSecret(caller.require(Permission.AUTOMATION_RULES_WRITE)).map(WebhookSecret::new);
    }

    private SettingsView view(Shared shared) {
        return new SettingsView(shared.prompt(), shared.dailyReplies(), shared.helpDesk(), ai.url().isPresent());
    }
}
