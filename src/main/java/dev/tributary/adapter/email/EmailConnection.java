package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.ProviderError;
import dev.tributary.platform.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Proves a mailbox: signs in, opens the folder, and signs in where mail is sent. Nothing is changed there. */
@ApplicationScoped
class EmailConnection {

    private final MailSessions sessions;

    EmailConnection(MailSessions sessions) {
        this.sessions = sessions;
    }

    Uni<Connection> prove(ChannelAccount account) {
        return VirtualThreads.call(() -> check(account));
    }

    private Connection check(ChannelAccount account) throws InterruptedException {
        try {
            checkReading(account);
        } catch (MailboxException refused) {
            return answer("Reading (IMAP)", MailErrors.problem(refused));
        }
        try {
            checkSending(account);
        } catch (MailboxException | MessagingException refused) {
            return answer("Sending (SMTP)", MailErrors.problem(refused));
        }
        String address = account.settings().text(EmailSettings.ADDRESS).flatMap(MailAddress::canonical).orElseThrow();
        Map<String, JsonNode> learned = Map.of(EmailSettings.LOOP_ID, TextNode.valueOf(installation(account.webhookUrl())));
        return Connection.connected(address, learned);
    }

    private void checkReading(ChannelAccount account) throws InterruptedException {
        try (ImapSession session = sessions.mailbox(account)) {
            session.select(account.settings().text(EmailSettings.MAILBOX).orElse("INBOX"), false);
        }
    }

    private void checkSending(ChannelAccount account) throws InterruptedException, MessagingException {
        if (account.settings().text(EmailSettings.SMTP_HOST).isEmpty()) {
            return;
        }
        MailSessions.Line line = sessions.smtp(account, false);
        try (Transport transport = line.session().getTransport("smtp")) {
            transport.connect(line.host(), line.port(), line.user(), line.secret());
        }
    }

    /** With which of the two servers it happened: their problems are alike. */
    private static Connection answer(String step, ChannelProblem met) {
        ProviderError cause = new ProviderError(met.cause().code(), step + ": " + met.cause().words());
        ChannelProblem problem = switch (met) {
            case CredentialsRejected rejected -> new CredentialsRejected(cause, rejected.hint());
            case Misconfigured wrong -> new Misconfigured(cause, wrong.hint());
            case Unavailable away -> new Unavailable(cause, away.hint());
            default -> met;
        };
        return problem instanceof Unavailable ? Connection.unreachable(problem) : Connection.refused(problem);
    }

    /** What mails of this installation carry, so that it knows its own: the same for all of its accounts. */
    static String installation(URI webhookUrl) {
        return EmailKeys.sha256(Optional.ofNullable(webhookUrl.getAuthority()).orElse("")).substring(0, 20);
    }
}
