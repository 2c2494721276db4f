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
import jakarta.mail.Session;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
    private static final Duration ASIDE = Duration.ofSeconds(60);
    private static final int SERVICE_CLOSES = 421;

    /**
     * @param mail as it left; null where it was not even written
     * @param isStale the line had ended while it rested, and the mail is still here
     */
    private record Left(SendOutcome outcome, SMTPMessage mail, boolean isStale) {}

    /**
     * @param linked the same with links instead of its files
     * @param isReported whether delays and failures are wanted to come back
     */
    private record Leaving(MailDraft draft, Supplier<MailDraft> linked, boolean isReported) {}

    private record Answer(int code, String words) {}

    private static final class UnwritableException extends MessagingException {
        private UnwritableException(MessagingException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private final SmtpLines lines;
    private final EmailOAuth oauth;
    private final MailWriter writer;
    private final SystemMailer systemMailer;
    private final SentFolder sentFolder;
    private final SignedLinks links;
    private final Clock clock;

    EmailSending(SmtpLines lines, EmailOAuth oauth, MailWriter writer, SystemMailer systemMailer, SentFolder sentFolder, SignedLinks links, Clock clock) {
        this.lines = lines;
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
        if (account.settings().text(EmailSettings.SMTP_HOST).isPresent()) {
            return VirtualThreads.call(() -> send(message, draft, account, age));
        }
        return draft.needsUtf8() ? Uni.createFrom().item(notOffered()) : systemMailer.send(draft, age);
    }

    private SendOutcome send(OutboundMessage message, MailDraft draft, ChannelAccount account, Duration age) throws InterruptedException {
        Left left = leave(new Leaving(draft, () -> EmailOutbound.linked(message, account, file -> link(message, file)), true), account, age);
        if (left.outcome() instanceof Sent) {
            sentFolder.keep(left.mail(), account);
        }
        return left.outcome();
    }

    /** Sends a mail that is no message, without files: nobody is told what becomes of it, and no copy is kept. Blocks. */
    SendOutcome sendAside(MailDraft draft, ChannelAccount account) throws InterruptedException {
        return account.settings().text(EmailSettings.SMTP_HOST).isEmpty()
                ? VirtualThreads.await(systemMailer.send(draft, Duration.ZERO), ASIDE)
                : leave(new Leaving(draft, () -> draft, false), account, Duration.ZERO).outcome();
    }

    /** A line that had rested may have died unnoticed: where the mail was not handed over, the next one has it. */
    private Left leave(Leaving mail, ChannelAccount account, Duration age) throws InterruptedException {
        while (true) {
            try (SmtpLines.Line line = lines.take(account, mail.draft().needsUtf8())) {
                Left left = transmit(line, mail, age);
                if (!left.isStale()) {
                    return left;
                }
            } catch (MailboxException refused) {
                return new Left(notConnected(MailErrors.problem(refused)), null, false);
            } catch (MessagingException refused) {
                return new Left(login(refused, account, age), null, false);
            }
        }
    }

    /** Where the files make it larger than the server takes, links to them leave instead. */
    private Left transmit(SmtpLines.Line line, Leaving wanted, Duration age) throws InterruptedException {
        SMTPMessage mail = null;
        try {
            SmtpTransport transport = line.transport();
            MailDraft draft = tooLarge(transport, wanted.draft()).isEmpty() ? wanted.draft() : wanted.linked().get();
            Optional<SendOutcome> refusal = draft.needsUtf8() && !transport.supportsExtension("SMTPUTF8") ? Optional.of(notOffered()) : tooLarge(transport, draft);
            if (refusal.isPresent()) {
                return new Left(refusal.get(), null, false);
            }
            mail = written(draft, line.session());
            askForReports(transport, mail, wanted);
            transport.sendMessage(mail, mail.getAllRecipients());
            line.isGood();
            return new Left(new Sent(new ProviderMessageId(draft.messageId())), mail, false);
        } catch (UnwritableException unwritable) {
            return new Left(new Refused(new ContentRejected(new ProviderError("unwritable", unwritable.getMessage()), "Check the addresses and the files.")), null, false);
        } catch (MessagingException refused) {
            boolean reachedSome = refused instanceof SMTPSendFailedException partly && partly.getValidSentAddresses() != null && partly.getValidSentAddresses().length > 0;
            if (reachedSome) {
                return new Left(new Sent(List.of(new ProviderMessageId(wanted.draft().messageId())), Optional.empty(), unreached(refused)), mail, false);
            }
            boolean isStale = line.isReused() && !line.transport().isHandedOver() && saysNothingOfTheMail(refused);
            return new Left(refusal(refused, line.transport().isHandedOver(), age), mail, isStale);
        }
    }

    private SMTPMessage written(MailDraft draft, Session session) throws UnwritableException, InterruptedException {
        try {
            return writer.write(draft, session);
        } catch (MessagingException unwritable) {
            throw new UnwritableException(unwritable);
        }
    }

    /** The same at every attempt. */
    private String link(OutboundMessage message, OutboundMessage.File file) {
        return links.url("/api/v1/files/" + file.attachmentId(), message.createdAt().plus(LINK_LIFE));
    }

    /** Delays and failures come back under our id; the header is enough of the mail. */
    private static void askForReports(SMTPTransport transport, SMTPMessage mail, Leaving leaving) {
        if (transport.supportsExtension("DSN")) {
            String id = leaving.draft().messageId();
            mail.setNotifyOptions(leaving.isReported() ? SMTPMessage.NOTIFY_FAILURE | SMTPMessage.NOTIFY_DELAY : SMTPMessage.NOTIFY_NEVER);
            mail.setReturnOption(SMTPMessage.RETURN_HDRS);
            mail.setMailExtension("ENVID=" + id.substring(0, id.indexOf('@')));
        }
    }

    private static Optional<SendOutcome> tooLarge(SMTPTransport transport, MailDraft draft) {
        String limit = transport.getExtensionParameter("SIZE");
        long bytes = draft.files().stream().mapToLong(OutboundMessage.File::size).sum() + draft.pictures().values().stream().mapToLong(OutboundMessage.File::size).sum();
        boolean fits = limit == null || !limit.matches("[1-9]\\d{0,15}") || bytes * BASE64_OVERHEAD <= Long.parseLong(limit);
        return fits ? Optional.empty() : Optional.of(SmtpErrors.outcome(552, "5.3.4 the server takes at most " + limit + " bytes", Duration.ZERO));
    }

    private static SendOutcome notOffered() {
        return new Refused(new ContentRejected(
                new ProviderError("smtputf8_not_offered", "an address has letters that this mail server cannot write to"),
                "Ask the customer for an address in plain letters, or send by a server that offers SMTPUTF8."));
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
    private static List<SendOutcome.Unreached> unreached(MessagingException partly) {
        List<SendOutcome.Unreached> unreached = new ArrayList<>();
        for (Exception at = partly.getNextException(); at != null; at = at instanceof MessagingException mail ? mail.getNextException() : null) {
            if (at instanceof SMTPAddressFailedException refused) {
                unreached.add(new SendOutcome.Unreached(refused.getAddress().getAddress(), SmtpErrors.refusal(refused.getReturnCode(), words(refused))));
            }
        }
        return unreached;
    }

    private static boolean saysNothingOfTheMail(MessagingException refused) {
        return answer(refused).map(answer -> answer.code() == SERVICE_CLOSES).orElse(true);
    }

    /** The first answer that the server gave. Where it gave none the line dropped: a mail that was not handed over is still here, of any other nobody knows. */
    private static SendOutcome refusal(MessagingException refused, boolean isHandedOver, Duration age) {
        ProviderError dropped = new ProviderError("line_dropped", String.valueOf(refused.getMessage()));
        return answer(refused)
                .map(answer -> SmtpErrors.outcome(answer.code(), answer.words(), age))
                .orElseGet(() -> isHandedOver ? new Refused(new MayHaveBeenSent(dropped)) : new Deferred(Optional.empty(), false, dropped));
    }

    private static Optional<Answer> answer(MessagingException refused) {
        for (Exception at = refused; at != null; at = at instanceof MessagingException mail ? mail.getNextException() : null) {
            Answer answer = switch (at) {
                case SMTPAddressFailedException address -> new Answer(address.getReturnCode(), address.getAddress() + ": " + words(address));
                case SMTPSenderFailedException sender -> new Answer(sender.getReturnCode(), words(sender));
                case SMTPSendFailedException failed when !(failed.getNextException() instanceof SMTPAddressFailedException) ->
                        new Answer(failed.getReturnCode(), words(failed));
                default -> null;
            };
            if (answer != null && answer.code() > 0) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private static String words(Exception said) {
        return String.valueOf(said.getMessage()).strip().replaceFirst("^[45]\\d\\d[ -]", "");
    }
}
