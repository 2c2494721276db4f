package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendOutcome.Sent;
import dev.tributary.platform.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Hands mails to the account's SMTP server, or to the installation's where the account has none. */
@ApplicationScoped
class EmailSending {

    private static final double BASE64_OVERHEAD = 1.37;

    private final MailSessions sessions;
    private final EmailOAuth oauth;
    private final MailWriter writer;
    private final SystemMailer systemMailer;
    private final SentFolder sentFolder;
    private final Clock clock;

    EmailSending(MailSessions sessions, EmailOAuth oauth, MailWriter writer, SystemMailer systemMailer, SentFolder sentFolder, Clock clock) {
        this.sessions = sessions;
        this.oauth = oauth;
        this.writer = writer;
        this.systemMailer = systemMailer;
        this.sentFolder = sentFolder;
        this.clock = clock;
    }

    Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        MailDraft draft = EmailOutbound.draft(message, account);
        if (draft.to().isEmpty()) {
            return Uni.createFrom().item(new Refused(new ContentRejected(new ProviderError("no_recipient", "no address that can be written to"), "Add a recipient.")));
        }
        Duration age = Duration.between(message.createdAt(), clock.instant());
        return account.settings().text(EmailSettings.SMTP_HOST).isEmpty()
                ? systemMailer.send(draft, age)
                : VirtualThreads.call(() -> send(draft, account, age));
    }

    private SendOutcome send(MailDraft draft, ChannelAccount account, Duration age) throws InterruptedException {
        MailSessions.Line line;
        SMTPMessage mail;
        try {
            line = sessions.smtp(account);
            mail = writer.write(draft, line.session());
        } catch (MailboxException refused) {
            return notConnected(MailErrors.problem(refused));
        } catch (MessagingException unwritable) {
            return new Refused(new ContentRejected(new ProviderError("unwritable", String.valueOf(unwritable.getMessage())), "Check the addresses and the files."));
        }
        SendOutcome outcome = transmit(line, mail, draft, account, age);
        if (outcome instanceof Sent) {
            sentFolder.keep(mail, account);
        }
        return outcome;
    }

    private SendOutcome transmit(MailSessions.Line line, SMTPMessage mail, MailDraft draft, ChannelAccount account, Duration age) {
        boolean connected = false;
        try (SMTPTransport transport = (SMTPTransport) line.session().getTransport("smtp")) {
            transport.connect(line.host(), line.port(), line.user(), line.secret());
            connected = true;
            Optional<SendOutcome> tooLarge = tooLarge(transport, draft);
            if (tooLarge.isPresent()) {
                return tooLarge.get();
            }
            askForReports(transport, mail, draft);
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Sent(new ProviderMessageId(draft.messageId()));
        } catch (SMTPSendFailedException partly) {
            boolean reachedSome = partly.getValidSentAddresses() != null && partly.getValidSentAddresses().length > 0;
            return reachedSome ? new Sent(List.of(new ProviderMessageId(draft.messageId())), Optional.empty(), unreached(partly)) : refusal(partly, age);
        } catch (MessagingException refused) {
            return connected ? refusal(refused, age) : login(refused, account, age);
        }
    }

    /** Delays and failures come back under our id; the header is enough of the mail. */
    private static void askForReports(SMTPTransport transport, SMTPMessage mail, MailDraft draft) {
        if (transport.supportsExtension("DSN")) {
            mail.setNotifyOptions(SMTPMessage.NOTIFY_FAILURE | SMTPMessage.NOTIFY_DELAY);
            mail.setReturnOption(SMTPMessage.RETURN_HDRS);
            mail.setMailExtension("ENVID=" + draft.messageId().substring(0, draft.messageId().indexOf('@')));
        }
    }

    private static Optional<SendOutcome> tooLarge(SMTPTransport transport, MailDraft draft) {
        String limit = transport.getExtensionParameter("SIZE");
        long bytes = draft.files().stream().mapToLong(OutboundMessage.File::size).sum() + draft.pictures().values().stream().mapToLong(OutboundMessage.File::size).sum();
        boolean fits = limit == null || !limit.matches("[1-9]\\d{0,15}") || bytes * BASE64_OVERHEAD <= Long.parseLong(limit);
        return fits ? Optional.empty() : Optional.of(SmtpErrors.outcome(552, "5.3.4 the server takes at most " + limit + " bytes", Duration.ZERO));
    }

    private SendOutcome login(MessagingException refused, ChannelAccount account, Duration age) {
        if (refused instanceof AuthenticationFailedException) {
            oauth.forget(account);
            String words = String.valueOf(refused.getMessage()).strip();
            int code = words.matches("(?s)[45]\\d\\d.*") ? Integer.parseInt(words.substring(0, 3)) : 535;
            return SmtpErrors.outcome(code, words.replaceFirst("^[45]\\d\\d[ -]", ""), age);
        }
        return notConnected(MailErrors.problem(refused));
    }

    private static SendOutcome notConnected(ChannelProblem problem) {
        return problem instanceof Unavailable || MailErrors.isTls(problem)
                ? new Deferred(Optional.empty(), false, problem.cause())
                : new Refused(problem);
    }

    /** A mail that reached some is not sent again: even who was refused for now has to be written to anew. */
    private static List<SendOutcome.Unreached> unreached(SMTPSendFailedException partly) {
        List<SendOutcome.Unreached> unreached = new ArrayList<>();
        for (Exception at = partly.getNextException(); at != null; at = at instanceof MessagingException mail ? mail.getNextException() : null) {
            if (at instanceof SMTPAddressFailedException refused) {
                unreached.add(new SendOutcome.Unreached(refused.getAddress().getAddress(), SmtpErrors.refusal(refused.getReturnCode(), words(refused))));
            }
        }
        return unreached;
    }

    /** The first answer that the server gave; where it gave none, the line dropped and nobody knows. */
    private static SendOutcome refusal(MessagingException refused, Duration age) {
        for (Exception at = refused; at != null; at = at instanceof MessagingException mail ? mail.getNextException() : null) {
            SendOutcome outcome = switch (at) {
                case SMTPAddressFailedException address -> SmtpErrors.outcome(address.getReturnCode(), address.getAddress() + ": " + words(address), age);
                case SMTPSenderFailedException sender -> SmtpErrors.outcome(sender.getReturnCode(), words(sender), age);
                case SMTPSendFailedException failed when failed.getReturnCode() > 0 && !(failed.getNextException() instanceof SMTPAddressFailedException) ->
                        SmtpErrors.outcome(failed.getReturnCode(), words(failed), age);
                default -> null;
            };
            if (outcome != null) {
                return outcome;
            }
        }
        return new Refused(new MayHaveBeenSent(new ProviderError("line_dropped", String.valueOf(refused.getMessage()))));
    }

    private static String words(Exception said) {
        return String.valueOf(said.getMessage()).strip().replaceFirst("^[45]\\d\\d[ -]", "");
    }
}
