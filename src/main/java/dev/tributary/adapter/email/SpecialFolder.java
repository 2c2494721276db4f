package dev.tributary.adapter.email;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

/** A folder that mailboxes have for a purpose: found by what the server says of it (RFC 6154), and else by its usual names. */
enum SpecialFolder {
    SENT("\\Sent", List.of("sent", "sent items", "sent messages", "gesendet", "inbox.sent")),
    JUNK("\\Junk", List.of("junk", "spam", "junk email", "junk e-mail", "inbox.junk")),
    TRASH("\\Trash", List.of("trash", "deleted items", "deleted messages", "inbox.trash"));

    private final String attribute;
    private final List<String> usualNames;

    SpecialFolder(String attribute, List<String> usualNames) {
        this.attribute = attribute;
        this.usualNames = usualNames;
    }

    Optional<Folder> in(IMAPStore store) throws MessagingException {
        Folder[] folders = store.getDefaultFolder().list("*");
        for (Folder folder : folders) {
            if (Arrays.asList(((IMAPFolder) folder).getAttributes()).contains(attribute)) {
                return Optional.of(folder);
            }
        }
        return Arrays.stream(folders).filter(folder -> usualNames.contains(folder.getFullName().toLowerCase(Locale.ROOT))).findFirst();
    }
}
