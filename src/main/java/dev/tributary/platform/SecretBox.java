package dev.tributary.platform;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Seals texts for storage and for handing out (AES-256-GCM by Google Tink). A sealed text is bound to its context, so one
 * that was copied to another row, field or organization does not open. The newest key of the keyset seals, every key in it
 * opens: that is what makes rotation free of downtime.
 */
@Singleton
public class SecretBox {

    /** Tink's prefix: one version byte, then the key's id. */
    private static final int KEY_PREFIX = 5;

    private final Aead aead;
    private final int primaryKeyId;

    @Inject
    SecretBox(SecretConfig config) {
        this(config.keys());
    }

    SecretBox(String keyset) {
        try {
            KeysetHandle keys = SecretKeys.read(keyset);
            this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
            this.primaryKeyId = keys.getPrimary().getId();
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    "tributary.secret.keys (TRIBUTARY_SECRET_KEYS) cannot be used: " + unusable.getMessage());
        }
    }

    /**
     * @param context where it will be kept, as {@code "<organization>/<table>/<row>/<field>"}: opening takes the same
     * @return base64url text
     */
    public String seal(String plain, String context) {
        try {
            byte[] sealed = aead.encrypt(bytes(plain), bytes(context));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException broken) {
            throw new SealException("cannot seal for " + context, broken);
        }
    }

    /** @throws SealException if it was not sealed for this context by a key of the keyset */
    public String open(String sealed, String context) {
        try {
            return new String(aead.decrypt(decode(sealed), bytes(context)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            throw new SealException("a sealed text does not open for " + context, refused);
        }
    }

    /** Whether the newest key sealed it; what did not should be sealed again before its key leaves the keyset. */
    public boolean isCurrent(String sealed) {
        byte[] bytes;
        try {
            bytes = decode(sealed);
        } catch (IllegalArgumentException notSealed) {
            return false;
        }
        return bytes.length > KEY_PREFIX && ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt() == primaryKeyId;
    }

    private static byte[] decode(String sealed) {
        return Base64.getUrlDecoder().decode(sealed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
