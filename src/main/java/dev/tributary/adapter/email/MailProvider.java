package dev.tributary.adapter.email;

import java.util.Locale;
import java.util.Set;

/** Providers whose mailboxes have rules of their own, known by their servers' names. */
enum MailProvider {
    GOOGLE(Set.of("imap.gmail.com", "smtp.gmail.com", "imap.googlemail.com", "smtp.googlemail.com")),
    MICROSOFT(Set.of("outlook.office365.com", "smtp.office365.com", "smtp-mail.outlook.com")),
    OTHER(Set.of());

    private final Set<String> hosts;

    MailProvider(Set<String> hosts) {
        this.hosts = hosts;
    }

    static MailProvider of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return GOOGLE.hosts.contains(lower) ? GOOGLE : MICROSOFT.hosts.contains(lower) ? MICROSOFT : OTHER;
    }
}
