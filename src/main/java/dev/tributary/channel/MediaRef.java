package dev.tributary.channel;

import java.util.Optional;
import java.util.UUID;

/**
 * A file that somebody else still holds, or that we already have.
 *
 * @param kind how it is shown
 * @param size in bytes as the provider says, absent where it does not
 */
public record MediaRef(
        ContentKind kind, Source source, Optional<String> fileName, Optional<String> contentType, Optional<Long> size) {

    public sealed interface Source {
        /** The provider's own name for the file; only its adapter can fetch it. */
        record Handle(String value) implements Source {}

        /** Anybody's URL; fetched through the egress guard. */
        record Url(String value) implements Source {}

        /** The bytes came inside the event, as base64. */
        record Inline(String base64) implements Source {}

        /** Inside the raw event that brought the message, which only its adapter can take apart. */
        record Part(String path) implements Source {}

        /** Uploaded to us before the message: an attachment's id. */
        record Uploaded(UUID attachmentId) implements Source {}
    }
}
