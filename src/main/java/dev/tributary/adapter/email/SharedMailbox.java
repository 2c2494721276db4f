package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PollsMailbox.RawMail;
import dev.tributary.channel.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A mailbox that serves several accounts: which folders are read for whom, and whose a mail is. Pure. */
final class SharedMailbox {

    private SharedMailbox() {}

    /** The same for all accounts that sign in to one mailbox of one server. */
    static String name(ChannelAccount account) {
        Settings settings = account.settings();
        return settings.text(EmailSettings.IMAP_HOST)
                .flatMap(host -> EmailSettings.imapUser(settings).map(name -> host + ":" + EmailSettings.number(settings, EmailSettings.IMAP_PORT, 1, 65_535) + "/" + name))
                .map(mailbox -> EmailKeys.sha256(mailbox.toLowerCase(Locale.ROOT)))
                .orElse(account.id().toString());
    }

    /** Every folder that one of them wants read, with those who do. */
    static Map<String, List<ChannelAccount>> folders(List<ChannelAccount> accounts) {
        Map<String, List<ChannelAccount>> folders = new LinkedHashMap<>();
        accounts.forEach(account -> EmailSettings.folders(account.settings()).forEach(name -> folders.computeIfAbsent(name, _ -> new ArrayList<>()).add(account)));
        return folders;
    }

    /** The first address in the order of delivery that is one of theirs says whose it is. What names none, a blind copy, is the oldest account's. */
    static ChannelAccount owner(String folder, RawMail mail, List<ChannelAccount> sharing) {
        List<ChannelAccount> readers = folders(sharing).getOrDefault(folder, sharing);
        if (readers.size() == 1) {
            return readers.getFirst();
        }
        Map<ChannelAccount, OwnAddresses> own = new LinkedHashMap<>();
        readers.forEach(account -> own.put(account, OwnAddresses.of(account.settings())));
        MailHeaders headers = MailHeaders.ofBlock(new String(mail.bytes(), 0, EmailKeys.bodyStart(mail.bytes()), StandardCharsets.UTF_8));
        return OwnAddresses.DELIVERED.stream()
                .flatMap(name -> headers.addresses(name).stream())
                .flatMap(address -> Stream.concat(
                        readers.stream().filter(account -> own.get(account).isExactlyOurs(address)), readers.stream().filter(account -> own.get(account).isOurs(address))))
                .findFirst()
                .orElse(readers.getFirst());
    }
}
