package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A number's standing with the Cloud API: the token, the number, that both belong together, and the subscription. */
@ApplicationScoped
class WhatsAppCloudConnection {

    private static final List<String> SCOPES = List.of("whatsapp_business_messaging", "whatsapp_business_management");
    private static final String FIELDS =
            "verified_name,display_phone_number,code_verification_status,quality_rating,platform_type,throughput,webhook_configuration";

    /** What is known after each step. */
    private record Known(Optional<Instant> expiresAt, Map<String, JsonNode> learned, boolean isRegistered) {}

    private final MetaApi api;

    WhatsAppCloudConnection(MetaApi api) {
        this.api = api;
    }

    WhatsAppLine line(ChannelAccount account) {
        Line line = api.graph(account, account.settings().requiredSecret(WhatsAppSettings.ACCESS_TOKEN));
        return new WhatsAppLine(line, api.version() + "/" + MetaPaths.segment(text(account, WhatsAppSettings.PHONE_NUMBER_ID)), api.version(), false, WhatsAppErrors::of);
    }

    /** The three questions, in their order; the first refusal is the answer. */
    Uni<Connection> prove(ChannelAccount account) {
        return proven(account, known -> Uni.createFrom().item(connected(account, known)));
    }

    Uni<Connection> connect(ChannelAccount account) {
        return proven(account, known -> registered(account, known, () -> subscribe(account, known)));
    }

    Uni<Connection> check(ChannelAccount account) {
        return proven(account, known -> subscription(account, known));
    }

    /** A refused token has no subscription any more either. */
    Uni<Void> disconnect(ChannelAccount account) {
        return api.delete(line(account).line(), waba(account) + "/subscribed_apps").replaceWithVoid();
    }

    private Uni<Connection> proven(ChannelAccount account, Function<Known, Uni<Connection>> next) {
        return api.get(unauthorized(account), debugPath(account))
                .chain(result -> then(result, token -> inspect(account, token.path("data")).map(Standing::now)
                        .orElseGet(() -> number(account, expiry(token.path("data")), next))));
    }

    private Uni<Connection> number(ChannelAccount account, Optional<Instant> expiresAt, Function<Known, Uni<Connection>> next) {
        WhatsAppLine line = line(account);
        return api.get(line.line(), line.numberPath() + "?fields=" + FIELDS).chain(result -> then(result, number -> {
            Map<String, JsonNode> learned = new HashMap<>();
            ProviderJson.text(number, "display_phone_number").ifPresent(shown -> learned.put(WhatsAppSettings.DISPLAY_PHONE_NUMBER, TextNode.valueOf(shown)));
            ProviderJson.text(number, "verified_name").ifPresent(name -> learned.put(WhatsAppSettings.VERIFIED_NAME, TextNode.valueOf(name)));
            boolean registered = ProviderJson.text(number, "platform_type").map("CLOUD_API"::equals).orElse(true);
            return belongs(account, new Known(expiresAt, learned, registered), next);
        }));
    }

    private Uni<Connection> belongs(ChannelAccount account, Known known, Function<Known, Uni<Connection>> next) {
        String id = text(account, WhatsAppSettings.PHONE_NUMBER_ID);
        return api.get(line(account).line(), waba(account) + "/phone_numbers").chain(result -> then(result, numbers -> {
            boolean ours = ProviderJson.items(numbers, "data").stream().anyMatch(number -> ProviderJson.text(number, "id").filter(id::equals).isPresent());
            return ours ? next.apply(known) : Standing.now(Standing.refused(new Misconfigured(
                    new ProviderError("number_not_in_account", "the business account has no number with this id"),
                    "Check phone number ID and WhatsApp Business Account ID: they do not belong together")));
        }));
    }

    private Uni<Connection> registered(ChannelAccount account, Known known, java.util.function.Supplier<Uni<Connection>> next) {
        Optional<Secret> pin = account.settings().secret(WhatsAppSettings.PIN);
        if (known.isRegistered()) {
            return next.get();
        }
        if (pin.isEmpty()) {
            return Standing.now(Standing.refused(new Misconfigured(
                    new ProviderError("not_registered", "the number is not registered with the Cloud API"), "Set the number's two-step PIN below, so that it can be registered")));
        }
        ObjectNode body = ProviderJson.object().put("messaging_product", "whatsapp").put("pin", pin.get().reveal());
        WhatsAppLine line = line(account);
        return api.post(line.line(), line.numberPath() + "/register", body).chain(result -> then(result, _ -> next.get()));
    }

    /** One address for all numbers of the business account: deliveries are told apart by the number that they name. */
    private Uni<Connection> subscribe(ChannelAccount account, Known known) {
        ObjectNode override = ProviderJson.object()
                .put("override_callback_uri", appWebhook(account))
                .put("verify_token", account.settings().requiredSecret(WhatsAppSettings.HANDSHAKE_TOKEN).reveal());
        return api.post(line(account).line(), waba(account) + "/subscribed_apps", override)
                .chain(result -> then(result, _ -> Standing.now(connected(account, known))))
                .map(connection -> but(account, known, connection));
    }

    private Uni<Connection> subscription(ChannelAccount account, Known known) {
        return api.get(line(account).line(), waba(account) + "/subscribed_apps").chain(result -> then(result, apps -> {
            Optional<JsonNode> ours = ProviderJson.items(apps, "data").stream()
                    .filter(app -> ProviderJson.text(app.path("whatsapp_business_api_data"), "id").equals(account.settings().text(WhatsAppSettings.APP_ID)))
                    .findFirst();
            Optional<String> elsewhere = ours.flatMap(app -> ProviderJson.text(app, "override_callback_uri")).filter(url -> !url.equals(appWebhook(account)));
            if (ours.isEmpty() || elsewhere.isPresent()) {
                String words = ours.isEmpty() ? "the app is not subscribed to this business account" : "deliveries go to another address";
                return Standing.now(Standing.refused(new Misconfigured(new ProviderError("not_subscribed", words), "Test the channel: Tributary then subscribes again")));
            }
            return Standing.now(connected(account, known));
        }));
    }

    /** Whose number it is was proven, so the account can be told apart from others even while its subscription is refused. */
    private static Connection but(ChannelAccount account, Known known, Connection connection) {
        return new Connection(
                connection.state(), Optional.of(text(account, WhatsAppSettings.PHONE_NUMBER_ID)), known.learned(), known.expiresAt(), connection.problem());
    }

    private static Optional<Connection> inspect(ChannelAccount account, JsonNode token) {
        if (!token.path("is_valid").asBoolean(false)) {
            String words = ProviderJson.text(token.path("error"), "message").map(GraphError::withoutTokens).orElse("the token is not valid");
            return Optional.of(Standing.refused(new CredentialsRejected(new ProviderError("190", words), WhatsAppErrors.NEW_TOKEN)));
        }
        if (!ProviderJson.text(token, "app_id").equals(account.settings().text(WhatsAppSettings.APP_ID))) {
            return Optional.of(Standing.refused(new Misconfigured(
                    new ProviderError("other_app", "the token was made for another app"), "Use the App ID and app secret of the app that the token was made for")));
        }
        List<String> missing = SCOPES.stream().filter(scope -> ProviderJson.items(token, "scopes").stream().noneMatch(granted -> granted.asText().equals(scope))).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Standing.refused(new PermissionMissing(new ProviderError("scopes", "the token lacks " + String.join(", ", missing)), WhatsAppErrors.RIGHTS)));
    }

    /** 0 means never. */
    private static Optional<Instant> expiry(JsonNode token) {
        return Stream.of(token.path("expires_at").asLong(0)).filter(seconds -> seconds > 0).map(Instant::ofEpochSecond).findFirst();
    }

    private static Connection connected(ChannelAccount account, Known known) {
        return new Connection(
                Connection.State.CONNECTED, Optional.of(text(account, WhatsAppSettings.PHONE_NUMBER_ID)), known.learned(), known.expiresAt(), Optional.empty());
    }

    private static Uni<Connection> then(Result result, Function<JsonNode, Uni<Connection>> next) {
        return Standing.then(result, WhatsAppErrors::of, next);
    }

    /** The token is looked at with the app's own credentials, which stand in the address. */
    private String debugPath(ChannelAccount account) {
        Settings settings = account.settings();
        String app = text(account, WhatsAppSettings.APP_ID) + "|" + settings.requiredSecret(WhatsAppSettings.APP_SECRET).reveal();
        return api.version() + "/debug_token?input_token=" + MetaPaths.value(settings.requiredSecret(WhatsAppSettings.ACCESS_TOKEN).reveal())
                + "&access_token=" + MetaPaths.value(app);
    }

    private Line unauthorized(ChannelAccount account) {
        return api.graph(account, new Secret(""));
    }

    private String waba(ChannelAccount account) {
        return api.version() + "/" + MetaPaths.segment(text(account, WhatsAppSettings.WABA_ID));
    }

    /** {@code /webhooks/whatsapp-cloud}, without an account's key. */
    private static String appWebhook(ChannelAccount account) {
        String own = account.webhookUrl().toString();
        return own.substring(0, own.lastIndexOf('/'));
    }

    private static String text(ChannelAccount account, String name) {
        return account.settings().text(name).orElse("");
    }
}
