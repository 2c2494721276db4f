package dev.tributary.adapter.webwidget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import dev.tributary.channel.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journalled message of a visitor means. */
class WidgetInboundTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void a_text_is_filed_under_the_visitor_and_its_client_id() {
        MessageReceived message = received("\"email\": null, \"claimed_email\": \"ceo@customer.example\"", "{\"type\": \"text\", \"text\": \"Still there?\"}");

        assertEquals("widget:wch_1:v1/c1", message.id().value());
        assertEquals("widget:wch_1:v1#0", message.thread().key().value());
        assertEquals(NOW, message.at());
        assertEquals(new Content.Text("Still there?"), message.content());
        assertEquals(true, message.from().email().isEmpty(), "a claim must not be matched by");
        assertEquals("ceo@customer.example", message.from().attributes().get("email_unverified"));
    }

    @Test
    void an_address_that_was_proven_may_be_matched_by() {
        MessageReceived message = received("\"email\": \"anna@customer.example\"", "{\"type\": \"text\", \"text\": \"Hi\"}");

        assertEquals("anna@customer.example", message.from().email().orElseThrow());
    }

    @Test
    void uploads_are_files_that_we_already_have() {
        UUID upload = UUID.fromString("01931f7e-0000-7000-8000-000000000001");
        MessageReceived message = received("\"email\": null", """
                {"type": "attachment", "text": "see photo", "files": [{"attachment_id": "%s", "kind": "image", "name": "photo.png", "content_type": "image/png", "size": 9}]}
                """.formatted(upload));

        Content.Media media = assertInstanceOf(Content.Media.class, message.content());
        assertEquals("see photo", media.caption().orElseThrow());
        assertEquals(ContentKind.IMAGE, media.files().getFirst().kind());
        assertEquals(new MediaRef.Source.Uploaded(upload), media.files().getFirst().source());
    }

    @Test
    void a_quick_reply_is_a_postback_and_a_place_a_location() {
        assertEquals(
                new Content.Postback("track", "Track my parcel"),
                received("\"email\": null", "{\"type\": \"postback\", \"text\": \"Track my parcel\", \"payload\": \"track\"}").content());
        assertEquals(
                ContentKind.LOCATION,
                received("\"email\": null", "{\"type\": \"location\", \"latitude\": 50.1, \"longitude\": 14.4}").content().kind());
    }

    @Test
    void a_form_is_its_answers_in_order_with_their_types() {
        String form = "01931f7e-0000-7000-8000-000000000001";
        Content content = received("\"email\": null", """
                {"type": "form", "form_id": "%s", "answers": [{"key": "size", "label": "Size", "value": "L"}, {"key": "gift", "label": "A gift", "value": false}]}""".formatted(form)).content();

        assertEquals(
                new Content.Form(Optional.of(UUID.fromString(form)), List.of(
                        new Content.Form.Answer(Optional.of("size"), "Size", "L"), new Content.Form.Answer(Optional.of("gift"), "A gift", false))),
                content);
        assertThrows(UnreadableEventException.class, () -> received("\"email\": null", "{\"type\": \"form\", \"form_id\": \"x\", \"answers\": [{\"label\": \"Size\", \"value\": \"L\"}]}"));
    }

    @Test
    void what_a_later_version_invents_is_unsupported_and_kept() {
        assertEquals(ContentKind.UNSUPPORTED, received("\"email\": null", "{\"type\": \"hologram\", \"text\": \"x\"}").content().kind());
        assertInstanceOf(InboundEvent.Unsupported.class, read(event("wave", "\"email\": null", "{}")).getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "{}", "{\"visitor\": {}, \"thread\": {}, \"message\": {}}"})
    void what_cannot_be_read_says_so(String body) {
        assertThrows(UnreadableEventException.class, () -> read(body));
    }

    private static MessageReceived received(String visitor, String message) {
        return assertInstanceOf(MessageReceived.class, read(event("message", visitor, message)).getFirst());
    }

    private static String event(String type, String visitor, String message) {
        return """
                {"type": "%s", "visitor": {"sender_id": "widget:wch_1:v1", "name": "Visitor", %s}, "thread": {"key": "widget:wch_1:v1#0", "attributes": {}},
                 "client_id": "c1", "message": %s}
                """.formatted(type, visitor, message);
    }

    private static List<InboundEvent> read(String body) {
        return WidgetInbound.read(new RawEvent(
                UUID.randomUUID(), NOW, Map.of(), body.getBytes(StandardCharsets.UTF_8), new Settings(Map.of(), Map.of())));
    }
}
