package dev.tributary.adapter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.IssuesCredentials.Issued;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final Settings NOTHING = new Settings(Map.of(), Map.of());
    private static final Instant NOW = ApiFixtures.CLOCK;

    @Test
    void a_new_channel_gets_an_id_and_three_keys_that_are_shown_once() {
        Issued issued = ApiKeys.issue(NOTHING);

        assertEquals(Set.of("inbound_token", "inbound_secret", "outbound_secret"), issued.shown().keySet());
        assertTrue(issued.settings().get("channel_id").asText().startsWith("api_"));
        assertTrue(issued.shown().get("inbound_token").reveal().matches("tok_[A-Za-z0-9_-]{43}"));
        assertTrue(issued.shown().get("inbound_secret").reveal().startsWith("whsec_"));
        assertTrue(ApiKeys.issue(ApiFixtures.merged(NOTHING, issued)).shown().isEmpty(), "asked again, nothing is new");
        assertTrue(ApiKeys.issue(ApiFixtures.merged(NOTHING, issued)).secrets().isEmpty());
    }

    @Test
    void a_token_is_stored_as_a_hash_that_a_person_recognises_and_nobody_can_present() {
        Issued issued = ApiKeys.issue(NOTHING);
        String token = issued.shown().get("inbound_token").reveal();
        Secret stored = issued.secrets().get("inbound_token");

        assertFalse(stored.reveal().contains(token));
        assertEquals("••••" + token.substring(token.length() - 4), stored.masked());
        assertTrue(ApiKeys.isToken(ApiFixtures.merged(NOTHING, issued), token));
    }

    @Test
    void a_token_that_an_admin_chose_works_and_is_not_kept_in_plain() {
        Settings settings = ApiFixtures.settings(false);

        assertTrue(ApiKeys.isToken(settings, ApiFixtures.TOKEN));
        assertFalse(settings.requiredSecret("inbound_token").reveal().contains(ApiFixtures.TOKEN));
    }

    @Test
    void during_rotation_both_secrets_sign_the_new_one_first_and_after_24_hours_only_the_new_one() {
        // Given
        Settings before = ApiFixtures.settings(false);
        WebhookKey old = ApiKeys.outbound(before, NOW).getFirst();

        // When
        Issued rotated = ApiKeys.rotate("outbound_secret", before, NOW);
        Settings after = ApiFixtures.merged(before, rotated);

        // Then
        WebhookKey fresh = WebhookKey.parse(rotated.shown().get("outbound_secret").reveal());
        byte[] body = {1, 2, 3};
        List<WebhookKey> during = ApiKeys.outbound(after, NOW.plusSeconds(86_399));
        List<WebhookKey> later = ApiKeys.outbound(after, NOW.plusSeconds(86_400));
        String[] entries = WebhookSignature.headers(during, "msg_1", NOW, body).get("webhook-signature").split(" ");
        assertEquals(2, entries.length);
        assertEquals(entries[0], WebhookSignature.headers(List.of(fresh), "msg_1", NOW, body).get("webhook-signature"));
        assertEquals(entries[1], WebhookSignature.headers(List.of(old), "msg_1", NOW, body).get("webhook-signature"));
        assertEquals(List.of(fresh.forReceiver()), later.stream().map(WebhookKey::forReceiver).toList());
    }

    @Test
    void for_ed25519_the_receiver_is_shown_the_public_half_alone() {
        Settings asymmetric = new Settings(Map.of("outbound_algorithm", TextNode.valueOf("v1a")), Map.of());

        Issued issued = ApiKeys.issue(asymmetric);

        assertTrue(issued.shown().get("outbound_secret").reveal().startsWith("whpk_"));
        assertTrue(issued.secrets().get("outbound_secret").reveal().startsWith("whsk_"));
    }

    @Test
    void changing_the_algorithm_makes_a_key_that_fits() {
        Settings changed = ApiFixtures.merged(ApiFixtures.settings(false), new Issued(Map.of("outbound_algorithm", TextNode.valueOf("v1a")), Map.of(), Map.of()));

        assertEquals(Set.of("outbound_secret"), ApiKeys.issue(changed).shown().keySet());
    }
}
