package dev.tributary.platform;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * URLs of ours that work without signing in, for a while: for receivers that fetch a file. The same path and end give the
 * same URL, so a body that holds one can be made again byte for byte. The keys are derived from the service's keyset: the
 * newest signs, every one verifies.
 */
@Singleton
public class SignedLinks {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "tributary signed links";

    private final String publicUrl;
    private final byte[] signing;
    private final List<byte[]> verifying;

    @Inject
    SignedLinks(@ConfigProperty(name = "tributary.public-url", defaultValue = "http://localhost:8080") String publicUrl, SecretConfig config) {
        this(publicUrl, config.keys());
    }

    SignedLinks(String publicUrl, String keyset) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
        KeysetHandle keys = SecretKeys.read(keyset);
        this.signing = derive(keys.getPrimary());
        this.verifying = new ArrayList<>();
        for (int index = 0; index < keys.size(); index++) {
            verifying.add(derive(keys.getAt(index)));
        }
    }

    /** @param path absolute, without a query */
    public String url(String path, Instant until) {
        String expires = Long.toString(until.getEpochSecond());
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(mac(signing, path + "?" + expires));
        return publicUrl + path + "?expires=" + expires + "&signature=" + signature;
    }

    /** Whether {@link #url} made this and its time is not over; compares in constant time. */
    public boolean verifies(String path, String expires, String signature, Instant now) {
        if (!expires.matches("\\d{1,12}") || !signature.matches("[A-Za-z0-9_-]{43}")) {
            return false;
        }
        byte[] given = Base64.getUrlDecoder().decode(signature);
        boolean ours = verifying.stream().anyMatch(key -> MessageDigest.isEqual(given, mac(key, path + "?" + expires)));
        return ours && now.getEpochSecond() <= Long.parseLong(expires);
    }

    private static byte[] derive(KeysetHandle.Entry entry) {
        if (!(entry.getKey() instanceof AesGcmKey key)) {
            throw new IllegalStateException("tributary.secret.keys (TRIBUTARY_SECRET_KEYS) holds a key that is not AES-GCM");
        }
        return mac(key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()), PURPOSE);
    }

    private static byte[] mac(byte[] key, String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(text);
    }
}
