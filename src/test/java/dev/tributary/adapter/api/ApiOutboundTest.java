package dev.tributary.adapter.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApiOutboundTest {

    private static final UUID MESSAGE = new UUID(0x019aa3b11dd87000L, 1);
    private static final UUID CONVERSATION = new UUID(0x019aa3b11dd87000L, 2);
    private static final UUID CONTACT = new UUID(0x019aa3b11dd87000L, 3);

    @Test
    void a_message_is_the_documented_body_with_our_ids() {
        String documented = new String(ApiFixtures.bytes("outbound-message-created.json"), StandardCharsets.UTF_8)
                .strip()
                .replace("m-900", MESSAGE.toString())
                .replace("C9", CONVERSATION.toString())
                .replace("ct_9", CONTACT.toString());

        byte[] body = ApiOutbound.message(message("thread:t-5", List.of(), List.of(), 1), _ -> "");

        assertEquals(documented, new String(body, StandardCharsets.UTF_8));
    }

    @Test
    void every_attempt_has_the_very_same_bytes() {
        List<OutboundMessage.File> files = List.of(file());

        assertArrayEquals(
                ApiOutbound.message(message("thread:t-5", files, List.of(), 1), _ -> "https://x/1"),
                ApiOutbound.message(message("thread:t-5", files, List.of(), 4), _ -> "https://x/1"));
    }

    @Test
    void files_are_links_and_buttons_are_actions() throws IOException {
        List<OutboundMessage.Button> buttons = List.of(new OutboundMessage.Button("track", "Track it", Optional.empty()));

        JsonNode content = new ObjectMapper()
                .readTree(ApiOutbound.message(message("contact:cust-77", List.of(file()), buttons, 1), _ -> "https://inbox.example.com/f"))
                .get("data")
                .get("content");

        assertEquals("document", content.get("type").asText());
        assertEquals("{\"url\":\"https://inbox.example.com/f\",\"name\":\"a.pdf\",\"content_type\":\"application/pdf\",\"size\":7}", content.get("attachments").get(0).toString());
        assertEquals("{\"id\":\"track\",\"label\":\"Track it\"}", content.get("actions").get(0).toString());
    }

    @Test
    void a_contacts_only_thread_has_no_thread_id() throws IOException {
        JsonNode data = new ObjectMapper().readTree(ApiOutbound.message(message("contact:cust-77", List.of(), List.of(), 1), _ -> "")).get("data");

        assertTrue(data.path("thread_id").isMissingNode());
        assertEquals("cust-77", data.get("contact").get("external_id").asText());
    }

    @Test
    void the_test_event_is_the_documented_one() {
        assertEquals(
                new String(ApiFixtures.bytes("outbound-test.json"), StandardCharsets.UTF_8).strip(),
                new String(ApiOutbound.test("api_3c9d", Instant.parse("2026-11-20T10:00:00Z")), StandardCharsets.UTF_8));
    }

    private static OutboundMessage.File file() {
        return new OutboundMessage.File(new UUID(1, 1), ContentKind.FILE, "a.pdf", "application/pdf", 7, "k");
    }

    private static OutboundMessage message(String thread, List<OutboundMessage.File> files, List<OutboundMessage.Button> buttons, int attempt) {
        return new OutboundMessage(
                MESSAGE,
                CONVERSATION,
                new ThreadKey(thread),
                "cust-77",
                CONTACT,
                Optional.of("Hi Anna, it is on the way."),
                Optional.of("<p>Hi Anna, it is on the way.</p>"),
                files,
                buttons,
                Optional.of(new ProviderMessageId("x-1001")),
                new OutboundMessage.Author("user", "Lena"),
                Instant.parse("2026-11-20T10:00:00Z"),
                attempt, List.of());
    }
}
