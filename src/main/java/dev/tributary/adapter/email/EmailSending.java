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
import dev.tributary.platform.SignedLinks;
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
    private static final Duration LINK_LIFE = Duration.ofDays(30);

    /** @param mail as it left; null where it was not even written */
    private record Left(SendOutcome outcome, SMTPMessage mail) {}

    private static final class UnwritableException extends MessagingException {
        private UnwritableException(MessagingException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private final MailSessions sessions;
    private final EmailOAuth oauth;
    private final MailWriter writer;
    private final SystemMailer systemMailer;
    private final SentFolder sentFolder;
    private final SignedLinks links;
    private final Clock clock;

    EmailSending(MailSessions sessions, EmailOAuth oauth, MailWriter writer, SystemMailer systemMailer, SentFolder sentFolder, SignedLinks links, Clock clock) {
        this.sessions = sessions;
        this.oauth = oauth;
        this.writer = writer;
        this.systemMailer = systemMailer;
        this.sentFolder = sentFolder;
        this.links = links;
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
                : VirtualThreads.call(() -> send(message, draft, account, age));
    }

    private SendOutcome send(OutboundMessage message, MailDraft draft, ChannelAccount account, Duration age) throws InterruptedException {
        MailSessions.Line line;
        try {
            line = sessions.smtp(account);
        } catch (MailboxException refused) {
            return notConnected(MailErrors.problem(refused));
        }
        Left left = transmit(line, message, draft, account, age);
        if (left.outcome() instanceof Sent) {
            sentFolder.keep(left.mail(), account);
        }
        return left.outcome();
    }

    /** Where the files make it larger than the server takes, links to them leave instead. */
    private Left transmit(MailSessions.Line line, OutboundMessage message, MailDraft draft, ChannelAccount account, Duration age) throws InterruptedException {
        boolean connected = false;
        SMTPMessage mail = null;
        try (SMTPTransport transport = (SMTPTransport) line.session().getTransport("smtp")) {
            transport.connect(line.host(), line.port(), line.user(), line.secret());
            connected = true;
            MailDraft leaving = tooLarge(transport, draft).isEmpty() ? draft : EmailOutbound.linked(message, account, file -> link(message, file));
            Optional<SendOutcome> refusal = tooLarge(transport, leaving);
            if (refusal.isPresent()) {
                return new Left(refusal.get(), null);
            }
            mail = written(leaving, line);
            askForReports(transport, mail, leaving);
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Left(new Sent(new ProviderMessageId(draft.messageId())), mail);
        } catch (UnwritableException unwritable) {
            return new Left(new Refused(new ContentRejected(new ProviderError("unwritable", unwritable.getMessage()), "Check the addresses and the files.")), null);
        } catch (SMTPSendFailedException partly) {
            boolean reachedSome = partly.getValidSentAddresses() != null && partly.getValidSentAddresses().length > 0;
            return new Left(reachedSome ? new Sent(List.of(new ProviderMessageId(draft.messageId())), Optional.empty(), unreached(partly)) : refusal(partly, age), mail);
        } catch (MessagingException refused) {
            return new Left(connected ? refusal(refused, age) : login(refused, account, age), mail);
        }
    }

    private SMTPMessage written(MailDraft draft, MailSessions.Line line) throws UnwritableException, InterruptedException {
        try {
            return writer.write(draft, line.session());
        } catch (MessagingException unwritable) {
            throw new UnwritableException(unwritable);
        }
    }

    /** The same at every attempt. */
    private String link(OutboundMessage message, OutboundMessage.File file) {
        return links.url("/api/v1/files/" + file.attachmentId(), message.createdAt().plus(LINK_LIFE));
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
