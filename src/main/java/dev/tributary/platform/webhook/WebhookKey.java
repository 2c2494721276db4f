package dev.tributary.platform.webhook;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** A key of the Standard Webhooks specification, told apart by the prefix of its spelling. Never printed. */
public sealed interface WebhookKey permits WebhookKey.Hmac, Ed25519 {

    /** The label before the comma of a signature entry. */
    String version();

    /** @throws IllegalStateException for a key that can only verify */
    byte[] sign(byte[] content);

    /** In constant time. */
    boolean verifies(byte[] content, byte[] signature);

    /** The spelling that a receiver needs to verify: the secret itself, or the public half. */
    String forReceiver();

    /**
     * Reads {@code whsec_…} (or the same without its prefix), {@code whsk_…} or {@code whpk_…}.
     *
     * @throws IllegalArgumentException for what is none of them, an empty secret above all: a configuration error, never "valid"
     */
    static WebhookKey parse(String spelling) {
        if (spelling.startsWith(Ed25519.PRIVATE_PREFIX)) {
            return Ed25519.ofPrivate(decode(spelling.substring(Ed25519.PRIVATE_PREFIX.length())));
        }
        if (spelling.startsWith(Ed25519.PUBLIC_PREFIX)) {
            return Ed25519.ofPublic(decode(spelling.substring(Ed25519.PUBLIC_PREFIX.length())));
        }
        return new Hmac(decode(spelling.startsWith(Hmac.PREFIX) ? spelling.substring(Hmac.PREFIX.length()) : spelling));
    }

    /** 32 random bytes as {@code whsec_…}. */
    static String newSecret() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Hmac.PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** A new pair as {@code whsk_…}; {@link #forReceiver} of it is the public half. */
    static String newSigningKey() {
        return Ed25519.generate();
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a webhook secret is base64 after its prefix");
        }
    }

    /** {@code v1}: HMAC-SHA256. */
    final class Hmac implements WebhookKey {

        static final String PREFIX = "whsec_";
        private static final int MIN_BYTES = 24;
        private static final int MAX_BYTES = 64;
        private static final String ALGORITHM = "HmacSHA256";

        private final byte[] secret;

        private Hmac(byte[] secret) {
            if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
                throw new IllegalArgumentException("a webhook secret has 24 to 64 bytes, not " + secret.length);
            }
            this.secret = secret;
        }

        @Override
        public String version() {
            return "v1";
        }

        @Override
        public byte[] sign(byte[] content) {
            return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(content);
        }

        @Override
        public boolean verifies(byte[] content, byte[] signature) {
            return MessageDigest.isEqual(sign(content), signature);
        }

        @Override
        public String forReceiver() {
            return PREFIX + Base64.getEncoder().encodeToString(secret);
        }

        @Override
        public String toString() {
            return "WebhookKey[v1]";
        }
    }
}
