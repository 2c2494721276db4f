package dev.tributary.sandbox.meta;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One WhatsApp number with its app, its token and what was sent from it. Used under its own lock. */
final class FakeNumber {

    final String id;
    final String wabaId;
    final String appId;
    final String appSecret;
    private final String name;
    private final List<JsonObject> sent = new ArrayList<>();
    private final Deque<JsonObject> failures = new ArrayDeque<>();
    private String token;
    private boolean isTokenValid = true;
    private boolean scramblesReceipts;
    private String callback = "";

    FakeNumber(String id, String wabaId, String appId, String appSecret, String token, String name) {
        this.id = id;
        this.wabaId = wabaId;
        this.appId = appId;
        this.appSecret = appSecret;
        this.token = token;
        this.name = name;
    }

    boolean owns(String anyId) {
        return anyId.equals(id) || anyId.equals(wabaId);
    }

    boolean accepts(String shown) {
        return isTokenValid && token.equals(shown);
    }

    void expire() {
        isTokenValid = false;
    }

    void renew(String fresh) {
        token = fresh;
        isTokenValid = true;
    }

    String token() {
        return token;
    }

    void fail(JsonObject error) {
        failures.add(error);
    }

    Optional<JsonObject> takeFailure() {
        return Optional.ofNullable(failures.poll());
    }

    void scramble(boolean yes) {
        scramblesReceipts = yes;
    }

    boolean scrambles() {
        return scramblesReceipts;
    }

    void subscribe(String url) {
        callback = url;
    }

    String callback() {
        return callback;
    }

    void sent(JsonObject message) {
        sent.add(message);
    }

    JsonArray sent() {
        return new JsonArray(List.copyOf(sent));
    }

    /** What a person types into the form of a channel. */
    JsonObject credentials() {
        return new JsonObject()
                .put("phone_number_id", id)
                .put("waba_id", wabaId)
                .put("app_id", appId)
                .put("app_secret", appSecret)
                .put("access_token", token);
    }

    JsonObject described() {
        return new JsonObject()
                .put("id", id)
                .put("verified_name", name)
                .put("display_phone_number", "+1 555-010-" + id.substring(id.length() - 4))
                .put("code_verification_status", "VERIFIED")
                .put("quality_rating", "GREEN")
                .put("platform_type", "CLOUD_API")
                .put("account_review_status", "APPROVED")
                .put("business_verification_status", "not_verified");
    }
}
