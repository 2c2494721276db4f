package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One bot: whose it is, its webhook, its chats, and what it was asked to do. Safe for many threads. */
final class FakeBot {

    private static final int MAX_CHATS = 2_000;
    private static final int MAX_CALLS = 500;
    /** Group and channel ids are negative; those of supergroups and channels begin with this. */
    private static final long SUPERGROUPS = -1_000_000_000_000L;

    private final long id;
    private final String token;
    private final String name;
    private final String username;
    private final AtomicLong numbers;
    private final AtomicLong revision = new AtomicLong();
    private final Map<Long, FakeChat> chats = new LinkedHashMap<>();
    private final Deque<JsonObject> calls = new ArrayDeque<>();
    private final FakeFiles files;
    private FakeWebhook webhook = FakeWebhook.NONE;
    private boolean strict;

    /** @param firstNumber where message and update ids count on from */
    FakeBot(long id, String token, String name, String username, long firstNumber, FakeFiles files) {
        this.id = id;
        this.token = token;
        this.name = name;
        this.username = username;
        this.numbers = new AtomicLong(firstNumber);
        this.files = files;
    }

    long id() {
        return id;
    }

    String token() {
        return token;
    }

    FakeFiles files() {
        return files;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    JsonObject user() {
        return new JsonObject().put("id", id).put("is_bot", true).put("first_name", name).put("username", username);
    }

    /** Whether it takes only those webhook addresses that Telegram takes; else this service may be without TLS, because nobody else hears. */
    synchronized boolean strict() {
        return strict;
    }

    synchronized FakeBot strict(boolean wanted) {
        strict = wanted;
        return this;
    }

    synchronized FakeWebhook webhook() {
        return webhook;
    }

    synchronized void webhook(FakeWebhook next) {
        webhook = next;
    }

    synchronized FakeChat add(FakeChat chat) {
        if (chats.size() >= MAX_CHATS) {
            throw new Refusal(409, "this bot has " + MAX_CHATS + " chats: make another bot");
        }
        chats.put(chat.id(), chat);
        return chat;
    }

    /** A chat in one of Telegram's types, with an id that no other chat has. */
    synchronized FakeChat open(JsonObject wish) {
        String type = wish.getString("type", "private");
        JsonObject user = FakeUsers.user(wish, nextNumber());
        JsonObject chat = switch (type) {
            case "private" -> new JsonObject(new LinkedHashMap<>(user.getMap()));
            case "group" -> group(wish, -nextNumber());
            case "supergroup", "channel" -> group(wish, SUPERGROUPS - nextNumber());
            default -> throw new Refusal(400, "type is one of private, group, supergroup, channel");
        };
        chat.remove("is_bot");
        chat.remove("language_code");
        return add(new FakeChat(chat.put("type", type), user));
    }

    private static JsonObject group(JsonObject wish, long id) {
        JsonObject chat = new JsonObject().put("id", id).put("title", wish.getString("title", "A group"));
        return wish.containsKey("username") ? chat.put("username", wish.getString("username")) : chat;
    }

    synchronized Optional<FakeChat> chat(long chatId) {
        return Optional.ofNullable(chats.get(chatId));
    }

    /** By the name of a channel or public group, without the at sign. */
    synchronized Optional<FakeChat> chatNamed(String chatName) {
        return chats.values().stream()
                .filter(chat -> !chat.isPrivate() && chatName.equalsIgnoreCase(chat.chat().getString("username")))
                .findFirst();
    }

    synchronized Collection<FakeChat> chats() {
        return List.copyOf(chats.values());
    }

    /** Notes what Tributary asked for; the webhook's secret and the key in its address are left out. */
    synchronized void log(String at, String method, JsonObject parameters, JsonArray uploads, JsonObject answer) {
        calls.addFirst(new JsonObject()
                .put("number", revision.incrementAndGet())
                .put("at", at)
                .put("method", method)
                .put("parameters", withoutSecrets(parameters))
                .put("files", uploads)
                .put("answer", answer.getValue("result") instanceof JsonObject result ? answer.copy().put("result", withoutSecrets(result)) : answer));
        if (calls.size() > MAX_CALLS) {
            calls.removeLast();
        }
    }

    private static JsonObject withoutSecrets(JsonObject told) {
        JsonObject shown = told.copy();
        if (shown.containsKey("secret_token")) {
            shown.put("secret_token", "***");
        }
        return shown.containsKey("url") ? shown.put("url", FakeWebhook.withoutKey(String.valueOf(shown.getValue("url")))) : shown;
    }

    /** Newest first. */
    synchronized List<JsonObject> calls() {
        return List.copyOf(calls);
    }

    synchronized void forgetCalls() {
        calls.clear();
    }

    synchronized JsonObject json() {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("username", username)
                .put("token", token)
                .put("strict", strict)
                .put("chats", chats.size())
                .put("webhook", webhook.shown());
    }

    synchronized JsonObject saved() {
        return new JsonObject()
                .put("id", id)
                .put("token", token)
                .put("name", name)
                .put("username", username)
                .put("strict", strict)
                .put("webhook", webhook.saved())
                .put("chats", new JsonArray(chats.values().stream().map(FakeChat::saved).toList()));
    }

    static FakeBot restore(JsonObject saved, long firstNumber, FakeFiles files) {
        FakeBot bot = new FakeBot(
                saved.getLong("id"), saved.getString("token"), saved.getString("name"), saved.getString("username"), firstNumber, files);
        bot.strict(saved.getBoolean("strict", false)).webhook(FakeWebhook.restore(saved.getJsonObject("webhook")));
        saved.getJsonArray("chats").forEach(chat -> bot.add(FakeChat.restore((JsonObject) chat)));
        return bot;
    }
}
