package dev.tributary.platform.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * {@code v1a}: ed25519. A private key is spelled as its 32-byte seed followed by the 32-byte public key: the specification says
 * only "base64", and a seed alone could not be told to a receiver without computing its public half.
 */
final class Ed25519 implements WebhookKey {

    static final String PRIVATE_PREFIX = "whsk_";
    static final String PUBLIC_PREFIX = "whpk_";

    private static final String ALGORITHM = "Ed25519";
    private static final int HALF = 32;
    /** What stands before the raw bytes in the only encodings that the platform reads (RFC 8410). */
    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Optional<PrivateKey> privateKey;
    private final PublicKey publicKey;
    private final byte[] publicBytes;

    private Ed25519(Optional<PrivateKey> privateKey, byte[] publicBytes) throws GeneralSecurityException {
        this.privateKey = privateKey;
        this.publicBytes = publicBytes;
        this.publicKey = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(join(X509_PREFIX, publicBytes)));
    }

    static Ed25519 ofPrivate(byte[] seedAndPublic) {
        if (seedAndPublic.length != 2 * HALF) {
            throw new IllegalArgumentException("a whsk_ key has 64 bytes, the seed and the public key, not " + seedAndPublic.length);
        }
        try {
            byte[] seed = Arrays.copyOf(seedAndPublic, HALF);
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8_PREFIX, seed)));
            return checked(new Ed25519(Optional.of(key), Arrays.copyOfRange(seedAndPublic, HALF, 2 * HALF)));
        } catch (GeneralSecurityException notAKey) {
            throw new IllegalArgumentException("not an ed25519 key", notAKey);
        }
    }

    static Ed25519 ofPublic(byte[] bytes) {
        if (bytes.length != HALF) {
            throw new IllegalArgumentException("a whpk_ key has 32 bytes, not " + bytes.length);
        }
        try {
            return new Ed25519(Optional.empty(), bytes);
        } catch (GeneralSecurityException notAKey) {
            throw new IllegalArgumentException("not an ed25519 key", notAKey);
        }
    }

    static String generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] seed = tail(pair.getPrivate().getEncoded());
            byte[] open = tail(pair.getPublic().getEncoded());
            return PRIVATE_PREFIX + Base64.getEncoder().encodeToString(join(seed, open));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    @Override
    public String version() {
        return "v1a";
    }

    @Override
    public byte[] sign(byte[] content) {
        PrivateKey key = privateKey.orElseThrow(() -> new IllegalStateException("a public key cannot sign"));
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a checked key signs", impossible);
        }
    }

    @Override
    public boolean verifies(byte[] content, byte[] signature) {
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(publicKey);
            check.update(content);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    @Override
    public String forReceiver() {
        return PUBLIC_PREFIX + Base64.getEncoder().encodeToString(publicBytes);
    }

    @Override
    public String toString() {
        return "WebhookKey[v1a]";
    }

    /** Halves that do not belong together would sign what no receiver can verify. */
    private static Ed25519 checked(Ed25519 key) {
        byte[] probe = {1};
        if (!key.verifies(probe, key.sign(probe))) {
            throw new IllegalArgumentException("the halves of this whsk_ key do not belong together");
        }
        return key;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] tail(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - HALF, encoded.length);
    }
}
