package dev.tributary.adapter.api;

import dev.tributary.channel.Settings;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import dev.tributary.platform.webhook.WebhookSignature.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proves where an inbound post comes from: by the token, by a signature, or by both. Whatever is presented must be right, so a
 * wrong signature is not healed by a right token; at least one must be presented. The reasons are the protocol's codes.
 */
final class ApiVerification {

    static final String TOKEN_INVALID = "token_invalid";

    private static final String BEARER = "bearer ";

    private ApiVerification() {}

    static Verdict verify(WebhookRequest request, Settings settings) {
        Optional<String> token = request.header("authorization").map(ApiVerification::token);
        if (token.isPresent() && !ApiKeys.isToken(settings, token.get())) {
            return new Verdict.Rejected(TOKEN_INVALID);
        }
        boolean signed = Stream.of(WebhookSignature.SIGNATURE, WebhookSignature.TIMESTAMP).anyMatch(name -> request.header(name).isPresent());
        if (token.isPresent() && !signed && !settings.flag(ApiDescriptor.REQUIRE_SIGNATURE)) {
            return new Verdict.Accepted();
        }
        List<WebhookKey> keys = ApiKeys.inbound(settings);
        Optional<Failure> failure = WebhookSignature.verify(keys, request.headers(), request.body(), request.receivedAt());
        return failure.<Verdict>map(why -> new Verdict.Rejected(why.code())).orElseGet(Verdict.Accepted::new);
    }

    /** Another scheme presents no token of ours, and is as wrong as a wrong one. */
    private static String token(String authorization) {
        boolean bearer = authorization.toLowerCase(Locale.ROOT).startsWith(BEARER);
        return bearer ? authorization.substring(BEARER.length()).strip() : "";
    }
}
