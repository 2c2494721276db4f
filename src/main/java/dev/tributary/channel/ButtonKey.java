package dev.tributary.channel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a button carries at a provider that takes few bytes: its id where that fits, else a short key that stands for it. When the
 * button is pressed, the inbox finds the id again among the buttons of the message that was answered. Pure.
 */
public final class ButtonKey {

    /** How a key begins; no id of ours should. */
    public static final String PREFIX = "sha256:";

    private ButtonKey() {}

    /** @param maxBytes what the provider takes, in UTF-8; 50 or more */
    public static String of(String id, int maxBytes) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= maxBytes ? id : PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(DigestUtils.sha256(bytes));
    }
}
