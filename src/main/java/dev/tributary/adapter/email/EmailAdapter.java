package dev.tributary.adapter.email;

import dev.tributary.channel.CarriesFiles;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByOAuth;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.Sender;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.SendsMail;
import dev.tributary.channel.Settings;
import dev.tributary.channel.StartsConversations;
import dev.tributary.channel.TriesRoundTrip;
import dev.tributary.platform.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** E-mail: in by IMAP, out by SMTP. */
@ApplicationScoped
public class EmailAdapter implements PollsMailbox, CarriesFiles, SendsMail, StartsConversations, ConnectsByOAuth, TriesRoundTrip {

    static final String TYPE = "EMAIL";

    /** What Gmail takes in one mail, its base64 taken off. */
    private static final AttachmentLimit ANY_FILE = new AttachmentLimit(18L << 20, Set.of());

    private static final Descriptor DESCRIPTOR = new Descriptor(
            TYPE,
            "E-mail",
            "email",
            Descriptor.Connect.MAILBOX,
            EnumSet.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE),
            EnumSet.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE),
            Set.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ, DeliveryStatus.FAILED),
            EmailSettings.FIELDS,
            EmailSettings.SETUP,
            Optional.empty(),
            new Limits(
                    256 * 1024,
                    256 * 1024,
                    50,
                    Map.of(ContentKind.IMAGE, ANY_FILE, ContentKind.VIDEO, ANY_FILE, ContentKind.AUDIO, ANY_FILE, ContentKind.FILE, ANY_FILE),
                    20,
                    0.5,
                    10),
            true,
            true);

    private final EmailConnection connection;
    private final EmailConsent consent;
    private final EmailPolling polling;
    private final EmailSending sending;
    private final MailRoundTrip roundTrip;

    EmailAdapter(EmailConnection connection, EmailConsent consent, EmailPolling polling, EmailSending sending, MailRoundTrip roundTrip) {
        this.connection = connection;
        this.consent = consent;
        this.polling = polling;
        this.sending = sending;
        this.roundTrip = roundTrip;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return connection.prove(account);
    }

    @Override
    public Uni<RoundTrip> tryRoundTrip(ChannelAccount account) {
        return roundTrip.run(account);
    }

    @Override
    public boolean refills() {
        return true;
    }

    @Override
    public List<Offer> offers() {
        return EmailConsent.OFFERS;
    }

    @Override
    public String consentPage(Request request, ChannelAccount account) {
        return consent.page(request, account);
    }

    /** Access tokens are fetched as they are needed ({@link EmailOAuth}); what is kept is good until the provider or the person ends it. */
    @Override
    public Uni<Consent> redeem(Code code, ChannelAccount account) {
        return consent.redeem(code, account);
    }

    @Override
    public void poll(ChannelAccount account, Desk desk) throws InterruptedException {
        polling.poll(account, desk);
    }

    @Override
    public String mailbox(ChannelAccount account) {
        return SharedMailbox.name(account);
    }

    @Override
    public ChannelAccount owner(String folder, RawMail mail, List<ChannelAccount> sharing) {
        return SharedMailbox.owner(folder, mail, sharing);
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return EmailInbound.read(raw);
    }

    @Override
    public Optional<Buffer> file(RawEvent raw, MediaRef.Source.Part part) {
        return EmailFiles.file(raw, part);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending.send(message, account);
    }

    @Override
    public SendingLimits sendingLimits(ChannelAccount account) {
        return EmailLimits.of(account);
    }

    @Override
    public SignatureSettings signatures(Settings settings) {
        SignedBy signedBy = switch (settings.text(EmailSettings.SIGNED_BY).orElse(EmailSettings.BY_AGENT)) {
            case EmailSettings.BY_ACCOUNT -> SignedBy.ACCOUNT;
            case EmailSettings.BY_BOTH -> SignedBy.BOTH;
            default -> SignedBy.AGENT;
        };
        return new SignatureSettings(settings.text(EmailSettings.SIGNATURE).orElse(""), signedBy);
    }

    /** Any address can be written to; each first mail is a thread of its own. */
    @Override
    public Uni<Started> start(String address, ChannelAccount account) {
        List<MailAddress> found = MailAddress.list(address);
        if (found.size() != 1) {
            ProviderError cause = new ProviderError("no_address", "this is no e-mail address");
            return Uni.createFrom().item(new Started.Refused(new RecipientUnreachable(cause, "Write it as name@example.com.")));
        }
        MailAddress person = found.getFirst();
        Sender sender = new Sender(
                person.address(), Optional.of(person.shown()), Optional.empty(), Optional.empty(), Optional.of(person.address()), Optional.empty(), Optional.empty(), Map.of());
        return Uni.createFrom().item(new Started.Thread(sender, InboundEvent.Thread.of("new:" + Ids.next())));
    }
}
