package dev.tributary.adapter.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Content;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatsAppInboundTest {

    static Stream<Path> deliveries() {
        return Stream.of("whatsapp-cloud", "whatsapp-360dialog").flatMap(channel -> MetaFixtures.deliveries(channel).stream());
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void every_delivery_is_read_as_its_golden_file_says(Path fixture) throws Exception {
        // When
        List<InboundEvent> events = WhatsAppInbound.read(MetaFixtures.raw(Files.readAllBytes(fixture), Map.of()));

        // Then
        GoldenJson.check(events, fixture);
    }

    @Test
    void every_message_and_receipt_of_every_change_is_read() {
        // When
        List<InboundEvent> events = read("{\"entry\":[{\"changes\":[" + change("\"messages\":[" + text("w1") + "," + text("w2") + "]") + ","
                + change("\"statuses\":[{\"id\":\"o1\",\"status\":\"delivered\",\"timestamp\":\"1\"}]") + "]},{\"changes\":["
                + change("\"messages\":[" + text("w3") + "]") + "]}]}", Map.of());

        // Then
        assertEquals(List.of("w1", "w2", "o1:delivered", "w3"), events.stream().map(event -> event.key().value()).toList());
    }

    @Test
    void what_belongs_to_another_number_is_left_to_its_account() {
        // Given
        String body = "{\"entry\":[{\"changes\":[" + change("\"messages\":[" + text("w1") + "]") + "]}]}";

        // When
        List<InboundEvent> events = read(body, Map.of(WhatsAppSettings.PHONE_NUMBER_ID, TextNode.valueOf("777")));

        // Then
        assertEquals("other_account", ((Unsupported) events.getFirst()).reason());
        assertEquals(Set.of("510"), WhatsAppInbound.numbersIn(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_number_and_the_id_that_hides_it_name_one_person() {
        // When
        MessageReceived message = message("{\"from\":\"5511987654321\",\"from_user_id\":\"BR.77\",\"id\":\"w1\",\"timestamp\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"oi\"}}");

        // Then
        assertEquals("5511987654321", message.from().id());
        assertEquals(Set.of("BR.77", "551187654321"), message.from().aliases());
    }

    @Test
    void a_group_is_a_thread_of_its_own_where_groups_are_wanted() {
        // Given
        String group = "{\"from\":\"447700900123\",\"group_id\":\"Y2FwaV9\",\"id\":\"w1\",\"timestamp\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"hi all\"}}";
        String body = "{\"entry\":[{\"changes\":[" + change("\"messages\":[" + group + "]") + "]}]}";

        // When
        MessageReceived wanted = (MessageReceived) read(body, Map.of(WhatsAppSettings.ACCEPT_GROUPS, BooleanNode.TRUE)).getFirst();

        // Then
        assertEquals("Y2FwaV9", wanted.thread().key().value());
        assertEquals("group_chats_off", ((Unsupported) read(body, Map.of()).getFirst()).reason());
    }

    @Test
    void a_message_from_the_phone_app_is_ours_and_stands_in_the_customers_thread() {
        // When
        MessageReceived echo = (MessageReceived) read("{\"entry\":[{\"changes\":[{\"field\":\"smb_message_echoes\",\"value\":{\"message_echoes\":["
                + "{\"from\":\"15550100123\",\"to\":\"447700900123\",\"id\":\"w9\",\"timestamp\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"from my phone\"}}]}}]}]}", Map.of()).getFirst();

        // Then
        assertEquals(Origin.ELSEWHERE, echo.origin());
        assertEquals("447700900123", echo.thread().key().value());
    }

    @Test
    void a_new_number_is_added_to_the_person_who_changed_it() {
        // When
        InboundEvent event = message("messages", "{\"from\":\"447700900123\",\"id\":\"w1\",\"timestamp\":\"1\",\"type\":\"system\",\"system\":{\"type\":\"user_changed_number\",\"wa_id\":\"447700900999\"}}");

        // Then
        ContactChanged changed = assertInstanceOf(ContactChanged.class, event);
        assertEquals(Set.of("447700900999"), changed.from().aliases());
        assertEquals("+447700900999", changed.from().phone().orElseThrow());
    }

    @Test
    void a_reaction_without_an_emoji_takes_it_back() {
        // When
        Reaction reaction = (Reaction) message("messages", "{\"from\":\"447700900123\",\"id\":\"w1\",\"timestamp\":\"1\",\"type\":\"reaction\",\"reaction\":{\"message_id\":\"w0\"}}");

        // Then
        assertEquals(new Reaction.Change.Set(List.of()), reaction.change());
    }

    @Test
    void a_kind_of_next_year_is_shown_as_a_placeholder() {
        assertInstanceOf(Content.Unsupported.class, message("{\"from\":\"447700900123\",\"id\":\"w1\",\"type\":\"hologram\"}").content());
    }

    @Test
    void a_failed_receipt_says_what_to_do() {
        // When
        Delivery receipt = (Delivery) read("{\"entry\":[{\"changes\":[" + change(
                "\"statuses\":[{\"id\":\"o1\",\"status\":\"failed\",\"errors\":[{\"code\":131026,\"title\":\"Message undeliverable\"}]}]") + "]}]}", Map.of()).getFirst();

        // Then
        ChannelProblem problem = receipt.problem().orElseThrow();
        assertEquals("recipient_unreachable", problem.code());
        assertEquals("This number cannot receive WhatsApp messages; use another channel", problem.hint());
    }

    @Test
    void a_receipt_finds_its_message_by_the_id_that_we_gave_it() {
        // Given
        String own = "01931f7e-0000-7000-8000-000000000001";

        // When
        Delivery receipt = (Delivery) read("{\"entry\":[{\"changes\":[" + change(
                "\"statuses\":[{\"id\":\"o1\",\"status\":\"read\",\"biz_opaque_callback_data\":\"" + own + "\"}]") + "]}]}", Map.of()).getFirst();

        // Then
        assertEquals(own, receipt.id().value());
        assertEquals("o1:read", receipt.key().value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[{\"type\":\"text\"}]}}]}]}"})
    void what_whatsapp_would_never_send_is_unreadable_and_nothing_else(String body) {
        assertThrows(UnreadableEventException.class, () -> read(body, Map.of()));
    }

    private static MessageReceived message(String message) {
        return (MessageReceived) message("messages", message);
    }

    private static InboundEvent message(String member, String message) {
        return read("{\"entry\":[{\"changes\":[" + change("\"" + member + "\":[" + message + "]") + "]}]}", Map.of()).getFirst();
    }

    private static String text(String id) {
        return "{\"from\":\"447700900123\",\"id\":\"" + id + "\",\"timestamp\":\"1795254000\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}";
    }

    private static String change(String members) {
        return "{\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\"510\"}," + members + "}}";
    }

    private static List<InboundEvent> read(String body, Map<String, JsonNode> settings) {
        return WhatsAppInbound.read(MetaFixtures.raw(body.getBytes(StandardCharsets.UTF_8), settings));
    }
}
