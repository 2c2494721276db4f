package dev.tributary.adapter.whatsapplite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.channel.VCard;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Content;
import dev.tributary.channel.GoldenJson;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.AccountTold;
import dev.tributary.channel.InboundEvent.ConnectionChanged;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.MediaRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteInboundTest {

    static List<Path> events() {
        return LiteFixtures.events();
    }

    @ParameterizedTest
    @MethodSource("events")
    void every_event_is_read_as_its_golden_file_says(Path fixture) throws Exception {
        // When
        boolean isWaha = fixture.getFileName().toString().startsWith("waha-");
        var raw = LiteFixtures.raw(Files.readAllBytes(fixture), isWaha ? LiteSettings.WAHA : LiteSettings.EVOLUTION, true);

        // Then
        GoldenJson.check(isWaha ? WahaInbound.read(raw) : EvolutionInbound.read(raw), fixture);
    }

    @Test
    void groups_are_left_out_unless_they_are_wanted() {
        // When
        List<InboundEvent> events = EvolutionInbound.read(LiteFixtures.raw(LiteFixtures.bytes("group-message.json"), LiteSettings.EVOLUTION, false));

        // Then
        assertEquals("group_chats_off", ((Unsupported) events.getFirst()).reason());
    }

    @Test
    void a_hidden_number_and_the_number_are_one_person() {
        // When
        MessageReceived hidden = (MessageReceived) read(message("99887766@lid", "\"remoteJidAlt\":\"14155550142:12@s.whatsapp.net\",", "\"conversation\":\"hi\"", "conversation"));

        // Then
        assertEquals("14155550142", hidden.from().id());
        assertTrue(hidden.from().aliases().contains("99887766@lid"));
        assertEquals("14155550142", hidden.thread().key().value());
    }

    @Test
    void somebody_of_whom_only_the_hidden_number_is_known_can_be_answered_there() {
        // When
        MessageReceived hidden = (MessageReceived) read(message("99887766@lid", "", "\"conversation\":\"hi\"", "conversation"));

        // Then
        assertEquals("99887766@lid", hidden.thread().key().value());
        assertTrue(hidden.from().phone().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status@broadcast", "123@broadcast", "120363@newsletter"})
    void stories_lists_and_channels_are_nobodys_message(String chat) {
        assertEquals("broadcast", ((Unsupported) read(message(chat, "", "\"conversation\":\"hi\"", "conversation"))).reason());
    }

    @Test
    void what_disappears_is_unwrapped_and_what_may_be_seen_once_is_said_to_be_so() {
        // When
        MessageReceived fleeting = (MessageReceived) read(message("1@s.whatsapp.net", "", "\"ephemeralMessage\":{\"message\":{\"extendedTextMessage\":{\"text\":\"gone soon\"}}}", "ephemeralMessage"));
        MessageReceived once = (MessageReceived) read(message("1@s.whatsapp.net", "", "\"viewOnceMessageV2\":{\"message\":{\"imageMessage\":{}}}", "viewOnceMessageV2"));

        // Then
        assertEquals(new Content.Text("gone soon"), fleeting.content());
        assertEquals("view_once", assertInstanceOf(Content.Unsupported.class, once.content()).what());
    }

    @Test
    void a_file_is_in_the_event_or_at_an_address_or_asked_for() {
        assertInstanceOf(MediaRef.Source.Part.class, source("\"imageMessage\":{},\"base64\":\"AAAA\""));
        assertInstanceOf(MediaRef.Source.Url.class, source("\"imageMessage\":{},\"mediaUrl\":\"https://files.example.com/a\""));
        assertEquals(new MediaRef.Source.Handle("3A"), source("\"imageMessage\":{\"url\":\"https://mmg.whatsapp.net/x.enc\"}"));
    }

    @Test
    void what_the_customer_takes_back_is_deleted() {
        assertInstanceOf(MessageDeleted.class, read("{\"event\":\"messages.edited\",\"data\":{\"key\":{\"id\":\"3A\"},\"type\":\"REVOKE\"}}"));
        assertInstanceOf(MessageDeleted.class, read("{\"event\":\"messages.edited\",\"data\":{\"key\":{\"id\":\"3A\"},\"type\":0}}"));
    }

    @ParameterizedTest
    @CsvSource({"401,DISCONNECTED,Unlinked on the phone", "403,DISCONNECTED,blocked", "402,DISCONNECTED,Scan a new QR code", "406,DISCONNECTED,Scan a new QR code", "408,CONNECTING,by itself"})
    void each_end_of_a_link_says_what_to_do(int reason, Connection.State state, String hint) {
        // When
        ConnectionChanged changed = (ConnectionChanged) read("{\"event\":\"connection.update\",\"data\":{\"state\":\"close\",\"statusReason\":" + reason + "}}");

        // Then
        assertEquals(state, changed.connection().state());
        assertTrue(changed.connection().problem().orElseThrow().hint().contains(hint));
    }

    @Test
    void the_name_of_a_group_is_kept_for_its_messages() {
        // When
        AccountTold told = (AccountTold) EvolutionInbound.read(LiteFixtures.raw(
                "{\"event\":\"groups.upsert\",\"data\":[{\"id\":\"120363@g.us\",\"subject\":\"Drivers\"}]}".getBytes(StandardCharsets.UTF_8), LiteSettings.EVOLUTION, true)).getFirst();

        // Then
        assertEquals("120363@g.us", told.entry());
        assertEquals("Drivers", told.value().path("name").asText());
    }

    @Test
    void a_message_of_ours_from_the_phone_is_shown_as_ours_and_named_by_nobody() {
        // When
        MessageReceived echo = (MessageReceived) EvolutionInbound.read(LiteFixtures.raw(LiteFixtures.bytes("echo-from-phone.json"), LiteSettings.EVOLUTION, false)).getFirst();

        // Then
        assertEquals(Origin.ELSEWHERE, echo.origin());
        assertEquals("+14155550142", echo.from().name().orElseThrow());
    }

    @Test
    void events_of_another_instance_are_left_out() {
        assertEquals("other_instance", ((Unsupported) read("{\"event\":\"messages.upsert\",\"instance\":\"another\",\"data\":{}}")).reason());
    }

    @Test
    void the_instances_token_is_not_kept() {
        // Given
        WhatsAppLiteAdapter adapter = new WhatsAppLiteAdapter(null, null, null, null);

        // When
        String kept = new String(adapter.kept(LiteFixtures.bytes("text.json")), StandardCharsets.UTF_8);

        // Then
        assertFalse(kept.contains("B6D711FCDE4D4FD5936544120E713976"));
        assertTrue(kept.contains("Hello, is the blue one in stock? 💙"));
        assertEquals(
                EvolutionInbound.read(LiteFixtures.raw(LiteFixtures.bytes("text.json"), LiteSettings.EVOLUTION, false)),
                EvolutionInbound.read(LiteFixtures.raw(kept.getBytes(StandardCharsets.UTF_8), LiteSettings.EVOLUTION, false)));
    }

    @Test
    void a_contact_card_has_the_number_that_whatsapp_knows() {
        // When
        Content.Contacts.Card card = VCard.one(java.util.Optional.empty(), "BEGIN:VCARD\nFN:Jon Doe\nTEL;type=CELL;waid=14155550160:(415) 555-0160\nEMAIL;type=HOME:jon@example.com\nEND:VCARD");

        // Then
        assertEquals(new Content.Contacts.Card("Jon Doe", List.of("+14155550160"), List.of("jon@example.com")), card);
    }

    private static MediaRef.Source source(String message) {
        MessageReceived received = (MessageReceived) read(message("1@s.whatsapp.net", "", message, "imageMessage"));
        return ((Content.Media) received.content()).files().getFirst().source();
    }

    private static String message(String chat, String more, String message, String type) {
        return "{\"event\":\"messages.upsert\",\"instance\":\"trib-ch-test\",\"data\":{\"key\":{\"remoteJid\":\"" + chat + "\"," + more
                + "\"fromMe\":false,\"id\":\"3A\"},\"message\":{" + message + "},\"messageType\":\"" + type + "\",\"messageTimestamp\":1795251600}}";
    }

    private static InboundEvent read(String body) {
        return EvolutionInbound.read(LiteFixtures.raw(body.getBytes(StandardCharsets.UTF_8), LiteSettings.EVOLUTION, false)).getFirst();
    }
}
