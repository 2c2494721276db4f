package dev.tributary.adapter.email;

import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.VirtualThreads;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.BodyPart;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** Writes drafts as MIME: text and HTML side by side, pictures within, files beside. Blocks while it looks for the files. */
@ApplicationScoped
class MailWriter {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final FileStore files;
    private final Clock clock;

    MailWriter(FileStore files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    SMTPMessage write(MailDraft draft, Session session) throws MessagingException, InterruptedException {
        SMTPMessage message = new KeepsItsId(session, draft.messageId());
        message.setFrom(address(draft.from()));
        message.setReplyTo(addresses(draft.replyTo()));
        message.setRecipients(RecipientType.TO, addresses(draft.to()));
        message.setRecipients(RecipientType.CC, addresses(draft.cc()));
        message.setRecipients(RecipientType.BCC, addresses(draft.bcc()));
        message.setEnvelopeFrom(draft.envelopeFrom().isEmpty() ? "<>" : draft.envelopeFrom());
        message.setSubject(draft.subject(), UTF_8);
        message.setSentDate(Date.from(clock.instant()));
        for (Map.Entry<String, String> header : draft.headers().entrySet()) {
            message.setHeader(header.getKey(), MimeUtility.fold(header.getKey().length() + 2, header.getValue()));
        }
        content(message, draft);
        message.saveChanges();
        return message;
    }

    private void content(MimeMessage message, MailDraft draft) throws MessagingException, InterruptedException {
        Multipart body = withPictures(alternative(draft), draft.pictures());
        if (draft.files().isEmpty()) {
            message.setContent(body);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        mixed.addBodyPart(wrapped(body));
        for (File file : draft.files()) {
            mixed.addBodyPart(file(file, BodyPart.ATTACHMENT));
        }
        message.setContent(mixed);
    }

    private static MimeMultipart alternative(MailDraft draft) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(draft.text(), UTF_8, "plain");
        text.setHeader("Content-Transfer-Encoding", "quoted-printable");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(draft.html(), UTF_8, "html");
        html.setHeader("Content-Transfer-Encoding", "quoted-printable");
        MimeMultipart alternative = new MimeMultipart("alternative");
        alternative.addBodyPart(text);
        alternative.addBodyPart(html);
        return alternative;
    }

    private Multipart withPictures(MimeMultipart alternative, Map<String, File> pictures) throws MessagingException, InterruptedException {
        if (pictures.isEmpty()) {
            return alternative;
        }
        MimeMultipart related = new MimeMultipart("related");
        related.addBodyPart(wrapped(alternative));
        for (Map.Entry<String, File> picture : pictures.entrySet()) {
            MimeBodyPart part = file(picture.getValue(), BodyPart.INLINE);
            part.setContentID("<" + picture.getKey() + ">");
            related.addBodyPart(part);
        }
        return related;
    }

    private MimeBodyPart file(File file, String disposition) throws MessagingException, InterruptedException {
        MimeBodyPart part = new MimeBodyPart();
        Path path = VirtualThreads.await(files.path(file.storageKey()), PATIENCE);
        part.setDataHandler(new DataHandler(new FileDataSource(path.toFile()) {
            @Override
            public String getContentType() {
                return file.contentType();
            }
        }));
        part.setFileName(file.fileName());
        part.setDisposition(disposition);
        part.setHeader("Content-Transfer-Encoding", "base64");
        return part;
    }

    private static MimeBodyPart wrapped(Multipart content) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setContent(content);
        return part;
    }

    private static InternetAddress[] addresses(List<MailAddress> all) throws MessagingException {
        InternetAddress[] addresses = new InternetAddress[all.size()];
        for (int at = 0; at < addresses.length; at++) {
            addresses[at] = address(all.get(at));
        }
        return addresses;
    }

    private static InternetAddress address(MailAddress address) throws MessagingException {
        try {
            return new InternetAddress(address.address(), address.name().isEmpty() ? null : address.name(), UTF_8);
        } catch (UnsupportedEncodingException impossible) {
            throw new MessagingException("UTF-8 is always there", impossible);
        }
    }

    /** The library would give a new id at every attempt. */
    private static final class KeepsItsId extends SMTPMessage {

        private final String id;

        private KeepsItsId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
