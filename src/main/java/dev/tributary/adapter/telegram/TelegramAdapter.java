package dev.tributary.adapter.telegram;

import dev.tributary.channel.AcknowledgesEvents;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.MediaRef.Source.Handle;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.SendsReadReceipts;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.StartsConversations;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Telegram, by the Bot API. */
@ApplicationScoped
public class TelegramAdapter
        implements ReceivesWebhooks, PollsMailbox, SendsMessages, FetchesMedia, SendsTyping, SendsReadReceipts, AcknowledgesEvents, ChecksConnection, StartsConversations {

    static final String TYPE = "TELEGRAM";
    private static final String SECRET_HEADER = "x-telegram-bot-api-secret-token";
    private static final AttachmentLimit ANY_FILE = new AttachmentLimit(TelegramMethod.FILE_BYTES, Set.of());

    private static final Descriptor DESCRIPTOR = new Descriptor(
            TYPE,
            "Telegram",
            "messenger",
            Descriptor.Connect.TOKEN,
            EnumSet.complementOf(EnumSet.of(ContentKind.TEMPLATE)),
            EnumSet.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.STICKER,
                    ContentKind.LOCATION, ContentKind.CONTACT, ContentKind.POLL),
            Set.of(),
            TelegramSettings.FIELDS,
            TelegramSettings.SETUP,
            Optional.empty(),
            new Limits(
                    TelegramOutbound.LONGEST_TEXT,
                    TelegramOutbound.CAPTION_LIMIT,
                    10,
                    Map.of(
                            ContentKind.IMAGE, ANY_FILE,
                            ContentKind.VIDEO, ANY_FILE,
                            ContentKind.AUDIO, ANY_FILE,
                            ContentKind.FILE, ANY_FILE,
                            ContentKind.STICKER, ANY_FILE),
                    100,
                    30,
                    30),
            false,
            false);

    private final TelegramConnection connection;
    private final TelegramCalls calls;
    private final TelegramFiles files;
    private final TelegramStart start;
    private final TelegramPolling polling;

    TelegramAdapter(TelegramConnection connection, TelegramCalls calls, TelegramFiles files, TelegramStart start, TelegramPolling polling) {
        this.connection = connection;
        this.calls = calls;
        this.files = files;
        this.start = start;
        this.polling = polling;
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
        return connection.check(account, lastInboundAt);
    }

    /** Telegram signs nothing: the secret that we gave it with setWebhook is all the proof there is. */
    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        Optional<Secret> expected = account.settings().secret(TelegramSettings.WEBHOOK_SECRET).filter(secret -> !secret.reveal().isEmpty());
        Optional<Secret> shown = request.header(SECRET_HEADER).map(Secret::new);
        if (expected.isEmpty()) {
            return new Verdict.Rejected("the account has no webhook secret");
        }
        if (shown.isEmpty()) {
            return new Verdict.Rejected("secret header missing");
        }
        return expected.equals(shown) ? new Verdict.Accepted() : new Verdict.Rejected("secret wrong");
    }

    @Override
    public boolean polls(ChannelAccount account) {
        return TelegramSettings.polls(account.settings());
    }

    @Override
    public void poll(ChannelAccount account, Desk desk) throws InterruptedException {
        polling.poll(account, desk);
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return TelegramInbound.read(raw);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        List<TelegramOutbound.Call> parts = TelegramOutbound.calls(message);
        if (parts.isEmpty()) {
            return refused("empty", "there is nothing to send", "Message is empty");
        }
        Optional<ChannelProblem> closed = TelegramBusiness.refusal(message.thread(), account.settings());
        if (closed.isPresent()) {
            return Uni.createFrom().item(new SendOutcome.Refused(closed.get()));
        }
        boolean tooBig = message.attachments().stream().anyMatch(file -> file.size() > TelegramMethod.FILE_BYTES);
        if (tooBig && TelegramSettings.ownServer(account.settings()).isEmpty()) {
            return refused("file_too_big", "a file of more than 50 MB", "File exceeds Telegram's limit (20 MB to receive, 50 MB to send)");
        }
        return new TelegramSending(message.thread(), parts, call -> calls.make(call, account), message.sent()).run();
    }

    @Override
    public Uni<Fetched> fetch(Handle handle, ChannelAccount account) {
        return files.fetch(handle, account);
    }

    /** Shown for five seconds or until the next message, so whoever types asks again; there is no call to end it. */
    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        return on ? calls.typing(thread, account) : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account) {
        return TelegramKeys.messageNumber(newest)
                .filter(_ -> TelegramBusiness.marksRead(thread, account.settings()))
                .map(number -> calls.read(thread, number, account))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Stops the pressed button's spinner. Too late is too late. */
    @Override
    public Uni<Void> acknowledge(String acknowledgement, ChannelAccount account) {
        return calls.answerCallback(acknowledgement, account);
    }

    @Override
    public Uni<Started> start(String address, ChannelAccount account) {
        return start.start(address, account);
    }

    private static Uni<SendOutcome> refused(String code, String words, String hint) {
        return Uni.createFrom().item(new SendOutcome.Refused(new ContentRejected(new ProviderError(code, words), hint)));
    }
}
