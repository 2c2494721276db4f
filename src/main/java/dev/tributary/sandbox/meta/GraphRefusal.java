package dev.tributary.sandbox.meta;

import io.vertx.core.json.JsonObject;

/** An error as Meta answers it. */
final class GraphRefusal extends RuntimeException {

    private final int status;
    private final int code;

    GraphRefusal(int status, int code, String words) {
        super(words, null, false, false);
        this.status = status;
        this.code = code;
    }

    static GraphRefusal expired() {
        return new GraphRefusal(401, 190, "Error validating access token: Session has expired");
    }

    int status() {
        return status;
    }

    JsonObject answer() {
        return new JsonObject().put("error", new JsonObject().put("message", getMessage()).put("type", "OAuthException").put("code", code));
    }
}
