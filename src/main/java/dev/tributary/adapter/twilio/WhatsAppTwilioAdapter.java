package dev.tributary.adapter.twilio;

import dev.tributary.adapter.twilio.TwilioApi.Result;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.HasTemplates;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.MediaRef.Source.Handle;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.SendsReadReceipts;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** WhatsApp, through Twilio. */
@ApplicationScoped
public class WhatsAppTwilioAdapter implements ReceivesWebhooks, SendsMessages, SendsReadReceipts, FetchesMedia, HasTemplates {

    static final String TYPE = "WHATSAPP_TWILIO";

    private static final long MEGABYTE = 1L << 20;
    private static final AttachmentLimit FILE = new AttachmentLimit(16 * MEGABYTE, Set.of());
    private static final int PIECES = 10;
    private static final int MOST_BUTTONS = 10;
    private static final int PER_SECOND = 80;
    private static final Descriptor DESCRIPTOR = new Descriptor(
            TYPE,
            "WhatsApp (Twilio)",
            "messenger",
            Descriptor.Connect.TOKEN,
            EnumSet.of(
                    ContentKind.TEXT,
                    ContentKind.IMAGE,
                    ContentKind.VIDEO,
                    ContentKind.AUDIO,
                    ContentKind.FILE,
                    ContentKind.STICKER,
                    ContentKind.LOCATION,
                    ContentKind.POSTBACK,
                    ContentKind.UNSUPPORTED),
            EnumSet.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.LOCATION, ContentKind.TEMPLATE),
            EnumSet.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
            TwilioSettings.FIELDS,
            TwilioSettings.SETUP,
            Optional.of(Duration.ofHours(24)),
            new Limits(
                    PIECES * TwilioSending.PIECE,
                    TwilioSending.PIECE,
                    PIECES,
                    Map.of(
                            ContentKind.IMAGE, new AttachmentLimit(5 * MEGABYTE, Set.of("image/jpeg", "image/png", "image/webp")),
                            ContentKind.VIDEO, FILE,
                            ContentKind.AUDIO, FILE,
                            ContentKind.FILE, FILE),
                    MOST_BUTTONS,
                    PER_SECOND,
                    PER_SECOND),
            false,
            false);

    private final TwilioApi api;
    private final TwilioContents contents;
    private final TwilioSending sending;

    WhatsAppTwilioAdapter(TwilioApi api, TwilioContents contents, TwilioSending sending) {
        this.api = api;
        this.contents = contents;
        this.sending = sending;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    /** Proves the pair. The sender's webhook is entered at Twilio by hand; receipts are asked for with each message. */
    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return api.get(account, ".json").map(result -> switch (result) {
            case Result.Done done -> done.body().path("status").asText("active").equals("active")
                    ? Connection.connected(sender(account), Map.of())
                    : Connection.refused(new Misconfigured(
                            new ProviderError("account_" + done.body().path("status").asText(), "the Twilio account is not active"), "Open the Twilio Console: the account is suspended or closed"));
            case Result.Failed failed -> refused(failed.meaning().problem());
            case Result.NotReached gone -> unreachable(gone.error());
            case Result.Lost lost -> unreachable(lost.error());
        });
    }

    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        return TwilioSignature.verify(request, account);
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return TwilioInbound.read(raw);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending.send(message, account);
    }

    @Override
    public Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account) {
        return account.settings().flag(TwilioSettings.MARK_READ) ? api.typing(account, newest.value()).replaceWithVoid() : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Listed> templates(ChannelAccount account) {
        return contents.list(account);
    }

    @Override
    public Uni<Fetched> fetch(Handle handle, ChannelAccount account) {
        if (!api.isOwn(account, handle.value())) {
            return Uni.createFrom().item(gone(new ProviderError("foreign_host", "the file is kept at an address that is not Twilio's")));
        }
        return api.download(account, handle.value()).map(WhatsAppTwilioAdapter::fetched).onFailure(EgressException.class).recoverWithItem(failure -> interrupted((EgressException) failure));
    }

    /** Shortly after its message a file may not be there yet. */
    private static Fetched fetched(EgressResponse answer) {
        return answer.isSuccess()
                ? new Fetched.File(answer.body(), answer.contentType(), Optional.empty())
                : new Fetched.Later(new ProviderError("http_" + answer.status(), "Twilio answered " + answer.status()));
    }

    private static Fetched interrupted(EgressException failure) {
        ProviderError error = new ProviderError(failure.kind().name().toLowerCase(java.util.Locale.ROOT), String.valueOf(failure.getMessage()));
        return failure.kind() == EgressException.Kind.TOO_LARGE ? gone(error) : new Fetched.Later(error);
    }

    private static Fetched gone(ProviderError cause) {
        return new Fetched.Gone(new ContentRejected(cause, "Ask the customer to send the file again."));
    }

    private static Connection refused(ChannelProblem problem) {
        return problem instanceof Unavailable ? Connection.unreachable(problem) : Connection.refused(problem);
    }

    private static Connection unreachable(ProviderError error) {
        return Connection.unreachable(new Unavailable(error, "Twilio could not be reached: it is tried again by itself"));
    }

    /** One sender has one account of ours. */
    private static String sender(ChannelAccount account) {
        return account.settings().text(TwilioSettings.SENDER).orElse("").replaceFirst("^whatsapp:", "");
    }
}
