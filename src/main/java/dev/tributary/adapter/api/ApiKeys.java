package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.IssuesCredentials.Issued;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import dev.tributary.platform.webhook.WebhookKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The channel's keys: made here, shown once. A token is stored as {@code sha256:<hash>:<its last four>}: enough to compare and
 * to recognise, nothing to present. Signing secrets must be stored whole (sealed), since both sides compute with them.
 */
final class ApiKeys {

    static final String CHANNEL_ID = "channel_id";
    static final String INBOUND_TOKEN = "inbound_token";
    static final String INBOUND_SECRET = "inbound_secret";
    static final String OUTBOUND_SECRET = "outbound_secret";
    static final String PREVIOUS_SECRET = "outbound_previous_secret";
    static final String PREVIOUS_UNTIL = "outbound_previous_secret_until";
    static final String ALGORITHM = "outbound_algorithm";

    static final Set<String> REPLACEABLE = Set.of(INBOUND_TOKEN, INBOUND_SECRET, OUTBOUND_SECRET);
    static final Set<String> REVOCABLE = Set.of(INBOUND_TOKEN, INBOUND_SECRET, PREVIOUS_SECRET);

    /** How long the replaced secret signs beside the new one. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String HASHED = "sha256:";
    private static final String REVOKED = "revoked";
    private static final String ASYMMETRIC = "v1a";

    private ApiKeys() {}

    /** Makes what is missing; a token that was given in plain is shown to nobody again. */
    static Issued issue(Settings settings) {
        Map<String, JsonNode> values = new HashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        Map<String, Secret> shown = new HashMap<>();
        if (settings.text(CHANNEL_ID).isEmpty()) {
            values.put(CHANNEL_ID, TextNode.valueOf("api_" + random(12)));
        }
        Optional<String> token = settings.secret(INBOUND_TOKEN).map(Secret::reveal);
        if (token.isEmpty()) {
            putToken(secrets, shown);
        } else if (!isStoredForm(token.get())) {
            secrets.put(INBOUND_TOKEN, new Secret(stored(token.get())));
        }
        if (settings.secret(INBOUND_SECRET).isEmpty()) {
            putSecret(INBOUND_SECRET, WebhookKey.newSecret(), secrets, shown);
        }
        if (settings.secret(OUTBOUND_SECRET).filter(secret -> fits(secret, settings)).isEmpty()) {
            putSecret(OUTBOUND_SECRET, newOutboundSecret(settings), secrets, shown);
        }
        return new Issued(values, secrets, shown);
    }

    static Issued rotate(String field, Settings stored, Instant now) {
        Map<String, JsonNode> values = new HashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        Map<String, Secret> shown = new HashMap<>();
        switch (field) {
            case INBOUND_TOKEN -> putToken(secrets, shown);
            case INBOUND_SECRET -> putSecret(INBOUND_SECRET, WebhookKey.newSecret(), secrets, shown);
            case OUTBOUND_SECRET -> {
                stored.secret(OUTBOUND_SECRET).ifPresent(old -> secrets.put(PREVIOUS_SECRET, old));
                values.put(PREVIOUS_UNTIL, TextNode.valueOf(now.plus(OVERLAP).toString()));
                putSecret(OUTBOUND_SECRET, newOutboundSecret(stored), secrets, shown);
            }
            default -> throw new IllegalArgumentException(field + " is not a key of this channel");
        }
        return new Issued(values, secrets, shown);
    }

    /** The key stops to work at once; the outbound secret cannot be without a successor, so only its predecessor can go. */
    static Issued revoke(String field) {
        return switch (field) {
            case INBOUND_TOKEN, INBOUND_SECRET -> new Issued(Map.of(), Map.of(field, new Secret(REVOKED)), Map.of());
            case PREVIOUS_SECRET -> new Issued(Map.of(PREVIOUS_UNTIL, NullNode.getInstance()), Map.of(field, new Secret(REVOKED)), Map.of());
            default -> throw new IllegalArgumentException(field + " cannot be revoked");
        };
    }

    static boolean isToken(Settings settings, String presented) {
        String kept = settings.secret(INBOUND_TOKEN).map(Secret::reveal).orElse(REVOKED);
        String hash = kept.startsWith(HASHED) ? kept.substring(0, Math.min(kept.length(), HASHED.length() + 64)) : "";
        return MessageDigest.isEqual(bytes(hash), bytes(HASHED + DigestUtils.sha256Hex(presented)));
    }

    /** What inbound posts may be signed with; empty when the secret was revoked. */
    static List<WebhookKey> inbound(Settings settings) {
        return settings.secret(INBOUND_SECRET).map(Secret::reveal).filter(secret -> !secret.equals(REVOKED)).map(WebhookKey::parse).stream().toList();
    }

    /** What outbound posts are signed with, the newest first. */
    static List<WebhookKey> outbound(Settings settings, Instant now) {
        List<WebhookKey> keys = new ArrayList<>();
        keys.add(WebhookKey.parse(settings.requiredSecret(OUTBOUND_SECRET).reveal()));
        boolean overlapping = settings.text(PREVIOUS_UNTIL).map(Instant::parse).filter(now::isBefore).isPresent();
        if (overlapping) {
            settings.secret(PREVIOUS_SECRET).map(Secret::reveal).filter(old -> !old.equals(REVOKED)).map(WebhookKey::parse).ifPresent(keys::add);
        }
        return keys;
    }

    private static boolean fits(Secret secret, Settings settings) {
        return secret.reveal().startsWith("whsk_") == isAsymmetric(settings);
    }

    private static boolean isAsymmetric(Settings settings) {
        return settings.text(ALGORITHM).filter(ASYMMETRIC::equals).isPresent();
    }

    private static String newOutboundSecret(Settings settings) {
        return isAsymmetric(settings) ? WebhookKey.newSigningKey() : WebhookKey.newSecret();
    }

    private static void putToken(Map<String, Secret> secrets, Map<String, Secret> shown) {
        String token = "tok_" + random(32);
        secrets.put(INBOUND_TOKEN, new Secret(stored(token)));
        shown.put(INBOUND_TOKEN, new Secret(token));
    }

    /** Of a pair the receiver is shown the public half alone. */
    private static void putSecret(String field, String spelling, Map<String, Secret> secrets, Map<String, Secret> shown) {
        secrets.put(field, new Secret(spelling));
        shown.put(field, new Secret(WebhookKey.parse(spelling).forReceiver()));
    }

    private static boolean isStoredForm(String token) {
        return token.startsWith(HASHED) || token.equals(REVOKED);
    }

    private static String stored(String token) {
        return HASHED + DigestUtils.sha256Hex(token) + ":" + token.substring(Math.max(0, token.length() - 4));
    }

    private static String random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
