package dev.tributary.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Random credentials: 256 bits from the operating system, of which the database sees a SHA-256 alone. A fast hash is
 * right here, other than for passwords: there is nothing to guess in 256 random bits.
 */
final class OpaqueToken {
    /** Makes a leaked token findable by scanners, and tells it from an OIDC access token. */
    static final String API_TOKEN_PREFIX = "trb_";

    private static final int BYTES = 32;

    private OpaqueToken() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return text(bytes);
    }

    static String randomApiToken() {
        return API_TOKEN_PREFIX + random();
    }

    static byte[] hash(String token) {
        return DigestUtils.sha256(token);
    }

    /** Bound to the session by being computed from its cookie: it needs no storage, and the cookie cannot be found from it. */
    static String csrfToken(String sessionToken) {
        return text(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, sessionToken).hmac("csrf"));
    }

    /** Compares in a time that does not depend on where the difference is. */
    static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
