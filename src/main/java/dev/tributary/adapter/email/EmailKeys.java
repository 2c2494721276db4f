package dev.tributary.adapter.email;

import dev.tributary.channel.ProviderMessageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** The ids of mails. They are stored, so a change of their form is a migration. */
final class EmailKeys {

    private static final int LONGEST = 480;
    private static final Pattern OWN = Pattern.compile("c[0-9a-z]{1,32}\\.m[0-9a-z]{1,32}\\.[0-9a-f]{8}");

    private EmailKeys() {}

    /**
     * Our own id of a message, the same at every attempt: a receiver drops the second copy. It names conversation and message; their
     * ids cannot be guessed, so who knows it has had the mail.
     */
    static ProviderMessageId own(UUID conversationId, UUID messageId, String domain) {
        String check = sha256(conversationId + "/" + messageId).substring(0, 8);
        return new ProviderMessageId("c%s.m%s.%s@%s".formatted(plain(conversationId), plain(messageId), check, domain));
    }

    /** Whether it has the form of our own, in one of these domains. */
    static boolean isOwn(String id, Set<String> domains) {
        int at = id.lastIndexOf('@');
        return at > 0 && domains.contains(id.substring(at + 1).toLowerCase(Locale.ROOT)) && isOwnLocalPart(id.substring(0, at));
    }

    static boolean isOwnLocalPart(String text) {
        return OWN.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /** Ids that are longer than can be stored are named by their hash. */
    static String stored(String messageId) {
        return messageId.length() <= LONGEST ? messageId : "long-" + sha256(messageId);
    }

    static String sha256(String text) {
        return DigestUtils.sha256Hex(text);
    }

    /** Over what the writer wrote: neither the way it took nor the folder it lies in. */
    static String contentHash(MailHeaders headers, byte[] mail) {
        MessageDigest digest = DigestUtils.getSha256Digest();
        for (String name : List.of("from", "date", "subject")) {
            digest.update((headers.first(name).orElse("") + "\n").getBytes(StandardCharsets.UTF_8));
        }
        int body = bodyStart(mail);
        digest.update(mail, body, mail.length - body);
        return HexFormat.of().formatHex(digest.digest());
    }

    static int bodyStart(byte[] mail) {
        for (int at = 0; at + 1 < mail.length; at++) {
            boolean crlf = at + 3 < mail.length && mail[at] == '\r' && mail[at + 1] == '\n' && mail[at + 2] == '\r' && mail[at + 3] == '\n';
            if (crlf || (mail[at] == '\n' && mail[at + 1] == '\n')) {
                return at + (crlf ? 4 : 2);
            }
        }
        return mail.length;
    }

    private static String plain(UUID id) {
        return id.toString().replace("-", "");
    }
}
