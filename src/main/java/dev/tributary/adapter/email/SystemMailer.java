package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendOutcome.Sent;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.SystemMail;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends by the installation's own mail server, for accounts that have none of their own. */
@ApplicationScoped
class SystemMailer {

    private final SystemMail mailer;
    private final FileStore files;

    SystemMailer(SystemMail mailer, FileStore files) {
        this.mailer = mailer;
        this.files = files;
    }

    Uni<SendOutcome> send(MailDraft draft, Duration age) {
        if (!mailer.isThere()) {
            return Uni.createFrom().item(new Refused(new Misconfigured(
                    new ProviderError("no_mail_server", "neither the account nor the installation has one"), "Set the SMTP server in the channel settings.")));
        }
        return withFiles(mail(draft), draft)
                .chain(mailer::send)
                .replaceWith((SendOutcome) new Sent(new ProviderMessageId(draft.messageId())))
                .onFailure().recoverWithItem(failure -> refusal(failure, age));
    }

    private static Mail mail(MailDraft draft) {
        Mail mail = new Mail()
                .setFrom(written(draft.from()))
                .setReplyTo(all(draft.replyTo()))
                .setTo(written(draft.to()))
                .setCc(written(draft.cc()))
                .setBcc(written(draft.bcc()))
                .setSubject(draft.subject())
                .setText(draft.text())
                .setHtml(draft.html())
                .addHeader("Message-ID", "<" + draft.messageId() + ">");
        draft.headers().forEach(mail::addHeader);
        return mail;
    }

    private Uni<Mail> withFiles(Mail mail, MailDraft draft) {
        Uni<Mail> whole = Multi.createFrom().iterable(draft.files())
                .onItem().transformToUniAndConcatenate(file -> files.read(file.storageKey()).invoke(bytes -> mail.addAttachment(file.fileName(), bytes.getBytes(), file.contentType())))
                .collect().last()
                .replaceWith(mail);
        return Multi.createFrom().iterable(draft.pictures().entrySet())
                .onItem().transformToUniAndConcatenate(picture -> add(mail, picture))
                .collect().last()
                .chain(() -> whole);
    }

    private Uni<Void> add(Mail mail, Map.Entry<String, File> picture) {
        File file = picture.getValue();
        return files.read(file.storageKey())
                .invoke(bytes -> mail.addInlineAttachment(file.fileName(), bytes.getBytes(), file.contentType(), "<" + picture.getKey() + ">"))
                .replaceWithVoid();
    }

    private static SendOutcome refusal(Throwable failure, Duration age) {
        return failure instanceof SMTPException said
                ? SmtpErrors.outcome(said.getReplyCode(), String.join(" ", said.getReplyMessages()), age)
                : new Deferred(Optional.empty(), false, new ProviderError("unreachable", String.valueOf(failure.getMessage())));
    }

    private static List<String> written(List<MailAddress> all) {
        return all.stream().map(SystemMailer::written).toList();
    }

    private static String all(List<MailAddress> all) {
        return String.join(", ", written(all));
    }

    private static String written(MailAddress address) {
        return address.name().isEmpty() ? address.address() : "\"" + address.name().replaceAll("[\"\\\\]", "") + "\" <" + address.address() + ">";
    }
}
