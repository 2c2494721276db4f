package dev.tributary.apichannel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.AccountSettings;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Registers where a channel's events go, by a program: with an API token of an admin, not with the channel's own. */
@Path("/api/v1/channels/{channelId}/webhook")
@Tag(name = "API channel")
class WebhookResource {

    private static final Map<String, String> SETTINGS = Map.of("url", "outbound_url", "events", "events");

    private final Channels channels;
    private final AccountSettings settings;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    WebhookResource(Channels channels, AccountSettings settings, CurrentCaller caller, ObjectMapper json) {
        this.channels = channels;
        this.settings = settings;
        this.caller = caller;
        this.json = json;
    }

    record Registered(String url, List<String> events) {}

    /** What is absent stays as it is; the new address is tested at once, and how that went is in the account's connection. */
    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Register the webhook of a channel", description = "{\"url\", \"events\"}, with an API token of an admin.")
    public Uni<Registered> register(@RestPath String channelId, byte[] body) {
        Caller program = caller.find().filter(known -> known.tokenId().isPresent()).orElseThrow(() -> ApiError.of(401, "token_invalid", "an API token is needed"));
        program.require(Permission.CHANNELS_WRITE);
        Map<String, JsonNode> changes = read(body == null ? new byte[0] : body);
        return channels.get(channelId)
                .invoke(account -> {
                    if (!account.account().organizationId().equals(program.organizationId())) {
                        throw ApiError.unknownChannel();
                    }
                })
                .chain(account -> settings.change(program, account.account().id(), changes))
                .chain(() -> channels.get(channelId))
                .map(account -> new Registered(account.account().settings().text("outbound_url").orElse(null), account.account().settings().list("events")));
    }

    @ServerExceptionMapper
    public Response refused(ApiError error) {
        return ApiErrorAnswers.of(error);
    }

    /** A setting that does not fit is a field of this request that does not fit. */
    @ServerExceptionMapper
    public Response refused(ProblemException refusal) {
        List<Problem.FieldError> errors = refusal.problem().errors();
        if (errors == null || errors.isEmpty()) {
            return ApiErrorAnswers.of(refusal);
        }
        String setting = errors.getFirst().field().replace("settings.", "");
        String field = SETTINGS.entrySet().stream().filter(entry -> entry.getValue().equals(setting)).map(Map.Entry::getKey).findFirst().orElse(setting);
        return ApiErrorAnswers.of(ApiError.invalid(field, errors.getFirst().message()));
    }

    private Map<String, JsonNode> read(byte[] body) {
        try {
            JsonNode wanted = json.readTree(body);
            if (wanted == null || !wanted.isObject()) {
                throw ApiError.invalid("body", "must be an object");
            }
            Map<String, JsonNode> changes = new HashMap<>();
            wanted.properties().forEach(field -> changes.put(setting(field.getKey()), field.getValue()));
            return changes;
        } catch (IOException notJson) {
            throw ApiError.notJson("the body is not JSON");
        }
    }

    private static String setting(String field) {
        if (!SETTINGS.containsKey(field)) {
            throw ApiError.invalid(field, "is unknown");
        }
        return SETTINGS.get(field);
    }
}
