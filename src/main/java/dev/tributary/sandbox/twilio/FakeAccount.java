package dev.tributary.sandbox.twilio;

import dev.tributary.sandbox.SentLog;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** One account with one WhatsApp sender. Used under its own lock. */
final class FakeAccount {

    final String sid;
    final String sender;
    final SentLog log = new SentLog();
    final Map<String, JsonObject> contents = new LinkedHashMap<>();
    private String token;
    private String webhook = "";

    FakeAccount(String sid, String token, String sender) {
        this.sid = sid;
        this.token = token;
        this.sender = sender;
    }

    String token() {
        return token;
    }

    void renew(String fresh) {
        token = fresh;
    }

    void call(String url) {
        webhook = url;
    }

    String webhook() {
        return webhook;
    }

    /** What a person types into the form of a channel. */
    JsonObject credentials() {
        return new JsonObject().put("account_sid", sid).put("auth_token", token).put("sender", "whatsapp:" + sender);
    }
}
