package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PollsMailbox.MailboxException;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.Optional;

/** Puts a copy of a sent mail into the mailbox's own folder for such. Best effort: the mail is with the customer already. */
@ApplicationScoped
class SentFolder {

    private final MailSessions sessions;

    SentFolder(MailSessions sessions) {
        this.sessions = sessions;
    }

    void keep(Message mail, ChannelAccount account) throws InterruptedException {
        if (!account.settings().flag(EmailSettings.SAVE_SENT)) {
            return;
        }
        try (ImapSession session = sessions.mailbox(account)) {
            Optional<Folder> sent = SpecialFolder.SENT.in(session.store());
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
}
