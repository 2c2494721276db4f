package dev.tributary.sandbox.meta;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A Page, with the Instagram account that is linked to it. */
record FakePage(String id, String name, String category, List<String> tasks, String instagramId, String username) {

    JsonObject listed(String token) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("category", category)
                .put("tasks", new JsonArray(tasks))
                .put("access_token", token)
                .put("instagram_business_account", instagram());
    }

    JsonObject instagram() {
        return new JsonObject().put("id", instagramId).put("username", username);
    }
}
