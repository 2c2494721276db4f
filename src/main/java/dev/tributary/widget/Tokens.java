package dev.tributary.widget;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/** Random tokens of 256 bits, of which the database sees a SHA-256 alone. */
final class Tokens {

    static final String SESSION = "ws_";
    static final String VISITOR = "vt_";

    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 100;

    private Tokens() {}

    static String random(String prefix) {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Buffer hash(String token) {
        return Buffer.buffer(DigestUtils.sha256(token.substring(0, Math.min(token.length(), MAX_LENGTH))));
    }
}
