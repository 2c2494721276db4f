package dev.tributary.adapter.meta;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Meta's proof of origin: a handshake with a token of ours, then every body signed with the app's secret. */
final class HubSignature {

    private static final String HEADER = "x-hub-signature-256";
    private static final Pattern SHAPE = Pattern.compile("sha256=[0-9a-f]{64}");

    private HubSignature() {}

    /** By the secrets that every account of Meta's has under the same names. */
    static Verdict verify(WebhookRequest request, ChannelAccount account) {
        return verify(request, secrets(account, WhatsAppSettings.APP_SECRET, WhatsAppSettings.PREVIOUS_APP_SECRET), secrets(account, WhatsAppSettings.VERIFY_TOKEN, WhatsAppSettings.HANDSHAKE_TOKEN));
    }

    private static List<Secret> secrets(ChannelAccount account, String... names) {
        return Stream.of(names)
                .map(name -> account.settings().secret(name))
                .flatMap(Optional::stream)
                .filter(secret -> !secret.reveal().isEmpty())
                .toList();
    }

    /**
     * @param appSecrets any of them may have signed: during a rotation there are two
     * @param handshakeTokens any of them answers the handshake
     */
    static Verdict verify(WebhookRequest request, List<Secret> appSecrets, List<Secret> handshakeTokens) {
        if (request.method().equals("GET")) {
            return handshake(request, handshakeTokens);
        }
        Optional<String> shown = request.header(HEADER);
        if (appSecrets.isEmpty()) {
            return new Verdict.Rejected("the account has no app secret");
        }
        if (shown.isEmpty()) {
            return new Verdict.Rejected("signature missing");
        }
        boolean signed = SHAPE.matcher(shown.get()).matches() && appSecrets.stream().anyMatch(secret -> isSignedBy(secret, shown.get(), request.body()));
        return signed ? new Verdict.Accepted() : new Verdict.Rejected("signature wrong");
    }

    static String sign(Secret secret, byte[] body) {
        return "sha256=" + hex(secret, body);
    }

    static String hex(Secret secret, byte[] bytes) {
        return HexFormat.of().formatHex(hmac(secret, bytes));
    }

    private static boolean isSignedBy(Secret secret, String shown, byte[] body) {
        return MessageDigest.isEqual(sign(secret, body).getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
    }

    private static Verdict handshake(WebhookRequest request, List<Secret> tokens) {
        Secret shown = new Secret(request.query().getOrDefault("hub.verify_token", ""));
        boolean ours = "subscribe".equals(request.query().get("hub.mode")) && tokens.contains(shown);
        return ours ? new Verdict.Challenge(request.query().getOrDefault("hub.challenge", "")) : new Verdict.Rejected("verify token wrong");
    }

    private static byte[] hmac(Secret secret, byte[] body) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret.reveal()).hmac(body);
    }
}
