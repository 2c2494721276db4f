package dev.tributary.conversation;

import dev.tributary.channel.ChannelProblem;
import io.vertx.core.json.JsonObject;

/**
 * Why a message or a file did not make it, as it is stored and shown.
 *
 * @param code stable, in snake case
 * @param detail the provider's own words
 * @param hint what a person can do
 */
public record MessageError(String code, String detail, String hint) {

    /** A failure that any later receipt turns around: nobody knew whether the provider took it. */
    public static final String MAY_HAVE_BEEN_SENT = "may_have_been_sent";

    /** A mail that told of the message came back; the message waits where it was all the same, and being read turns this around. */
    public static final String MAIL_BOUNCED = "mail_bounced";

    public static MessageError of(ChannelProblem problem) {
        return new MessageError(problem.code(), problem.detail(), problem.hint());
    }

    public JsonObject json() {
        return new JsonObject().put("code", code).put("detail", detail).put("hint", hint);
    }
}
