package dev.tributary.channel;

/** A channel whose messages are mails: the dispatcher gives each its subject, its recipients and its place in the thread ({@link OutboundMessage#mail}). */
public interface SendsMail extends SendsMessages {

    /** Which signatures stand below an agent's mail. */
    enum SignedBy {
        /** The agent's own; the account's where the agent has none. */
        AGENT,
        ACCOUNT,
        /** The agent's own, and the account's below it. */
        BOTH
    }

    /**
     * What the account's settings say of signatures.
     *
     * @param html the account's own, with merge fields; empty where there is none
     */
    record SignatureSettings(String html, SignedBy signedBy) {}

    SignatureSettings signatures(Settings settings);
}
