package dev.tributary.adapter.whatsapplite;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;

@QuarkusTest
class WahaEndToEndTest extends LinkedPhoneScenario {

    @Override
    String dialect() {
        return "waha";
    }

    /** The gateway keeps the file under its own address. */
    @Override
    Map<String, ?> picture() {
        return Map.of("hasMedia", true, "media", Map.of("file", "look.png", "mimetype", "image/png"));
    }

    @Override
    String unlinked() {
        return "If it does not come back by itself, show the QR code and scan it again";
    }

    @Override
    protected void leftAs(String text) {
        sent().body("items.find { it.call == 'sendText' }.chatId", equalTo("14155550142@c.us")).body("items.find { it.call == 'sendText' }.text", equalTo(text));
    }

    @Override
    void reactedTo(String id) {
        sent().body("items[0].messageId", equalTo("false_14155550142@c.us_" + id));
    }
}
