package dev.tributary.channel;

/** What an adapter says of a webhook's origin. */
public sealed interface Verdict {

    /** It is the provider. */
    record Accepted() implements Verdict {}

    /** The provider asks before it sends anything; the answer is returned as text, nothing is journalled. */
    record Challenge(String answer) implements Verdict {}

    /** Forged or unsigned: answered 401 and journalled as rejected without its body. */
    record Rejected(String reason) implements Verdict {}
}
