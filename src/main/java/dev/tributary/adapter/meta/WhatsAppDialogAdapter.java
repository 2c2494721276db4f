package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.HasTemplates;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.MediaRef.Source.Handle;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.SendsReactions;
import dev.tributary.channel.SendsReadReceipts;
import dev.tributary.channel.StartsConversations;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WhatsApp through 360dialog, which passes Meta's format on under its own address and key. It signs nothing: the secret header that
 * it was given with our webhook is all the proof there is.
 */
@ApplicationScoped
public class WhatsAppDialogAdapter implements ReceivesWebhooks, SendsMessages, SendsReadReceipts, SendsReactions, FetchesMedia, ChecksConnection, HasTemplates, StartsConversations {

    static final String TYPE = "WHATSAPP_360DIALOG";

    private static final String BASE_URL = "https://waba-v2.360dialog.io";
    private static final Descriptor DESCRIPTOR =
            WhatsAppDescriptor.of(TYPE, "WhatsApp (360dialog)", WhatsAppSettings.DIALOG, WhatsAppSettings.DIALOG_SETUP);

    private final MetaApi api;
    private final WhatsAppSending sending;
    private final WhatsAppMedia media;
    private final WhatsAppCatalogue catalogue;

    WhatsAppDialogAdapter(MetaApi api, WhatsAppSending sending, WhatsAppMedia media, WhatsAppCatalogue catalogue) {
        this.api = api;
        this.sending = sending;
        this.media = media;
        this.catalogue = catalogue;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Uni<Connection> prove(ChannelAccount account) {
        return api.get(line(account), "/health_status")
                .chain(result -> Standing.then(result, DialogErrors::of, health -> Standing.now(healthy(health))));
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return prove(account).chain(proven -> proven.state() == Connection.State.CONNECTED ? register(account, proven) : Standing.now(proven));
    }

    /** 360dialog forgets a key's webhook with the key. */
    @Override
    public Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return api.get(line(account), "/v1/configs/webhook").chain(result -> Standing.then(result, DialogErrors::of, webhook -> {
            boolean ours = ProviderJson.text(webhook, "url").filter(account.webhookUrl().toString()::equals).isPresent();
            return ours
                    ? prove(account)
                    : Standing.now(Connection.refused(new Misconfigured(
                            new ProviderError("webhook_elsewhere", "360dialog delivers to another address"),
                            "Webhook of this number points elsewhere: test the channel to register it again")));
        }));
    }

    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        Optional<Secret> expected =
                account.settings().secret(WhatsAppSettings.WEBHOOK_SECRET).filter(secret -> !secret.reveal().isEmpty()).map(secret -> new Secret("Bearer " + secret.reveal()));
        Optional<Secret> shown = request.header("authorization").map(Secret::new);
        if (expected.isEmpty() || shown.isEmpty()) {
            return new Verdict.Rejected("secret header missing");
        }
        return expected.equals(shown) ? new Verdict.Accepted() : new Verdict.Rejected("secret wrong");
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return WhatsAppInbound.read(raw);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending.send(message, whatsApp(account));
    }

    @Override
    public Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account) {
        return account.settings().flag(WhatsAppSettings.MARK_READ) ? sending.read(newest, isAnswering, whatsApp(account)) : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<ChannelProblem>> react(Given reaction, ChannelAccount account) {
        return sending.react(reaction, whatsApp(account));
    }

    @Override
    public Uni<Fetched> fetch(Handle handle, ChannelAccount account) {
        return media.fetch(handle.value(), whatsApp(account));
    }

    @Override
    public Uni<Listed> templates(ChannelAccount account) {
        return catalogue.read(whatsApp(account), "/v1/configs/templates?limit=1000", "waba_templates");
    }

    @Override
    public Uni<Started> start(String address, ChannelAccount account) {
        return Uni.createFrom().item(WhatsAppStart.start(address));
    }

    private Uni<Connection> register(ChannelAccount account, Connection proven) {
        ObjectNode webhook = ProviderJson.object().put("url", account.webhookUrl().toString());
        webhook.putObject("headers").put("Authorization", "Bearer " + account.settings().requiredSecret(WhatsAppSettings.WEBHOOK_SECRET).reveal());
        return api.post(line(account), "/v1/configs/webhook", webhook)
                .chain(result -> Standing.then(result, DialogErrors::of, _ -> Standing.now(proven)));
    }

    private static Connection healthy(JsonNode health) {
        String can = ProviderJson.text(health.path("health_status"), "can_send_message").orElse("AVAILABLE");
        if (can.equals("BLOCKED")) {
            JsonNode error = ProviderJson.items(health.path("health_status"), "entities").stream()
                    .flatMap(entity -> ProviderJson.items(entity, "errors").stream())
                    .findFirst()
                    .orElse(ProviderJson.object());
            return Connection.refused(new Misconfigured(
                    new ProviderError(ProviderJson.text(error, "error_code").orElse("blocked"), ProviderJson.text(error, "error_description").orElse("the number cannot send")),
                    ProviderJson.text(error, "possible_solution").orElse("Open the number in the 360dialog Hub")));
        }
        Map<String, JsonNode> learned = new HashMap<>();
        Optional<String> id = ProviderJson.text(health, "id");
        id.ifPresent(number -> learned.put(WhatsAppSettings.PHONE_NUMBER_ID, TextNode.valueOf(number)));
        return new Connection(Connection.State.CONNECTED, id, learned, Optional.empty(), Optional.empty());
    }

    private Line line(ChannelAccount account) {
        Secret key = account.settings().requiredSecret(WhatsAppSettings.API_KEY);
        return api.standIn(account)
                .map(url -> new Line(url, true, "D360-API-KEY", "", key))
                .orElseGet(() -> new Line(
                        account.settings().text(WhatsAppSettings.BASE_URL).orElse(BASE_URL).replaceAll("/+$", ""), false, "D360-API-KEY", "", key));
    }

    private WhatsAppLine whatsApp(ChannelAccount account) {
        return new WhatsAppLine(line(account), "", "", true, DialogErrors::of);
    }
}
