package dev.tributary.apichannel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of one posted event.
 *
 * @param result {@code accepted}, {@code duplicate}, {@code ignored} or {@code rejected}
 * @param messageId absent while the event is still being applied, and where it is about no message
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record PostedResult(int index, String externalMessageId, String result, UUID messageId, UUID conversationId, ApiError.Body error) {

    @RegisterForReflection
    record All(List<PostedResult> results) {}

    static PostedResult rejected(PostedEvent posted, ApiError.Body error) {
        return new PostedResult(posted.index(), posted.externalMessageId().orElse(null), "rejected", null, null, relative(posted.index(), error));
    }

    static PostedResult of(PostedEvent posted, String result, Optional<KnownMessages.Known> message) {
        return new PostedResult(
                posted.index(),
                posted.externalMessageId().orElse(null),
                result,
                message.map(KnownMessages.Known::id).orElse(null),
                message.map(KnownMessages.Known::conversationId).orElse(null),
                null);
    }

    /** The list says which event it was, so the field's path starts inside of it. */
    private static ApiError.Body relative(int index, ApiError.Body error) {
        if (error.field() == null) {
            return error;
        }
        String inside = error.field().replace("events[" + index + "].", "");
        return new ApiError.Body(error.code(), inside.startsWith("data.") ? inside.substring("data.".length()) : inside, error.text());
    }
}
