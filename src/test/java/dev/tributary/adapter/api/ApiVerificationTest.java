package dev.tributary.adapter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tributary.channel.Settings;
import dev.tributary.channel.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiVerificationTest {

    private static final byte[] BODY = ApiFixtures.bytes("text.json");
    private static final Map<String, String> SIGNED = ApiFixtures.headers("text.json");
    private static final Map<String, String> BEARER = Map.of("authorization", "Bearer " + ApiFixtures.TOKEN);

    static Stream<String> signed() {
        return StreamSupport.stream(((Iterable<String>) () -> ApiFixtures.HEADERS.get("files").fieldNames()).spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("signed")
    void every_fixture_is_accepted_with_its_headers_and_refused_with_a_changed_byte(String name) {
        byte[] forged = ApiFixtures.bytes(name);
        forged[forged.length / 2] ^= 1;

        assertInstanceOf(Verdict.Accepted.class, verdict(ApiFixtures.headers(name), ApiFixtures.bytes(name), true));
        assertEquals(new Verdict.Rejected("signature_invalid"), verdict(ApiFixtures.headers(name), forged, true));
    }

    @Test
    void the_token_is_enough_unless_a_signature_is_required() {
        assertInstanceOf(Verdict.Accepted.class, verdict(BEARER, BODY, false));
        assertEquals(new Verdict.Rejected("signature_missing"), verdict(BEARER, BODY, true));
    }

    @Test
    void a_wrong_token_is_not_healed_by_a_right_signature_nor_the_other_way_round() {
        assertEquals(new Verdict.Rejected("token_invalid"), verdict(both(SIGNED, Map.of("authorization", "Bearer tok_other")), BODY, false));
        assertEquals(
                new Verdict.Rejected("signature_invalid"),
                verdict(both(both(SIGNED, BEARER), Map.of("webhook-signature", "v1,AAAA")), BODY, false));
        assertInstanceOf(Verdict.Accepted.class, verdict(both(SIGNED, BEARER), BODY, true));
    }

    @Test
    void nothing_presented_is_refused() {
        assertEquals(new Verdict.Rejected("signature_missing"), verdict(Map.of(), BODY, false));
        assertEquals(new Verdict.Rejected("token_invalid"), verdict(Map.of("authorization", "Basic dG9r"), BODY, false));
        assertEquals(new Verdict.Rejected("token_invalid"), verdict(Map.of("authorization", "Bearer "), BODY, false));
    }

    @Test
    void a_webhook_id_beside_the_token_is_no_claim_to_be_signed() {
        assertInstanceOf(Verdict.Accepted.class, verdict(both(BEARER, Map.of("webhook-id", "msg_1")), BODY, false));
    }

    @Test
    void neither_the_stored_form_of_a_token_nor_a_revoked_one_opens() {
        Settings settings = ApiFixtures.settings(false);
        String stored = settings.requiredSecret("inbound_token").reveal();
        Settings revoked = ApiFixtures.merged(settings, ApiKeys.revoke("inbound_token"));

        assertEquals(new Verdict.Rejected("token_invalid"), verdict(Map.of("authorization", "Bearer " + stored), BODY, false));
        assertEquals(new Verdict.Rejected("token_invalid"), ApiVerification.verify(ApiFixtures.request(BEARER, BODY), revoked));
        assertEquals(
                new Verdict.Rejected("token_invalid"),
                ApiVerification.verify(ApiFixtures.request(Map.of("authorization", "Bearer revoked"), BODY), revoked));
    }

    @Test
    void a_revoked_secret_signs_nothing_in() {
        Settings revoked = ApiFixtures.merged(ApiFixtures.settings(false), ApiKeys.revoke("inbound_secret"));

        assertEquals(new Verdict.Rejected("signature_invalid"), ApiVerification.verify(ApiFixtures.request(SIGNED, BODY), revoked));
    }

    private static Verdict verdict(Map<String, String> headers, byte[] body, boolean requireSignature) {
        return ApiVerification.verify(ApiFixtures.request(headers, body), ApiFixtures.settings(requireSignature));
    }

    private static Map<String, String> both(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new HashMap<>(first);
        all.putAll(second);
        return all;
    }
}
