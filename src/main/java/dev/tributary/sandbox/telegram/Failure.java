package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control.Refusal;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Something that goes wrong with the next calls, because somebody asked for it.
 *
 * @param after how many calls it still lets pass
 * @param times how many calls it then meets
 * @param code for {@code ERROR}
 * @param words for {@code ERROR}
 * @param seconds the pause of {@code FLOOD} and {@code SLOW}
 */
record Failure(Kind kind, int after, int times, int code, String words, int seconds) {

    enum Kind {
        /** 429, until the pause is over. */
        FLOOD,
        /** 502, and nothing is done. */
        SERVER_ERROR,
        /** It is done, and answered late. */
        SLOW,
        /** It is done, and the connection is closed instead of an answer. */
        DROP,
        /** The connection is closed, and nothing is done. */
        DROP_BEFORE,
        /** Any error of the Bot API. */
        ERROR
    }

    static Failure read(JsonObject json) {
        try {
            return new Failure(
                    Kind.valueOf(json.getString("kind", "").toUpperCase(Locale.ROOT)),
                    Math.clamp(json.getInteger("after", 0), 0, 1000),
                    Math.clamp(json.getInteger("times", 1), 1, 1000),
                    json.getInteger("code", 400),
                    json.getString("description", "Bad Request: injected"),
                    Math.clamp(json.getInteger("seconds", 5), 0, 3600));
        } catch (IllegalArgumentException | ClassCastException unknown) {
            throw new Refusal(400, "kind is one of flood, server_error, slow, drop, drop_before, error");
        }
    }

    Failure once() {
        return new Failure(kind, 0, times - 1, code, words, seconds);
    }

    Failure passed() {
        return new Failure(kind, after - 1, times, code, words, seconds);
    }

    JsonObject json() {
        return new JsonObject()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("after", after)
                .put("times", times)
                .put("code", code)
                .put("description", words)
                .put("seconds", seconds);
    }
}
