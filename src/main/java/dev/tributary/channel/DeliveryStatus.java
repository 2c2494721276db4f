package dev.tributary.channel;

/**
 * How far a message of ours got. It only moves forward, in the order of these constants; {@code FAILED} is taken from
 * anything before {@code DELIVERED}.
 */
public enum DeliveryStatus {
    QUEUED,
    SENDING,
    SENT,
    DELIVERED,
    READ,
    FAILED;

    /** As it is stored and answered. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
