package dev.tributary.sandbox.meta;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The templates of every fake number: two that are approved, one that was refused. */
final class FakeTemplates {

    private FakeTemplates() {}

    static JsonObject list() {
        JsonArray data = new JsonArray()
                .add(template("order_update", "APPROVED", "Hi {{1}}, your order {{2}} is on its way.", new JsonArray().add(new JsonArray().add("Ada").add("4711"))))
                .add(template("opening_hours", "APPROVED", "We are here from 9 to 17 on weekdays.", new JsonArray()))
                .add(template("big_sale", "REJECTED", "Buy now!", new JsonArray()));
        return new JsonObject().put("data", data).put("paging", new JsonObject());
    }

    private static JsonObject template(String name, String status, String text, JsonArray examples) {
        JsonObject body = new JsonObject().put("type", "BODY").put("text", text).put("example", new JsonObject().put("body_text", examples));
        return new JsonObject()
                .put("name", name)
                .put("language", "en_GB")
                .put("status", status)
                .put("category", "UTILITY")
                .put("components", new JsonArray().add(body));
    }
}
