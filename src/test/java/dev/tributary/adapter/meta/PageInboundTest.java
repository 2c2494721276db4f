package dev.tributary.adapter.meta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.channel.Content;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.UnreadableEventException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageInboundTest {

    static Stream<Path> deliveries() {
        return Stream.of("messenger", "instagram").flatMap(channel -> MetaFixtures.deliveries(channel).stream());
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void every_delivery_is_read_as_its_golden_file_says(Path fixture) throws Exception {
        // When
        String stranger = fixture.getParent().endsWith("instagram") ? "Instagram user" : "Facebook user";
        List<InboundEvent> events = PageInbound.read(MetaFixtures.raw(Files.readAllBytes(fixture), Map.of()), Optional.empty(), stranger);

        // Then
        GoldenJson.check(events, fixture);
    }

    @Test
    void every_item_of_every_entry_is_read_and_strangers_are_left_to_their_accounts() {
        // Given
        String body = "{\"object\":\"page\",\"entry\":[{\"id\":\"1\",\"messaging\":[" + text("m1") + "," + text("m2") + "]},{\"id\":\"2\",\"messaging\":[" + text("m3") + "]}]}";

        // When
        List<InboundEvent> events = read(body, Optional.of("1"));

        // Then
        assertEquals(List.of("m1", "m2"), events.stream().filter(MessageReceived.class::isInstance).map(event -> event.key().value()).toList());
        assertEquals("other_account", ((Unsupported) events.getLast()).reason());
        assertEquals(Set.of("1", "2"), PageInbound.accountsIn(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_sticker_that_came_twice_is_shown_once() {
        // When
        MessageReceived message = (MessageReceived) read("{\"entry\":[{\"id\":\"1\",\"messaging\":[{\"sender\":{\"id\":\"7\"},\"timestamp\":1,\"message\":{\"mid\":\"m\",\"attachments\":["
                + "{\"type\":\"sticker\",\"payload\":{\"url\":\"https://x.example/a.png\",\"sticker_id\":9}},{\"type\":\"image\",\"payload\":{\"url\":\"https://x.example/a.png\",\"sticker_id\":9}}]}}]}]}", Optional.empty()).getFirst();

        // Then
        assertEquals(1, assertInstanceOf(Content.Media.class, message.content()).files().size());
    }

    @Test
    void events_without_a_sender_do_not_hold_up_the_others() {
        // When
        List<InboundEvent> events = read("{\"entry\":[{\"id\":\"1\",\"messaging\":[{\"recipient\":{\"id\":\"1\"},\"timestamp\":1,\"policy_enforcement\":{\"action\":\"block\"}}," + text("m1") + "]}]}", Optional.empty());

        // Then
        assertEquals("policy_enforcement", ((Unsupported) events.getFirst()).reason());
        assertTrue(events.getLast() instanceof MessageReceived);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{\"entry\":[{\"id\":\"1\",\"messaging\":[{\"message\":{\"text\":\"from nobody\"}}]}]}"})
    void what_meta_would_never_send_is_unreadable_and_nothing_else(String body) {
        assertThrows(UnreadableEventException.class, () -> read(body, Optional.empty()));
    }

    private static String text(String mid) {
        return "{\"sender\":{\"id\":\"7400\"},\"recipient\":{\"id\":\"1\"},\"timestamp\":1795254000000,\"message\":{\"mid\":\"" + mid + "\",\"text\":\"hi\"}}";
    }

    private static List<InboundEvent> read(String body, Optional<String> ownId) {
        return PageInbound.read(MetaFixtures.raw(body.getBytes(StandardCharsets.UTF_8), Map.of()), ownId, "Facebook user");
    }
}
