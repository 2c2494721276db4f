package dev.tributary.adapter.twilio;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Twilio's proof of origin: the address that it called and every field, signed with the account's auth token. */
final class TwilioSignature {

    static final String HEADER = "x-twilio-signature";

    private TwilioSignature() {}

    /** The address is the public one that the account has: a proxy in front may have changed what arrives here. */
    static Verdict verify(WebhookRequest request, ChannelAccount account) {
        Optional<String> shown = request.header(HEADER);
        if (shown.isEmpty()) {
            return new Verdict.Rejected("signature missing");
        }
        try {
            String fields = TwilioForm.read(request.body()).signed();
            boolean signed = tokens(account).stream()
                    .anyMatch(token -> addresses(account.webhookUrl()).anyMatch(address -> isSignedBy(token, address + fields, shown.get())));
            return signed ? new Verdict.Accepted() : new Verdict.Rejected("signature wrong");
        } catch (UnreadableEventException notAForm) {
            return new Verdict.Rejected("the body is no form");
        }
    }

    static String sign(Secret token, String data) {
        return Base64.getEncoder().encodeToString(hmac(token, data));
    }

    private static boolean isSignedBy(Secret token, String data, String shown) {
        return MessageDigest.isEqual(sign(token, data).getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Secret> tokens(ChannelAccount account) {
        return Stream.of(TwilioSettings.AUTH_TOKEN, TwilioSettings.SECONDARY_AUTH_TOKEN)
                .map(name -> account.settings().secret(name))
                .flatMap(Optional::stream)
                .filter(token -> !token.reveal().isEmpty())
                .toList();
    }

    /** With and without the standard port: Twilio has signed both. */
    private static Stream<String> addresses(URI url) {
        boolean isStandard = url.getPort() == -1 && "https".equals(url.getScheme());
        return isStandard ? Stream.of(url.toString(), url.toString().replaceFirst(url.getHost(), url.getHost() + ":443")) : Stream.of(url.toString());
    }

    private static byte[] hmac(Secret token, String data) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_1, token.reveal()).hmac(data);
    }
}
