package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * How gateways prove themselves. WAHA signs the body. Evolution signs nothing: it shows our secret in a header of its own, or, where
 * the webhook was registered with a {@code jwt_key}, a token that is signed with it and lives ten minutes.
 */
final class LiteProof {

    static final String TOKEN_HEADER = "x-tributary-webhook-token";
    static final String HMAC_HEADER = "x-webhook-hmac";
    private static final String BEARER = "Bearer ";
    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");
    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]{1,400}\\.[A-Za-z0-9_-]{1,800}\\.[A-Za-z0-9_-]{43}");

    private LiteProof() {}

    static Verdict verify(WebhookRequest request, ChannelAccount account) {
        Optional<Secret> secret = account.settings().secret(LiteSettings.WEBHOOK_SECRET).filter(known -> !known.reveal().isEmpty());
        if (secret.isEmpty()) {
            return new Verdict.Rejected("the account has no webhook secret");
        }
        boolean isWaha = account.settings().text(LiteSettings.DIALECT).filter(LiteSettings.WAHA::equals).isPresent();
        return isWaha ? hmac(request, secret.get()) : header(request, secret.get());
    }

    static String sign(Secret secret, byte[] body) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_512, secret.reveal()).hmacHex(body);
    }

    private static Verdict hmac(WebhookRequest request, Secret secret) {
        Optional<String> shown = request.header(HMAC_HEADER);
        if (shown.isEmpty()) {
            return new Verdict.Rejected("signature missing");
        }
        boolean signed = SHA512.matcher(shown.get()).matches() && isSame(sign(secret, request.body()), shown.get());
        return signed ? new Verdict.Accepted() : new Verdict.Rejected("signature wrong");
    }

    private static Verdict header(WebhookRequest request, Secret secret) {
        Optional<String> token = request.header(TOKEN_HEADER);
        Optional<String> bearer = request.header("authorization").filter(shown -> shown.startsWith(BEARER)).map(shown -> shown.substring(BEARER.length()));
        if (token.isEmpty() && bearer.isEmpty()) {
            return new Verdict.Rejected("secret header missing");
        }
        boolean proven = token.map(shown -> isSame(secret.reveal(), shown)).orElseGet(() -> isToken(bearer.orElseThrow(), secret, request.receivedAt()));
        return proven ? new Verdict.Accepted() : new Verdict.Rejected("secret wrong");
    }

    private static boolean isToken(String token, Secret secret, Instant now) {
        if (!JWT.matcher(token).matches()) {
            return false;
        }
        int end = token.lastIndexOf('.');
        byte[] expected = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret.reveal()).hmac(token.substring(0, end));
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(expected);
        if (!isSame(signature, token.substring(end + 1))) {
            return false;
        }
        try {
            JsonNode header = part(token, 0);
            JsonNode claims = part(token, 1);
            return header.path("alg").asText().equals("HS256")
                    && claims.path("app").asText().equals("evolution")
                    && claims.path("action").asText().equals("webhook")
                    && claims.path("exp").asLong(0) > now.getEpochSecond();
        } catch (UnreadableEventException | IllegalArgumentException malformed) {
            return false;
        }
    }

    private static JsonNode part(String token, int position) {
        return ProviderJson.read(Base64.getUrlDecoder().decode(token.split("\\.")[position]));
    }

    private static boolean isSame(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
