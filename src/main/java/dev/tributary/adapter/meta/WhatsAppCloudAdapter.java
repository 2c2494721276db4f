package dev.tributary.adapter.meta;

import dev.tributary.adapter.meta.MetaApps.Kind;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByOAuth;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.ExaminesAccount;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.HasTemplates;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.MediaRef.Source.Handle;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.RoutesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.SendsReactions;
import dev.tributary.channel.SendsReadReceipts;
import dev.tributary.channel.StartsConversations;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** WhatsApp, by Meta's Cloud API. */
@ApplicationScoped
public class WhatsAppCloudAdapter
        implements RoutesWebhooks,
                SendsMessages,
                SendsReadReceipts,
                SendsReactions,
                FetchesMedia,
                ChecksConnection,
                HasTemplates,
                StartsConversations,
                ConnectsByOAuth,
                ExaminesAccount {

    static final String TYPE = "WHATSAPP_CLOUD";

    private static final Descriptor DESCRIPTOR =
            WhatsAppDescriptor.of(TYPE, "WhatsApp", WhatsAppSettings.CLOUD, WhatsAppSettings.CLOUD_SETUP);

    private final WhatsAppCloudConnection connection;
    private final WhatsAppSending sending;
    private final WhatsAppMedia media;
    private final WhatsAppCatalogue catalogue;
    private final MetaLogin login;
    private final WhatsAppConsent consent;
    private final MetaApps apps;
    private final MetaExamination examination;
    private final List<Offer> offers;

    WhatsAppCloudAdapter(
            WhatsAppCloudConnection connection,
            WhatsAppSending sending,
            WhatsAppMedia media,
            WhatsAppCatalogue catalogue,
            MetaApps apps,
            MetaLogin login,
            WhatsAppConsent consent,
            MetaExamination examination) {
        this.connection = connection;
        this.sending = sending;
        this.media = media;
        this.catalogue = catalogue;
        this.login = login;
        this.consent = consent;
        this.apps = apps;
        this.examination = examination;
        this.offers = List.of(apps.offer(
                "facebook", "Facebook", Kind.FACEBOOK, Set.of(WhatsAppSettings.PHONE_NUMBER_ID, WhatsAppSettings.WABA_ID, WhatsAppSettings.ACCESS_TOKEN), true));
    }

    /** Embedded signup, in the same window: the browser comes back by the redirect. */
    @Override
    public List<Offer> offers() {
        return offers;
    }

    @Override
    public String consentPage(Request request, ChannelAccount account) {
        return login.facebookPage(request, account, WhatsAppConsent.SCOPES);
    }

    @Override
    public Uni<Consent> redeem(Code code, ChannelAccount account) {
        return consent.numbers(code, account);
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Uni<Connection> prove(ChannelAccount account) {
        return connection.prove(account);
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return connection.connect(account);
    }

    @Override
    public Uni<Void> disconnect(ChannelAccount account) {
        return connection.disconnect(account);
    }

    @Override
    public Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return connection.check(account);
    }

    @Override
    public Uni<Examination> examine(ChannelAccount account) {
        String waba = account.settings().text(WhatsAppSettings.WABA_ID).orElse("");
        String number = account.settings().text(WhatsAppSettings.PHONE_NUMBER_ID).orElse("");
        return examination.token(account, apps.required(account, Kind.FACEBOOK), account.settings().requiredSecret(WhatsAppSettings.ACCESS_TOKEN), WhatsAppConsent.SCOPES)
                .chain(token -> examination.business(account, connection.line(account).line(), waba, number, token));
    }

    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        return HubSignature.verify(request, account);
    }

    @Override
    public Set<String> accountsIn(byte[] body) {
        return WhatsAppInbound.numbersIn(body);
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return WhatsAppInbound.read(raw);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending.send(message, connection.line(account));
    }

    @Override
    public Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account) {
        return account.settings().flag(WhatsAppSettings.MARK_READ) ? sending.read(newest, isAnswering, connection.line(account)) : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<ChannelProblem>> react(Given reaction, ChannelAccount account) {
        return sending.react(reaction, connection.line(account));
    }

    @Override
    public Uni<Fetched> fetch(Handle handle, ChannelAccount account) {
        return media.fetch(handle.value(), connection.line(account));
    }

    @Override
    public Uni<Listed> templates(ChannelAccount account) {
        String waba = account.settings().text(WhatsAppSettings.WABA_ID).orElse("");
        WhatsAppLine line = connection.line(account);
        return catalogue.read(line, line.rootPath() + "/" + MetaPaths.segment(waba)
                + "/message_templates?fields=name,language,status,category,components,parameter_format&limit=100", "data");
    }

    @Override
    public Uni<Started> start(String address, ChannelAccount account) {
        return Uni.createFrom().item(WhatsAppStart.start(address));
    }
}
