package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonObject;

/** An answer of the Bot API that is not {@code ok}. */
final class BotError extends RuntimeException {

    private final int code;
    private final transient JsonObject parameters;

    BotError(int code, String description) {
        this(code, description, new JsonObject());
    }

    private BotError(int code, String description, JsonObject parameters) {
        super(description, null, false, false);
        this.code = code;
        this.parameters = parameters;
    }

    static BotError badRequest(String what) {
        return new BotError(400, "Bad Request: " + what);
    }

    static BotError forbidden(String what) {
        return new BotError(403, "Forbidden: " + what);
    }

    static BotError retryAfter(long seconds) {
        return new BotError(429, "Too Many Requests: retry after " + seconds, new JsonObject().put("retry_after", seconds));
    }

    static BotError movedTo(long chat) {
        return new BotError(400, "Bad Request: group chat was upgraded to a supergroup chat", new JsonObject().put("migrate_to_chat_id", chat));
    }

    int code() {
        return code;
    }

    JsonObject answer() {
        JsonObject answer = new JsonObject().put("ok", false).put("error_code", code).put("description", getMessage());
        return parameters.isEmpty() ? answer : answer.put("parameters", parameters);
    }
}
