package dev.tributary.adapter.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Author;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PageOutboundTest {

    @Test
    void instagram_counts_bytes_and_no_character_is_cut() {
        // When
        List<PageOutbound.Part> parts = PageOutbound.parts(message("💚".repeat(600), List.of()), true, false);

        // Then
        assertEquals(3, parts.size());
        parts.forEach(part -> {
            String text = part.body().path("message").path("text").asText();
            assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= PageOutbound.INSTAGRAM_BYTES);
            assertTrue(text.chars().allMatch(unit -> Character.isSurrogate((char) unit)));
        });
        assertEquals("m_q", parts.getFirst().body().path("reply_to").path("mid").asText());
    }

    @Test
    void answers_are_quick_replies_and_a_link_is_a_button_that_stays() {
        // When
        var replies = PageOutbound.parts(message("Pick", List.of(new Button("a", "One", Optional.empty()))), false, false).getFirst().body().path("message");
        var link = PageOutbound.parts(message("Look", List.of(new Button("b", "Shop", Optional.of("https://example.com")))), false, false).getFirst().body().path("message");

        // Then
        assertEquals("a", replies.path("quick_replies").path(0).path("payload").asText());
        assertEquals("button", link.path("attachment").path("payload").path("template_type").asText());
    }

    @Test
    void a_person_who_answers_after_a_day_says_so() {
        // When
        var late = PageOutbound.parts(message("Still there?", List.of()), false, true).getFirst().body();

        // Then
        assertEquals("MESSAGE_TAG", late.path("messaging_type").asText());
        assertEquals("HUMAN_AGENT", late.path("tag").asText());
    }

    private static OutboundMessage message(String text, List<Button> buttons) {
        return new OutboundMessage(
                new UUID(1, 1),
                new UUID(1, 2),
                new ThreadKey("7400"),
                "7400",
                new UUID(1, 3),
                Optional.of(text),
                Optional.empty(),
                List.of(),
                buttons,
                Optional.of(new ProviderMessageId("m_q")),
                new Author("user", "Olga"),
                Instant.EPOCH,
                1,
                List.of());
    }
}
