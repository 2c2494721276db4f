package dev.tributary.adapter.whatsapplite;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EvolutionEndToEndTest extends LinkedPhoneScenario {

    @Override
    String dialect() {
        return "evolution";
    }

    @Override
    Map<String, ?> picture() {
        return Map.of("messageType", "imageMessage", "message", Map.of("imageMessage", Map.of("mimetype", "image/png", "caption", "Look")));
    }

    @Override
    String unlinked() {
        return "Unlinked on the phone: scan a new QR code";
    }

    @Override
    protected void leftAs(String text) {
        sent().body("items.find { it.call == 'sendText' }.number", equalTo("14155550142")).body("items.find { it.call == 'sendText' }.text", equalTo(text));
    }

    @Override
    void reactedTo(String id) {
        sent().body("items[0].key.id", equalTo(id)).body("items[0].key.remoteJid", equalTo("14155550142@s.whatsapp.net")).body("items[0].key.fromMe", equalTo(false));
    }

    @Test
    void a_group_is_one_conversation_under_its_name() {
        // Given
        control("/events", Map.of("event", "groups.upsert", "data", Map.of("id", "120363025246125486@g.us", "subject", "Drivers")));
        eventually(() -> stored().body("settings.group_names", aMapWithSize(1)));

        // When
        for (String author : List.of("201001234567", "201007654321")) {
            control("/messages", Map.of("from", "120363025246125486@g.us", "name", "Driver " + author, "text", "Ready", "data", Map.of("key", Map.of("participant", author + "@s.whatsapp.net"))));
        }

        // Then
        String conversation = conversation();
        eventually(() -> messages(conversation).body("items", hasSize(2)));
    }

    @Test
    void a_number_without_whatsapp_says_so() {
        // Given
        control("/messages", Map.of("from", "14155550000", "text", "Hello?"));
        String conversation = conversation();

        // When
        String message = answer(conversation, "Hi");

        // Then
        eventually(() -> message(message).body("error.code", equalTo("recipient_unreachable")).body("error.hint", containsString("no WhatsApp")));
    }
}
