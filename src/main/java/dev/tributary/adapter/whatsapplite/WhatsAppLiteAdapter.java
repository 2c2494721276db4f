package dev.tributary.adapter.whatsapplite;

import dev.tributary.channel.CarriesFiles;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByQr;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.MediaRef.Source;
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
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** WhatsApp, by a phone that is linked through a gateway. */
@ApplicationScoped
public class WhatsAppLiteAdapter implements ReceivesWebhooks, SendsMessages, SendsTyping, SendsReadReceipts, SendsReactions, FetchesMedia, CarriesFiles, ConnectsByQr {

    static final String TYPE = "WHATSAPP_LITE";

    private static final long MEGABYTE = 1L << 20;
    private static final Pattern INSTANCE_TOKEN = Pattern.compile("(\"apikey\"\\s*:\\s*\")[^\"]*");
    private static final Pattern MENTIONS_TOKEN = Pattern.compile("\"apikey\"");
    /** One message in two and a half seconds: who writes faster is blocked. */
    private static final double PER_SECOND = 0.4;

    private static final Descriptor DESCRIPTOR = new Descriptor(
            TYPE,
            "WhatsApp Lite",
            "messenger",
            Descriptor.Connect.QR,
            EnumSet.of(
                    ContentKind.TEXT,
                    ContentKind.IMAGE,
                    ContentKind.VIDEO,
                    ContentKind.AUDIO,
                    ContentKind.FILE,
                    ContentKind.STICKER,
                    ContentKind.LOCATION,
                    ContentKind.CONTACT,
                    ContentKind.POSTBACK,
                    ContentKind.UNSUPPORTED),
            EnumSet.of(
                    ContentKind.TEXT,
                    ContentKind.IMAGE,
                    ContentKind.VIDEO,
                    ContentKind.AUDIO,
                    ContentKind.FILE,
                    ContentKind.STICKER,
                    ContentKind.LOCATION,
                    ContentKind.CONTACT),
            EnumSet.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
            LiteSettings.FIELDS,
            LiteSettings.SETUP,
            Optional.empty(),
            new Limits(
                    LiteOutbound.TEXT_LIMIT,
                    LiteOutbound.TEXT_LIMIT,
                    LiteOutbound.MOST_FILES,
                    Map.of(
                            ContentKind.IMAGE, new AttachmentLimit(5 * MEGABYTE, Set.of("image/jpeg", "image/png", "image/webp", "image/gif")),
                            ContentKind.VIDEO, new AttachmentLimit(16 * MEGABYTE, Set.of()),
                            ContentKind.AUDIO, new AttachmentLimit(16 * MEGABYTE, Set.of()),
                            ContentKind.FILE, new AttachmentLimit(100 * MEGABYTE, Set.of()),
                            ContentKind.STICKER, new AttachmentLimit(MEGABYTE, Set.of("image/webp"))),
                    LiteOutbound.MOST_BUTTONS,
                    PER_SECOND,
                    1),
            false,
            false);

    private final GatewayApi api;
    private final Evolution evolution;
    private final Waha waha;
    private final LiteSending sending;

    WhatsAppLiteAdapter(GatewayApi api, Evolution evolution, Waha waha, LiteSending sending) {
        this.api = api;
        this.evolution = evolution;
        this.waha = waha;
        this.sending = sending;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    /** An instance that is not there yet is made by {@link #connect}: only what the gateway refuses is a problem. */
    @Override
    public Uni<Connection> prove(ChannelAccount account) {
        return accepted(account, line -> gateway(line).state(line).map(seen -> isMissing(seen) ? LiteStates.needsCode() : seen));
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return accepted(account, line -> gateway(line).connect(line));
    }

    @Override
    public Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return accepted(account, line -> gateway(line).state(line));
    }

    @Override
    public Uni<Void> disconnect(ChannelAccount account) {
        GatewayLine line = api.line(account);
        return gateway(line).disconnect(line);
    }

    @Override
    public Uni<Linking> link(ChannelAccount account) {
        GatewayLine line = api.line(account);
        return isAccepted(account) ? gateway(line).code(line) : Uni.createFrom().item(new Linking.Refused(riskNotAccepted()));
    }

    @Override
    public Uni<Connection> unlink(ChannelAccount account) {
        GatewayLine line = api.line(account);
        return gateway(line).unlink(line);
    }

    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        return LiteProof.verify(request, account);
    }

    /** Evolution writes the instance's token into every event. */
    @Override
    public byte[] kept(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return MENTIONS_TOKEN.matcher(text).find() ? INSTANCE_TOKEN.matcher(text).replaceAll("$1***").getBytes(StandardCharsets.UTF_8) : body;
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        boolean isWaha = raw.settings().text(LiteSettings.DIALECT).filter(LiteSettings.WAHA::equals).isPresent();
        return isWaha ? WahaInbound.read(raw) : EvolutionInbound.read(raw);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        GatewayLine line = api.line(account);
        return sending.send(message, gateway(line), line);
    }

    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        GatewayLine line = api.line(account);
        return gateway(line).typing(line, thread.value(), on).replaceWithVoid();
    }

    @Override
    public Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account) {
        GatewayLine line = api.line(account);
        return account.settings().flag(LiteSettings.MARK_READ) ? gateway(line).read(line, thread.value(), newest).replaceWithVoid() : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<ChannelProblem>> react(Given reaction, ChannelAccount account) {
        GatewayLine line = api.line(account);
        return gateway(line).react(line, reaction).map(result -> GatewayErrors.refusal(result, line));
    }

    @Override
    public Uni<Fetched> fetch(Source.Handle handle, ChannelAccount account) {
        GatewayLine line = api.line(account);
        return gateway(line).fetch(line, handle.value());
    }

    @Override
    public Optional<Buffer> file(RawEvent raw, Source.Part part) {
        try {
            return ProviderJson.text(ProviderJson.read(raw.body()).path("data").path("message"), part.path())
                    .map(text -> Buffer.buffer(Base64.getMimeDecoder().decode(text)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private Gateway gateway(GatewayLine line) {
        return line.isWaha() ? waha : evolution;
    }

    private Uni<Connection> accepted(ChannelAccount account, java.util.function.Function<GatewayLine, Uni<Connection>> act) {
        return isAccepted(account) ? act.apply(api.line(account)) : Uni.createFrom().item(Connection.refused(riskNotAccepted()));
    }

    private static boolean isAccepted(ChannelAccount account) {
        return account.settings().flag(LiteSettings.RISK);
    }

    private static Misconfigured riskNotAccepted() {
        return new Misconfigured(new ProviderError("risk_not_accepted", "the risk of a linked device was not accepted"), "Read what stands beside “I know the risk”, and tick it");
    }

    private static boolean isMissing(Connection seen) {
        return seen.problem().filter(problem -> problem.cause().code().equals("removed")).isPresent();
    }
}
