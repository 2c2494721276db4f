package dev.tributary.platform.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every key, body and time. */
class WebhookSignaturePropertyTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_795_219_200);
    private static final String ID = "msg_01KAJ0000000000000000000";

    @Property(tries = 200)
    void what_we_sign_verifies(@ForAll("keys") WebhookKey key, @ForAll byte[] body, @ForAll @IntRange(min = -300, max = 300) int drift) {
        Map<String, String> headers = WebhookSignature.headers(List.of(key), ID, NOW, body);

        assertEquals(Optional.empty(), WebhookSignature.verify(receiver(key), headers, body, NOW.plusSeconds(drift)));
    }

    @Property(tries = 200)
    void one_changed_bit_of_the_body_never_verifies(@ForAll("keys") WebhookKey key, @ForAll @Size(min = 1) byte[] body, @ForAll @IntRange(min = 0) int bit) {
        Map<String, String> headers = WebhookSignature.headers(List.of(key), ID, NOW, body);
        byte[] forged = body.clone();
        forged[bit / 8 % body.length] ^= (byte) (1 << bit % 8);

        assertTrue(WebhookSignature.verify(receiver(key), headers, forged, NOW).isPresent());
    }

    @Property(tries = 100)
    void a_signature_does_not_verify_at_another_time(@ForAll("keys") WebhookKey key, @ForAll byte[] body, @ForAll @IntRange(min = 1, max = 300) int later) {
        Map<String, String> headers = new HashMap<>(WebhookSignature.headers(List.of(key), ID, NOW, body));
        headers.put("webhook-timestamp", Long.toString(NOW.plusSeconds(later).getEpochSecond()));

        assertTrue(WebhookSignature.verify(receiver(key), headers, body, NOW).isPresent());
    }

    @Property(tries = 100)
    void another_key_never_verifies(@ForAll("keys") WebhookKey key, @ForAll("keys") WebhookKey other, @ForAll byte[] body) {
        if (!key.forReceiver().equals(other.forReceiver())) {
            Map<String, String> headers = WebhookSignature.headers(List.of(key), ID, NOW, body);

            assertTrue(WebhookSignature.verify(receiver(other), headers, body, NOW).isPresent());
        }
    }

    @Property(tries = 100)
    void during_a_rotation_either_key_verifies(@ForAll("keys") WebhookKey fresh, @ForAll("keys") WebhookKey old, @ForAll byte[] body) {
        Map<String, String> headers = WebhookSignature.headers(List.of(fresh, old), ID, NOW, body);

        assertEquals(Optional.empty(), WebhookSignature.verify(receiver(fresh), headers, body, NOW));
        assertEquals(Optional.empty(), WebhookSignature.verify(receiver(old), headers, body, NOW));
    }

    @Property(tries = 300)
    void odd_headers_are_refused_and_never_an_exception(@ForAll String id, @ForAll String timestamp, @ForAll String signature) {
        Map<String, String> headers = Map.of("webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signature);

        assertTrue(WebhookSignature.verify(List.of(WebhookKey.parse(WebhookKey.newSecret())), headers, new byte[0], NOW).isPresent());
    }

    @Provide
    Arbitrary<WebhookKey> keys() {
        Arbitrary<WebhookKey> secrets = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(24)
                .ofMaxSize(64)
                .map(bytes -> WebhookKey.parse("whsec_" + Base64.getEncoder().encodeToString(bytes)));
        Arbitrary<WebhookKey> pairs = Arbitraries.create(() -> WebhookKey.parse(WebhookKey.newSigningKey()));
        return Arbitraries.oneOf(secrets, pairs);
    }

    private static List<WebhookKey> receiver(WebhookKey key) {
        return List.of(WebhookKey.parse(key.forReceiver()));
    }
}
