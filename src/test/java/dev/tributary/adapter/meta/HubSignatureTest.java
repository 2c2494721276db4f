package dev.tributary.adapter.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubSignatureTest {

    private static final List<Secret> TOKENS = List.of(new Secret("tributary-verify-token"));

    @ParameterizedTest
    @ValueSource(strings = {"whatsapp-cloud", "messenger", "instagram"})
    void every_recorded_signature_is_accepted_and_none_that_was_changed(String channel) {
        JsonNode recorded = MetaFixtures.json(channel, "headers.json");
        Secret secret = new Secret(ProviderJson.text(recorded, "appSecret").or(() -> ProviderJson.text(recorded, "igAppSecret")).orElseThrow());
        recorded.path("files").properties().forEach(file -> {
            // Given
            byte[] body = MetaFixtures.bytes(channel, file.getKey());
            String signature = file.getValue().path("X-Hub-Signature-256").asText();

            // When
            Verdict verdict = HubSignature.verify(post(signature, body), List.of(secret), TOKENS);

            // Then
            assertInstanceOf(Verdict.Accepted.class, verdict, file.getKey());
            body[body.length / 2] ^= 1;
            assertInstanceOf(Verdict.Rejected.class, HubSignature.verify(post(signature, body), List.of(secret), TOKENS));
        });
    }

    @Test
    void the_old_secret_still_signs_while_it_is_being_replaced() {
        // Given
        byte[] body = MetaFixtures.bytes("whatsapp-cloud", "text.json");
        String signature = HubSignature.sign(new Secret("old"), body);

        // When
        Verdict verdict = HubSignature.verify(post(signature, body), List.of(new Secret("new"), new Secret("old")), TOKENS);

        // Then
        assertInstanceOf(Verdict.Accepted.class, verdict);
    }

    @Test
    void nothing_is_accepted_where_there_is_no_secret() {
        byte[] body = MetaFixtures.bytes("whatsapp-cloud", "text.json");
        assertInstanceOf(Verdict.Rejected.class, HubSignature.verify(post(HubSignature.sign(new Secret("x"), body), body), List.of(), TOKENS));
    }

    @Test
    void the_handshake_is_answered_for_our_token_alone() {
        assertEquals(new Verdict.Challenge("1158201444"), HubSignature.verify(handshake("tributary-verify-token"), List.of(), TOKENS));
        assertInstanceOf(Verdict.Rejected.class, HubSignature.verify(handshake("another"), List.of(), TOKENS));
    }

    private static WebhookRequest handshake(String token) {
        return new WebhookRequest(
                "GET",
                "https://inbox.example.com/webhooks/whatsapp-cloud",
                Map.of("hub.mode", "subscribe", "hub.challenge", "1158201444", "hub.verify_token", token),
                Map.of(),
                new byte[0],
                Instant.EPOCH);
    }

    private static WebhookRequest post(String signature, byte[] body) {
        return new WebhookRequest("POST", "https://inbox.example.com/webhooks/whatsapp-cloud", Map.of(), Map.of("x-hub-signature-256", signature), body, Instant.EPOCH);
    }
}
