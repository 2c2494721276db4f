package dev.tributary.sandbox.twilio;

import dev.tributary.sandbox.Callbacks;
import dev.tributary.sandbox.Hmac;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Posts forms, signed over the address and every field in the order of their names. */
@ApplicationScoped
class TwilioCallbacks {

    private static final long STEP_MILLIS = 200;

    private final Callbacks callbacks;
    private final Vertx vertx;

    TwilioCallbacks(Callbacks callbacks, Vertx vertx) {
        this.callbacks = callbacks;
        this.vertx = vertx;
    }

    void post(FakeAccount account, String url, Map<String, String> fields) {
        TreeMap<String, String> sorted = new TreeMap<>(fields);
        sorted.put("AccountSid", account.sid);
        sorted.put("ApiVersion", "2010-04-01");
        String signed = url + sorted.entrySet().stream().map(field -> field.getKey() + field.getValue()).collect(Collectors.joining());
        String body = sorted.entrySet().stream().map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        callbacks.post(url, Buffer.buffer(body), "application/x-www-form-urlencoded", Map.of("X-Twilio-Signature", Base64.getEncoder().encodeToString(Hmac.SHA1.of(account.token(), signed))));
    }

    void receipts(FakeAccount account, String sid, String to, String url) {
        List<String> words = account.log.receipts("sent", "delivered", "read");
        for (int step = 0; step < words.size(); step++) {
            Map<String, String> receipt = Map.of("MessageSid", sid, "MessageStatus", words.get(step), "To", to, "From", "whatsapp:" + account.sender);
            vertx.setTimer(STEP_MILLIS * (step + 1), _ -> post(account, url, receipt));
        }
    }
}
