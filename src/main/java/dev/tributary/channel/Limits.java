package dev.tributary.channel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a provider accepts. The composer refuses what is over them before it is sent; the dispatcher's token bucket keeps
 * the rates.
 *
 * @param textLength characters of one message of ours, the pieces together where the adapter splits; longer text is refused
 * @param captionLength characters beside an attachment; 0 where captions do not exist
 * @param maxAttachments attachments of one message; 0 where none
 * @param attachments by kind, in bytes and content types
 * @param maxButtons buttons of one message; 0 where none
 * @param messagesPerSecond of one account over all conversations
 * @param burst messages that may leave at once after a pause
 * @param pair what one person may get; empty where the provider says nothing of it
 */
public record Limits(
        int textLength,
        int captionLength,
        int maxAttachments,
        Map<ContentKind, AttachmentLimit> attachments,
        int maxButtons,
        double messagesPerSecond,
        int burst,
        Optional<PairRate> pair) {

    /**
     * One message each so often from an account to one person. Within that time a burst may leave, which has to be waited for afterwards,
     * message by message, before anything else leaves.
     */
    public record PairRate(Duration every, int burst) {}

    public Limits {
        attachments = Map.copyOf(attachments);
    }

    public Limits(
            int textLength, int captionLength, int maxAttachments, Map<ContentKind, AttachmentLimit> attachments, int maxButtons, double messagesPerSecond, int burst) {
        this(textLength, captionLength, maxAttachments, attachments, maxButtons, messagesPerSecond, burst, Optional.empty());
    }

    /** Where text and caption have one limit, and files of every kind another, whatever their type. */
    public static Limits uniform(int text, int maxFiles, Set<ContentKind> files, long fileBytes, int maxButtons, double messagesPerSecond, int burst) {
        AttachmentLimit limit = new AttachmentLimit(fileBytes, Set.of());
        Map<ContentKind, AttachmentLimit> attachments = files.stream().collect(Collectors.toMap(Function.identity(), _ -> limit));
        return new Limits(text, text, maxFiles, attachments, maxButtons, messagesPerSecond, burst);
    }

    /** @param contentTypes accepted types; empty means any */
    public record AttachmentLimit(long maxBytes, Set<String> contentTypes) {
        public AttachmentLimit {
            contentTypes = Set.copyOf(contentTypes);
        }
    }
}
