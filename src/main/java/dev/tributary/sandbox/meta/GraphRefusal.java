package dev.tributary.sandbox.meta;

import io.vertx.core.json.JsonObject;

/** An error as Meta answers it. */
final class GraphRefusal extends RuntimeException {

    private final int status;
    private final int code;
    private final int subcode;

    GraphRefusal(int status, int code, String words) {
        this(status, code, 0, words);
    }

    /** @param subcode 0 for none */
    GraphRefusal(int status, int code, int subcode, String words) {
        super(words, null, false, false);
        this.status = status;
        this.code = code;
        this.subcode = subcode;
    }

    static GraphRefusal expired() {
        return new GraphRefusal(401, 190, "Error validating access token: Session has expired");
    }

    /** One that was asked for: {@code status}, {@code code}, {@code subcode}, {@code message}. */
    static GraphRefusal of(JsonObject failure) {
        return new GraphRefusal(
                failure.getInteger("status", 400), failure.getInteger("code", 2), failure.getInteger("subcode", 0), failure.getString("message", "A failure that was asked for"));
    }

    int status() {
        return status;
    }

    JsonObject answer() {
        JsonObject error = new JsonObject().put("message", getMessage()).put("type", "OAuthException").put("code", code);
        return new JsonObject().put("error", subcode == 0 ? error : error.put("error_subcode", subcode));
    }
}
