package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.SentLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An app that people log in to: an admin with three Pages and two numbers, and somebody else with a Page of their own. */
final class FakeApp {

    /** @param url where events of one object are delivered */
    record Callback(String url, JsonArray fields) {}

    final String id;
    final String secret;
    final FakePeople admin;
    final FakePeople rival;
    final List<FakeNumber> numbers;
    private final Map<String, Callback> callbacks = new ConcurrentHashMap<>();
    private final Map<String, String> pageFields = new ConcurrentHashMap<>();
    final SentLog log = new SentLog();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    FakeApp(String id, String secret, FakePeople admin, FakePeople rival, List<FakeNumber> numbers) {
        this.id = id;
        this.secret = secret;
        this.admin = admin;
        this.rival = rival;
        this.numbers = numbers;
    }

    Optional<FakePage> page(String pageOrInstagramId) {
        return List.of(admin, rival).stream()
                .flatMap(people -> people.pages().stream())
                .filter(page -> page.id().equals(pageOrInstagramId) || page.instagramId().equals(pageOrInstagramId))
                .findFirst();
    }

    void call(String object, Callback callback) {
        callbacks.put(object, callback);
    }

    Optional<Callback> callback(String object) {
        return Optional.ofNullable(callbacks.get(object));
    }

    JsonObject callbacks() {
        JsonArray data = new JsonArray();
        new HashMap<>(callbacks).forEach((object, callback) -> data.add(new JsonObject()
                .put("object", object).put("callback_url", callback.url()).put("active", true).put("fields", callback.fields())));
        return new JsonObject().put("data", data);
    }

    void subscribe(String subject, String fields) {
        pageFields.put(subject, fields);
    }

    void unsubscribe(String subject) {
        pageFields.remove(subject);
    }

    Optional<String> subscription(String subject) {
        return Optional.ofNullable(pageFields.get(subject));
    }

    void refuse(String token) {
        refused.add(token);
    }

    boolean refuses(String token) {
        return refused.contains(token);
    }

    Set<String> refused() {
        return new HashSet<>(refused);
    }

    /** What a person types into the form of a channel. */
    JsonObject credentials() {
        JsonArray pages = new JsonArray();
        admin.pages().forEach(page -> pages.add(new JsonObject().put("id", page.id()).put("name", page.name()).put("instagram_id", page.instagramId())));
        JsonArray phones = new JsonArray();
        numbers.forEach(number -> phones.add(new JsonObject().put("id", number.id).put("waba_id", number.wabaId)));
        return new JsonObject()
                .put("app_id", id)
                .put("app_secret", secret)
                .put("config_id", "71" + id.substring(2))
                .put("instagram_id", admin.instagramId())
                .put("pages", pages)
                .put("numbers", phones);
    }
}
