package dev.tributary.channel;

/** The kinds of message content, under the names of {@code message.kind} in lower case. */
public enum ContentKind {
    TEXT,
    IMAGE,
    VIDEO,
    AUDIO,
    FILE,
    STICKER,
    LOCATION,
    CONTACT,
    POLL,
    POSTBACK,
    TEMPLATE,
    UNSUPPORTED;

    /** As it is stored and answered. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
