package dev.tributary.adapter.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ApiInboundTest {

    static Stream<String> fixtures() {
        Stream<String> signed = StreamSupport.stream(((Iterable<String>) () -> ApiFixtures.HEADERS.get("files").fieldNames()).spliterator(), false);
        return Stream.concat(
                signed,
                Stream.of("echo.json", "contact-updated.json", "closed.json", "html.json", "form.json", "future-content.json", "future-event.json", "bad-in-batch.json", "upload.json"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void every_fixture_means_what_stands_beside_it(String name) {
        GoldenJson.check(ApiInbound.read(ApiFixtures.raw(ApiFixtures.bytes(name))), ApiFixtures.FOLDER.resolve(name));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"message.created","data":{"external_message_id":"x","contact":{},"content":{"type":"text","text":"a"}}} | data.contact.external_id | is required
            {"type":"message.created","data":{"external_message_id":"x","contact":{"external_id":"c"},"content":{"type":"text","text":""}}} | data.content.text | must not be empty
            {"type":"message.created","data":{"contact":{"external_id":"c"},"content":{"type":"text","text":"a"}}} | data.external_message_id | is required
            {"type":"message.created","data":{"external_message_id":7,"contact":{"external_id":"c"},"content":{"type":"text","text":"a"}}} | data.external_message_id | must be text
            {"type":"message.created","timestamp":"yesterday","data":{}} | timestamp | must be a time with zone, as 2026-11-20T10:00:00Z
            {"type":"message.created","data":{"external_message_id":"x","contact":{"external_id":"c","phone":"0151"},"content":{"type":"text","text":"a"}}} | data.contact.phone | must be a phone number as +4915112345678
            {"type":"message.created","data":{"external_message_id":"x","contact":{"external_id":"c"},"content":{"type":"image"}}} | data.content.attachments | is required
            {"type":"message.created","data":{"external_message_id":"x","contact":{"external_id":"c"},"content":{"type":"image","attachments":[{}]}}} | data.content.attachments[0] | needs exactly one of url, upload_id, data
            {"type":"message.created","data":{"external_message_id":"x","contact":{"external_id":"c"},"content":{"type":"image","attachments":[{"data":"?"}]}}} | data.content.attachments[0].data | must be base64
            {"type":"message.created","data":{"external_message_id":"x","contact":{"external_id":"c"},"content":{"type":"location","latitude":91,"longitude":0}}} | data.content.latitude | must be a number from -90.0 to 90.0
            {"type":"message.status","data":{"message_id":"m","status":"lost"}} | data.status | must be one of sent, delivered, read, failed
            {"type":"conversation.closed","data":{}} | data.thread_id | is required
            {"data":{}} | type | is required
            {"events":[]} | events | must hold 1 to 100 entries
            [1] | body | must be an object""")
    void what_breaks_the_protocol_is_named(String body, String field, String text) {
        InboundEvent event = read(body).getFirst();

        InboundEvent.Invalid invalid = assertInstanceOf(InboundEvent.Invalid.class, event);
        assertEquals(field, invalid.field());
        assertEquals(text, invalid.text());
    }

    @Test
    void a_hundred_events_are_read_and_a_hundred_and_one_are_not() {
        String event = "{\"type\":\"typing\",\"data\":{\"thread_id\":\"t\",\"state\":\"on\"}}";

        assertEquals(100, read("{\"events\":[" + String.join(",", java.util.Collections.nCopies(100, event)) + "]}").size());
        assertInstanceOf(InboundEvent.Invalid.class, read("{\"events\":[" + String.join(",", java.util.Collections.nCopies(101, event)) + "]}").getFirst());
    }

    @Test
    void a_time_in_the_far_future_becomes_the_time_of_arrival() {
        String message = "{\"type\":\"typing\",\"timestamp\":\"%s\",\"data\":{\"thread_id\":\"t\",\"state\":\"on\"}}";

        assertEquals(ApiFixtures.CLOCK, read(message.formatted("2031-01-01T00:00:00Z")).getFirst().at());
        assertEquals(ApiFixtures.CLOCK.plusSeconds(300), read(message.formatted(ApiFixtures.CLOCK.plusSeconds(300))).getFirst().at());
    }

    @Test
    void null_takes_back_what_absence_leaves() {
        InboundEvent.ContactChanged changed = (InboundEvent.ContactChanged) read(
                        "{\"type\":\"contact.updated\",\"data\":{\"contact\":{\"external_id\":\"c\",\"name\":null,\"phone\":null,\"custom\":{\"segment\":null,\"plan\":\"pro\"}}}}")
                .getFirst();

        assertEquals(Set.of("name", "phone", "attributes.segment"), changed.from().cleared());
        assertEquals(Map.of("plan", "pro"), changed.from().attributes());
    }

    @Test
    void untrusted_contact_data_is_shown_and_never_matched() {
        Settings distrusting = new Settings(Map.of("identity_mode", BooleanNode.FALSE), Map.of());
        RawEvent raw = new RawEvent(Ids.next(), ApiFixtures.CLOCK, Map.of(), ApiFixtures.bytes("text.json"), distrusting);

        InboundEvent.MessageReceived message = (InboundEvent.MessageReceived) ApiInbound.read(raw).getFirst();

        assertTrue(message.from().email().isEmpty());
        assertTrue(message.from().phone().isEmpty());
        assertEquals("anna@customer.example", message.from().attributes().get("email"));
    }

    @Test
    void no_thread_id_can_pass_for_a_contacts_own_thread() {
        String message = "{\"type\":\"message.created\",\"data\":{\"external_message_id\":\"x\",%s\"contact\":{\"external_id\":\"c\"},\"content\":{\"type\":\"text\",\"text\":\"a\"}}}";
        InboundEvent.MessageReceived without = (InboundEvent.MessageReceived) read(message.formatted("")).getFirst();
        InboundEvent.MessageReceived with = (InboundEvent.MessageReceived) read(message.formatted("\"thread_id\":\"contact:c\",")).getFirst();

        assertEquals("contact:c", without.thread().key().value());
        assertEquals("thread:contact:c", with.thread().key().value());
        assertEquals("contact:c", ApiThreads.threadId(with.thread().key()).orElseThrow());
        assertTrue(ApiThreads.threadId(without.thread().key()).isEmpty());
    }

    @Test
    void html_without_a_text_has_a_text_for_the_preview() {
        Content.Text text = (Content.Text) ((InboundEvent.MessageReceived) ApiInbound.read(ApiFixtures.raw(ApiFixtures.bytes("html.json"))).getFirst()).content();

        assertEquals("Hello & welcome", text.text());
        assertTrue(text.html().orElseThrow().contains("<script>"), "sanitised where it is stored, not here");
    }

    private static List<InboundEvent> read(String body) {
        return ApiInbound.read(ApiFixtures.raw(body.getBytes(StandardCharsets.UTF_8)));
    }
}
