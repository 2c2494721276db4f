package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PollsMailbox.MailboxException;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;

/** Puts a copy of a sent mail into the mailbox's own folder for such. Best effort: the mail is with the customer already. */
@ApplicationScoped
class SentFolder {

    private static final List<String> USUAL_NAMES = List.of("sent", "sent items", "sent messages", "gesendet", "inbox.sent");

    private final MailSessions sessions;

    SentFolder(MailSessions sessions) {
        this.sessions = sessions;
    }

    void keep(Message mail, ChannelAccount account) throws InterruptedException {
        if (!account.settings().flag(EmailSettings.SAVE_SENT)) {
            return;
        }
        try (ImapSession session = ImapSession.open(sessions.imap(account))) {
            Optional<Folder> sent = find(session.store().getDefaultFolder().list("*"));
            if (sent.isPresent()) {
                mail.setFlag(Flags.Flag.SEEN, true);
                sent.get().appendMessages(new Message[] {mail});
            } else {
                Log.infof("A mailbox has no folder for sent mail account=%s", account.id());
            }
        } catch (MessagingException | MailboxException refused) {
            Log.infof("A sent mail was not copied to its folder account=%s cause=%s", account.id(), refused.getMessage());
        }
    }

    private static Optional<Folder> find(Folder[] folders) throws MessagingException {
        for (Folder folder : folders) {
            if (Arrays.asList(((IMAPFolder) folder).getAttributes()).contains("\\Sent")) {
                return Optional.of(folder);
            }
        }
        return Arrays.stream(folders).filter(folder -> USUAL_NAMES.contains(folder.getFullName().toLowerCase(Locale.ROOT))).findFirst();
    }
}
