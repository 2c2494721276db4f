package dev.tributary.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How one attempt to send ended. */
public sealed interface SendOutcome {

    /**
     * The provider took it.
     *
     * @param ids the provider's ids of the parts, the first names the message
     * @param movedTo the thread's new key, where the provider said so on the way
     * @param unreached those of several recipients to whom it was not sent
     */
    record Sent(List<ProviderMessageId> ids, Optional<ThreadKey> movedTo, List<Unreached> unreached) implements SendOutcome {
        public Sent {
            ids = List.copyOf(ids);
            unreached = List.copyOf(unreached);
        }

        public Sent(List<ProviderMessageId> ids, Optional<ThreadKey> movedTo) {
            this(ids, movedTo, List.of());
        }

        public Sent(ProviderMessageId id) {
            this(List.of(id), Optional.empty());
        }
    }

    record Unreached(String recipient, ChannelProblem problem) {}

    /** It stays queued: it leaves by another way later (a visitor fetches it), and a receipt will tell. */
    record Waiting() implements SendOutcome {}

    /**
     * Certainly not sent; try again later.
     *
     * @param retryAfter what the provider asked for; absent: our own back-off
     * @param accountWide true where the whole account must pause, not this message alone
     * @param hint shown beside the waiting message, where a person should know why it waits
     */
    record Deferred(Optional<Duration> retryAfter, boolean accountWide, ProviderError cause, Optional<String> hint) implements SendOutcome {

        public Deferred(Optional<Duration> retryAfter, boolean accountWide, ProviderError cause) {
            this(retryAfter, accountWide, cause, Optional.empty());
        }
    }

    /**
     * Not taken this time, and the channel's card says when to try again: this counts as an attempt, and the adapter itself says
     * {@link Refused} after the last one that its card allows.
     *
     * @param overloaded true where it asks for less at a time: the account is served half as much at once for a while
     */
    record TryAgain(Duration after, boolean overloaded, ProviderError cause) implements SendOutcome {}

    /**
     * Some parts were taken and the next one was not: those stay sent, and the next attempt begins after them.
     *
     * @param ids of all parts that were taken, earlier attempts' among them
     * @param then what becomes of the rest: {@link Deferred}, {@link TryAgain} or {@link Refused}
     */
    record Partly(List<ProviderMessageId> ids, Optional<ThreadKey> movedTo, SendOutcome then) implements SendOutcome {
        public Partly {
            ids = List.copyOf(ids);
        }
    }

    /** Not sent, and trying again would not help; or perhaps sent ({@link ChannelProblem.MayHaveBeenSent}). */
    record Refused(ChannelProblem problem) implements SendOutcome {}
}
