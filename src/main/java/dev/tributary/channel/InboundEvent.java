package dev.tributary.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a customer or a provider did, in our words. */
public sealed interface InboundEvent {

    /** Unique within a channel account and the same at every redelivery. */
    EventKey key();

    /** When it happened, by the provider's clock. */
    Instant at();

    /**
     * A message in a thread.
     *
     * @param from the customer whose thread it is, also where somebody of ours wrote
     * @param id what makes the second sight of it a duplicate
     * @param origin who wrote it: the customer, or somebody of ours outside Tributary
     * @param inReplyTo the message it answers
     * @param acknowledgement set where the provider waits for a call of ours ({@link AcknowledgesEvents}) after it was applied
     * @param clues by what the conversation is found where the thread's key alone does not tell
     */
    record MessageReceived(
            EventKey key,
            Instant at,
            Sender from,
            Thread thread,
            ProviderMessageId id,
            Content content,
            Origin origin,
            Optional<ProviderMessageId> inReplyTo,
            Optional<String> acknowledgement,
            Optional<ThreadClues> clues)
            implements InboundEvent {

        /** A message whose thread is known by its key. */
        public MessageReceived(
                EventKey key,
                Instant at,
                Sender from,
                Thread thread,
                ProviderMessageId id,
                Content content,
                Origin origin,
                Optional<ProviderMessageId> inReplyTo,
                Optional<String> acknowledgement) {
            this(key, at, from, thread, id, content, origin, inReplyTo, acknowledgement, Optional.empty());
        }

        public MessageReceived withThread(Thread other) {
            return new MessageReceived(key, at, from, other, id, content, origin, inReplyTo, acknowledgement, clues);
        }

        public MessageReceived withId(EventKey otherKey, ProviderMessageId otherId) {
            return new MessageReceived(otherKey, at, from, thread, otherId, content, origin, inReplyTo, acknowledgement, clues);
        }
    }

    /** New content of a message we may have; unknown ones are ignored. */
    record MessageEdited(EventKey key, Instant at, ProviderMessageId id, Content content) implements InboundEvent {}

    record MessageDeleted(EventKey key, Instant at, ProviderMessageId id) implements InboundEvent {}

    /** How one person reacts to a message. */
    record Reaction(EventKey key, Instant at, ProviderMessageId id, Sender from, Change change) implements InboundEvent {
        public sealed interface Change {
            /** All emojis of this person now; empty means none. */
            record Set(List<String> emojis) implements Change {}

            record Add(String emoji) implements Change {}

            record Remove(String emoji) implements Change {}
        }
    }

    /**
     * A receipt for a message of ours. Kept until its message is known.
     *
     * @param problem why, when the status is {@code FAILED}; a note beside any other
     * @param recipient whom it is about, where a message may have several
     */
    record Delivery(
            EventKey key, Instant at, ProviderMessageId id, DeliveryStatus status, Optional<ChannelProblem> problem, Optional<String> recipient)
            implements InboundEvent {

        /** A receipt for the message's one recipient. */
        public Delivery(EventKey key, Instant at, ProviderMessageId id, DeliveryStatus status, Optional<ChannelProblem> problem) {
            this(key, at, id, status, problem, Optional.empty());
        }
    }

    /** A receipt for everything of ours in a thread that left before a time. */
    record ReceivedUpTo(EventKey key, Instant at, ThreadKey thread, DeliveryStatus status, Instant upTo) implements InboundEvent {}

    /** A receipt for a message of ours and everything of ours before it in its thread. Kept until the message is known. */
    record ReceivedUntil(EventKey key, Instant at, ProviderMessageId id, DeliveryStatus status) implements InboundEvent {}

    /** Until when the provider lets us write freely in the thread of a message of ours; its word wins over our own reckoning. */
    record WindowTold(EventKey key, Instant at, ProviderMessageId id, Instant closesAt) implements InboundEvent {}

    /** Live only; never stored. */
    record Typing(EventKey key, Instant at, ThreadKey thread, boolean on) implements InboundEvent {}

    /** What became of the person behind an identity. */
    record ContactChanged(EventKey key, Instant at, Sender from, Change change) implements InboundEvent {
        public enum Change {
            BLOCKED,
            UNBLOCKED,
            UNSUBSCRIBED,
            /** The address does not exist. */
            UNDELIVERABLE,
            /** Name, picture or attributes; missing parts leave what is stored. */
            PROFILE
        }
    }

    /** The provider gave a thread another key (a group became a supergroup). */
    record ThreadMoved(EventKey key, Instant at, ThreadKey from, ThreadKey to) implements InboundEvent {}

    /** The other side closed the thread: our conversation is resolved. */
    record ThreadClosed(EventKey key, Instant at, ThreadKey thread) implements InboundEvent {}

    /**
     * What the provider tells of the account itself: one entry of a learned setting that is an object, newer than what is known where
     * its {@code at} is.
     *
     * @param entry its name within the setting
     * @param value an object with a text {@code at}, a time in UTC
     */
    record AccountTold(EventKey key, Instant at, String setting, String entry, ObjectNode value) implements InboundEvent {}

    /** What became of the line between the account and its provider. The older of two tellings changes nothing. */
    record ConnectionChanged(EventKey key, Instant at, Connection connection) implements InboundEvent {}

    /** Real, recognised, and deliberately not shown. Counted, never lost. */
    record Unsupported(EventKey key, Instant at, String reason) implements InboundEvent {}

    /**
     * One event of a body that breaks the protocol, where the others do not: never applied, and named to the sender where the
     * channel can answer.
     *
     * @param field the path of what is wrong, as the sender spells it
     */
    record Invalid(EventKey key, Instant at, String field, String text) implements InboundEvent {}

    /** Who wrote a message. */
    enum Origin {
        CUSTOMER,
        /** Written by us elsewhere (another device, the provider's own inbox): shown once, as outbound. */
        ELSEWHERE
    }

    /**
     * The thread a message belongs to, with what the provider tells of it.
     *
     * @param group the group's name, where many people write
     * @param subject a title of the thread
     * @param attributes facts kept on the conversation (a deep link's reference, the first page)
     */
    record Thread(ThreadKey key, Optional<String> group, Optional<String> subject, Map<String, String> attributes) {
        public Thread {
            attributes = Map.copyOf(attributes);
        }

        /** The same thread under another key. */
        public Thread under(ThreadKey other) {
            return new Thread(other, group, subject, attributes);
        }

        public static Thread of(String key) {
            return new Thread(new ThreadKey(key), Optional.empty(), Optional.empty(), Map.of());
        }
    }
}
