package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.SentLog;
import io.vertx.core.json.JsonObject;

/** One WhatsApp number with its app, its token and what was sent from it. Used under its own lock. */
final class FakeNumber {

    final String id;
    final String wabaId;
    final String appId;
    final String appSecret;
    private final String name;
    final SentLog log = new SentLog();
    private String token;
    private boolean isTokenValid = true;
    private String callback = "";
    private int windowHours = 24;

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

    void open(int hours) {
        windowHours = hours;
    }

    /** How long a customer may be written to after they wrote. */
    int windowHours() {
        return windowHours;
    }

    void subscribe(String url) {
        callback = url;
    }

    String callback() {
        return callback;
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
