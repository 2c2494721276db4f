package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A customer, a group or a channel, as one bot sees it. Guarded by its bot. */
final class FakeChat {

    private static final int MAX_MESSAGES = 300;

    private final JsonObject chat;
    private final JsonObject user;
    private final Deque<JsonObject> messages = new ArrayDeque<>();
    private boolean blocked;
    private long movedTo;
    private long floodUntil;
    private Failure failure;
    private String picture = "";

    /**
     * @param chat as it stands in a message
     * @param user who writes in it
     */
    FakeChat(JsonObject chat, JsonObject user) {
        this.chat = chat;
        this.user = user;
    }

    long id() {
        return chat.getLong("id");
    }

    JsonObject chat() {
        return chat.copy();
    }

    JsonObject user() {
        return user.copy();
    }

    boolean isPrivate() {
        return chat.getString("type").equals("private");
    }

    boolean isChannel() {
        return chat.getString("type").equals("channel");
    }

    boolean blocked() {
        return blocked;
    }

    void block(boolean yes) {
        blocked = yes;
    }

    void moveTo(long newId) {
        movedTo = newId;
    }

    Optional<Long> movedTo() {
        return movedTo == 0 ? Optional.empty() : Optional.of(movedTo);
    }

    long floodUntil() {
        return floodUntil;
    }

    void floodUntil(long epochSecond) {
        floodUntil = epochSecond;
    }

    /** The failure that meets this call, used up by one. */
    Optional<Failure> takeFailure() {
        if (failure != null && failure.after() > 0) {
            failure = failure.passed();
            return Optional.empty();
        }
        Optional<Failure> now = Optional.ofNullable(failure);
        failure = now.map(Failure::once).filter(left -> left.times() > 0).orElse(null);
        return now;
    }

    void fail(Failure next) {
        failure = next;
        if (next == null) {
            floodUntil = 0;
        }
    }

    /** The id of the file that is the user's profile picture; empty while they show none. */
    String picture() {
        return picture;
    }

    void picture(String fileId) {
        picture = fileId;
    }

    void add(JsonObject message) {
        messages.addLast(message);
        if (messages.size() > MAX_MESSAGES) {
            messages.removeFirst();
        }
    }

    void remove(long messageId) {
        messages.removeIf(message -> message.getLong("message_id") == messageId);
    }

    Optional<JsonObject> message(long messageId) {
        return messages.stream().filter(message -> message.getLong("message_id") == messageId).findFirst();
    }

    List<JsonObject> messages() {
        return messages.stream().map(JsonObject::copy).toList();
    }

    /** As the control API shows it. */
    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("id", id())
                .put("type", chat.getString("type"))
                .put("name", name())
                .put("username", chat.getString("username"))
                .put("blocked", blocked)
                .put("messages", messages.size());
        return failure == null ? json : json.put("failure", failure.json());
    }

    String name() {
        String person = (chat.getString("first_name", "") + " " + chat.getString("last_name", "")).strip();
        return chat.getString("title", person);
    }

    JsonObject saved() {
        return new JsonObject().put("chat", chat).put("user", user).put("blocked", blocked);
    }

    static FakeChat restore(JsonObject saved) {
        FakeChat chat = new FakeChat(saved.getJsonObject("chat"), saved.getJsonObject("user"));
        chat.block(saved.getBoolean("blocked", false));
        return chat;
    }

}
