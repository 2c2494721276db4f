package dev.tributary.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was sent through one account of a fake, and what is to become of the next messages. Safe from any thread. */
public final class SentLog {

    private final List<JsonObject> sent = new ArrayList<>();
    private final Deque<JsonObject> failures = new ArrayDeque<>();
    private boolean scramblesReceipts;

    public synchronized void note(JsonObject message) {
        sent.add(message);
    }

    public synchronized JsonArray sent() {
        return new JsonArray(List.copyOf(sent));
    }

    /** The next message is refused so. */
    public synchronized void fail(JsonObject failure) {
        failures.add(failure);
    }

    public synchronized Optional<JsonObject> takeFailure() {
        return Optional.ofNullable(failures.poll());
    }

    public synchronized void scramble(boolean yes) {
        scramblesReceipts = yes;
    }

    /** The words of a message's receipts; scrambled: the other way round, and the first one twice. */
    public synchronized List<String> receipts(String sent, String delivered, String read) {
        return scramblesReceipts ? List.of(read, read, delivered, sent) : List.of(sent, delivered, read);
    }
}
