package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.Finding;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.Settings;
import dev.tributary.channel.TriesRoundTrip.RoundTrip;
import dev.tributary.platform.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends the mailbox a mail and looks for it there; and one to its address with a plus, to find out whether such arrive. Both carry the
 * mark of this installation, by which they are known for no customer's whenever they arrive.
 */
@ApplicationScoped
class MailRoundTrip {

    private static final String FINDING = "round_trip";
    private static final String PLUS_FINDING = "plus_addressing";

    private record Probe(MailAddress to, String messageId) {
        static Probe to(MailAddress address) {
            return new Probe(address, "probe." + UUID.randomUUID() + "@" + address.domain());
        }
    }

    private final MailSessions sessions;
    private final EmailSending sending;
    private final EmailConfig config;

    MailRoundTrip(MailSessions sessions, EmailSending sending, EmailConfig config) {
        this.sessions = sessions;
        this.sending = sending;
        this.config = config;
    }

    Uni<RoundTrip> run(ChannelAccount account) {
        return VirtualThreads.call(() -> attempt(account));
    }

    private RoundTrip attempt(ChannelAccount account) throws InterruptedException {
        try (ImapSession session = sessions.mailbox(account)) {
            return attempt(account, new ProbeSearch(session, account.settings()));
        } catch (MailboxException | MessagingException failed) {
            ChannelProblem problem = MailErrors.problem(failed);
            return new RoundTrip(List.of(Finding.error(FINDING, problem.detail(), problem.hint())), Map.of());
        }
    }

    private RoundTrip attempt(ChannelAccount account, ProbeSearch search) throws InterruptedException, MessagingException {
        Settings settings = account.settings();
        Probe plain = Probe.to(settings.text(EmailSettings.ADDRESS).flatMap(MailAddress::canonical).map(address -> new MailAddress("", address)).orElseThrow());
        MailAddress answers = EmailOutbound.answersTo(settings);
        Probe plus = Probe.to(new MailAddress("", answers.localPart() + "+probe@" + answers.domain()));
        Optional<Finding> notSent = notSent(plain, send(plain, account));
        if (notSent.isPresent()) {
            return new RoundTrip(List.of(notSent.get()), Map.of());
        }
        SendOutcome plusOutcome = send(plus, account);
        boolean isPlusSent = notSent(plus, plusOutcome).isEmpty();
        List<String> awaited = isPlusSent ? List.of(plain.messageId(), plus.messageId()) : List.of(plain.messageId());
        Optional<Duration> after = search.await(awaited, config.roundTrip());
        search.removeSentCopies(awaited);
        if (after.isEmpty()) {
            return new RoundTrip(List.of(missing(plain)), Map.of());
        }
        Finding arrived = arrived(plain, search, after.get());
        if (!isPlusSent && plusOutcome instanceof Deferred) {
            return new RoundTrip(List.of(arrived), Map.of());
        }
        boolean arrives = search.folderOf(plus.messageId()).isPresent() && !search.isInJunk(plus.messageId());
        return new RoundTrip(List.of(arrived, plus(arrives)), Map.of(EmailSettings.PLUS_ADDRESSING, BooleanNode.valueOf(arrives)));
    }

    private SendOutcome send(Probe probe, ChannelAccount account) throws InterruptedException {
        MailAddress from = EmailOutbound.from(account.settings());
        Map<String, String> headers = Map.of(
                "X-Tributary-Loop", EmailConnection.installation(account.webhookUrl()), "Auto-Submitted", "auto-generated", "X-Auto-Response-Suppress", "All");
        String text = "An admin tests this mailbox. This mail is deleted by itself.";
        MailDraft draft = new MailDraft(
                from, List.of(from), List.of(probe.to()), List.of(), List.of(), from.address(), "Test of this mailbox", probe.messageId(), headers, text + "\r\n", "<p>" + text + "</p>",
                Map.of(), List.of());
        return sending.sendAside(draft, account);
    }

    /** Why it did not leave; empty where it left, or may have. */
    private static Optional<Finding> notSent(Probe probe, SendOutcome outcome) {
        return switch (outcome) {
            case Refused refused when !(refused.problem() instanceof MayHaveBeenSent) -> Optional.of(Finding.error(
                    FINDING, "The mail to " + probe.to().address() + " was refused: " + refused.problem().detail(), refused.problem().hint()));
            case Deferred later -> Optional.of(Finding.warning(
                    FINDING, "The mail server takes no mail to " + probe.to().address() + " for now: " + later.cause().words(), later.hint().orElse("Test again in a few minutes.")));
            default -> Optional.empty();
        };
    }

    private static Finding arrived(Probe plain, ProbeSearch search, Duration after) {
        String where = "A mail to " + plain.to().address() + " arrived in the folder " + search.folderOf(plain.messageId()).orElseThrow();
        return search.isInJunk(plain.messageId())
                ? Finding.warning(FINDING, where + ".", "Customers' mails may end there too: set up SPF and DKIM for the domain, or have that folder read as well.")
                : Finding.ok(FINDING, where + " after " + Math.max(1, Math.ceilDiv(after.toMillis(), 1_000)) + " s.");
    }

    private Finding missing(Probe plain) {
        return Finding.warning(
                FINDING,
                "A mail to " + plain.to().address() + " left and was not in the mailbox within " + config.roundTrip().toSeconds() + " s.",
                "Check that this address is delivered to this mailbox and to the folder that is read, and that no filter takes it. Some servers delay mail for minutes: test again then.");
    }

    private static Finding plus(boolean arrives) {
        return Finding.ok(PLUS_FINDING, arrives
                ? "Mail to the address with a plus arrives: each conversation's answers go to an address of their own."
                : "Answers find their conversation by the ids of its mails: mail to the address with a plus does not arrive.");
    }
}
