package dev.tributary.adapter.webwidget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.IssuesCredentials.Issued;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The public channel key of the page snippet, and the secret that the site proves its visitors with. */
final class WidgetKeys {

    static final String CHANNEL_KEY = "channel_key";
    static final String IDENTITY_SECRET = "identity_secret";
    static final String PREVIOUS_SECRET = "identity_previous_secret";
    static final String PREVIOUS_UNTIL = "identity_previous_secret_until";

    /** How long a site may go on to sign with the replaced secret. */
    static final Duration OVERLAP = Duration.ofDays(7);


    static final Set<String> REPLACEABLE = Set.of(IDENTITY_SECRET);
    static final Set<String> REVOCABLE = Set.of(PREVIOUS_SECRET);

    private WidgetKeys() {}

    static Issued issue(Settings settings) {
        Map<String, JsonNode> values = new HashMap<>();
        Map<String, Secret> secrets = new HashMap<>();
        Map<String, Secret> shown = new HashMap<>();
        if (settings.text(CHANNEL_KEY).isEmpty()) {
            values.put(CHANNEL_KEY, TextNode.valueOf("wch_" + random(16)));
        }
        if (settings.secret(IDENTITY_SECRET).isEmpty()) {
            putSecret(secrets, shown);
        }
        return new Issued(values, secrets, shown);
    }

    static Issued rotate(String field, Settings stored, Instant now) {
        if (!field.equals(IDENTITY_SECRET)) {
            throw new IllegalArgumentException(field + " is not a key of this channel");
        }
        Map<String, Secret> secrets = new HashMap<>();
        Map<String, Secret> shown = new HashMap<>();
        stored.secret(IDENTITY_SECRET).ifPresent(old -> secrets.put(PREVIOUS_SECRET, old));
        putSecret(secrets, shown);
        return new Issued(Map.of(PREVIOUS_UNTIL, TextNode.valueOf(now.plus(OVERLAP).toString())), secrets, shown);
    }

    /** The current secret has to have a successor first; its predecessor can go at once. */
    static Issued revoke(String field) {
        if (!field.equals(PREVIOUS_SECRET)) {
            throw new IllegalArgumentException(field + " cannot be revoked");
        }
        return new Issued(Map.of(PREVIOUS_UNTIL, NullNode.getInstance()), Map.of(field, new Secret(random(32))), Map.of());
    }

    private static void putSecret(Map<String, Secret> secrets, Map<String, Secret> shown) {
        Secret secret = new Secret(random(32));
        secrets.put(IDENTITY_SECRET, secret);
        shown.put(IDENTITY_SECRET, secret);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
