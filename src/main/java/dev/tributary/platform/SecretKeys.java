package dev.tributary.platform;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Makes and reads keysets: Google Tink's JSON, in base64 so that it fits in an environment variable without quoting. Plain
 * JSON, as the {@code tinkey} tool writes it, is read as well.
 */
public final class SecretKeys {

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException broken) {
            throw new ExceptionInInitializerError(broken);
        }
    }

    private SecretKeys() {}

    /** A new keyset with one AES-256-GCM key: a value for {@code TRIBUTARY_SECRET_KEYS}. */
    public static String generate() {
        return write(build(KeysetHandle.newBuilder().addEntry(newKey().makePrimary())));
    }

    /**
     * The same keyset with one more key, which opens but does not seal yet: the first step of a rotation where several
     * replicas run, so that every one of them knows the key before the first one uses it.
     */
    public static String add(String keyset) {
        return write(build(KeysetHandle.newBuilder(read(keyset)).addEntry(newKey())));
    }

    /** The same keyset with its youngest key as the one that seals: the second step. What the others sealed still opens. */
    public static String promote(String keyset) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(read(keyset));
        builder.getAt(builder.size() - 1).makePrimary();
        return write(build(builder));
    }

    /** Both steps in one, for a single replica. */
    public static String rotate(String keyset) {
        return promote(add(keyset));
    }

    /** Whether {@link SecretBox} could work with it. */
    public static boolean isKeyset(String text) {
        try {
            read(text);
            return true;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** @throws IllegalArgumentException if it is not a keyset, with a message that is fit for the person who set it */
    static KeysetHandle read(String keyset) {
        String text = keyset.strip();
        try {
            String json = text.startsWith("{") ? text : new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            // The cause may quote key material, so it stays here.
            throw new IllegalArgumentException("it is not a Tink keyset (JSON, or base64 of it)");
        }
    }

    private static KeysetHandle.Builder.Entry newKey() {
        return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM).withRandomId();
    }

    private static KeysetHandle build(KeysetHandle.Builder builder) {
        try {
            return builder.build();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("cannot make a key", broken);
        }
    }

    private static String write(KeysetHandle keyset) {
        try {
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
            return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("cannot write the keyset", broken);
        }
    }
}
