package dev.tributary.adapter.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Author;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.Template;
import dev.tributary.channel.TemplateMessage;
import dev.tributary.channel.ThreadKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WhatsAppOutboundTest {

    @Test
    void a_text_goes_to_the_number_and_carries_our_own_id() {
        // When
        JsonNode body = only(message("447700900123", "Hi", List.of(), List.of(), Optional.empty()));

        // Then
        assertEquals("447700900123", body.path("to").asText());
        assertEquals("Hi", body.path("text").path("body").asText());
        assertEquals(new UUID(1, 1).toString(), body.path("biz_opaque_callback_data").asText());
    }

    @Test
    void who_hides_their_number_is_written_to_by_their_id() {
        JsonNode body = only(message("GB.109", "Hi", List.of(), List.of(), Optional.empty()));
        assertEquals("GB.109", body.path("recipient").asText());
        assertTrue(body.path("to").isMissingNode());
    }

    @Test
    void long_text_goes_in_pieces_and_only_the_first_quotes() {
        // When
        List<WhatsAppOutbound.Part> parts = WhatsAppOutbound.parts(message("447700900123", "word ".repeat(1_000), List.of(), List.of(), Optional.empty()));

        // Then
        assertEquals(2, parts.size());
        assertEquals("wamid.Q", parts.getFirst().body().path("context").path("message_id").asText());
        assertTrue(parts.get(1).body().path("context").isMissingNode());
        parts.forEach(part -> assertTrue(part.body().path("text").path("body").asText().length() <= WhatsAppOutbound.TEXT_LIMIT));
    }

    @Test
    void a_picture_has_its_words_beside_it_and_a_voice_note_before_them() {
        JsonNode picture = only(message("447700900123", "Look", List.of(file(ContentKind.IMAGE, "image/png")), List.of(), Optional.empty()));
        assertEquals("Look", picture.path("image").path("caption").asText());
        List<WhatsAppOutbound.Part> voice =
                WhatsAppOutbound.parts(message("447700900123", "Listen", List.of(file(ContentKind.AUDIO, "audio/ogg")), List.of(), Optional.empty()));
        assertEquals(List.of("audio", "text"), voice.stream().map(part -> part.body().path("type").asText()).toList());
    }

    @Test
    void a_picture_that_whatsapp_does_not_take_goes_as_a_document() {
        JsonNode body = only(message("447700900123", "", List.of(file(ContentKind.IMAGE, "image/tiff")), List.of(), Optional.empty()));
        assertEquals("a.bin", body.path("document").path("filename").asText());
    }

    @Test
    void three_answers_are_buttons_and_four_are_a_list() {
        // Given
        List<Button> four = IntStream.range(0, 4).mapToObj(n -> new Button("id" + n, "Choice number " + n, Optional.empty())).toList();

        // When
        JsonNode buttons = only(message("447700900123", "Pick", List.of(), four.subList(0, 3), Optional.empty()));
        JsonNode list = only(message("447700900123", "Pick", List.of(), four, Optional.empty()));

        // Then
        assertEquals(3, buttons.path("interactive").path("action").path("buttons").size());
        assertEquals(4, list.path("interactive").path("action").path("sections").path(0).path("rows").size());
    }

    @Test
    void a_template_fills_its_variables_by_number_and_by_name() {
        // Given
        TemplateMessage template = new TemplateMessage("order_update", "en_GB", Map.of("body.10", "ten", "body.2", "two", "button.1", "4711", "header.name", "Ada"));

        // When
        JsonNode components = only(message("447700900123", "Hi Ada", List.of(), List.of(), Optional.of(template))).path("template").path("components");

        // Then
        assertEquals("name", components.path(0).path("parameters").path(0).path("parameter_name").asText());
        assertEquals(List.of("two", "ten"), components.path(1).path("parameters").findValuesAsText("text"));
        assertEquals("1", components.path(2).path("index").asText());
    }

    @Test
    void a_templates_picture_stands_on_top_of_it_and_is_no_message_of_its_own() {
        // Given
        TemplateMessage template = new TemplateMessage("order_update", "en_GB", Map.of("body.1", "Ada"));

        // When
        JsonNode components = only(message("447700900123", "Hi Ada", List.of(file(ContentKind.IMAGE, "image/png")), List.of(), Optional.of(template))).path("template").path("components");

        // Then
        assertEquals("header", components.path(0).path("type").asText());
        assertEquals("image", components.path(0).path("parameters").path(0).path("type").asText());
        assertEquals("body", components.path(1).path("type").asText());
    }

    @Test
    void a_template_is_read_with_its_variables_and_examples() {
        // Given
        JsonNode listed = ProviderJson.read("""
                {"name":"order_update","language":"en_GB","status":"APPROVED","category":"UTILITY","components":[
                {"type":"HEADER","format":"IMAGE"},
                {"type":"BODY","text":"Hi {{1}}, order {{2}} is on its way","example":{"body_text":[["Ada","4711"]]}},
                {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Thanks"},{"type":"URL","text":"Track","url":"https://example.com/{{1}}"}]}]}
                """.getBytes(StandardCharsets.UTF_8));

        // When
        Template template = WhatsAppTemplates.read(listed);

        // Then
        assertEquals(Template.APPROVED, template.status());
        assertEquals(Optional.of(ContentKind.IMAGE), template.headerMedia());
        assertEquals(
                List.of(new Template.Variable("body.1", "Ada"), new Template.Variable("body.2", "4711"), new Template.Variable("button.1", "")),
                template.variables());
    }

    private static JsonNode only(OutboundMessage message) {
        List<WhatsAppOutbound.Part> parts = WhatsAppOutbound.parts(message);
        assertEquals(1, parts.size());
        return parts.getFirst().body();
    }

    private static File file(ContentKind kind, String contentType) {
        return new File(new UUID(2, 2), kind, "a.bin", contentType, 10, "key");
    }

    private static OutboundMessage message(String to, String text, List<File> files, List<Button> buttons, Optional<TemplateMessage> template) {
        return new OutboundMessage(
                new UUID(1, 1),
                new UUID(1, 2),
                new ThreadKey(to),
                to,
                new UUID(1, 3),
                Optional.of(text),
                Optional.empty(),
                files,
                buttons,
                template,
                Optional.of(new ProviderMessageId("wamid.Q")),
                new Author("user", "Olga"),
                Instant.EPOCH,
                1,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
