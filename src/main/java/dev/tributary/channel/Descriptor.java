package dev.tributary.channel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a channel is and can do: settings forms, the composer and the dispatcher's token buckets are drawn from it.
 *
 * @param type upper snake case, one of API.md's names
 * @param category a heading for the add-channel wizard: {@code messenger}, {@code website}, {@code email}, {@code sms}, {@code developer}
 * @param receives the kinds of content customers can send
 * @param sends the kinds of content agents can send
 * @param reports the delivery statuses that this provider ever reports beyond {@code sent}
 * @param setup what an admin does at the provider, one step a line
 * @param replyWindow how long after the customer's last message free text may be sent; empty where there is no window
 * @param identitiesAreGlobal true where a sender's id means the same person on every account of this type
 * @param idempotentSends true where the provider drops the second copy of a send that carries the same message id
 */
public record Descriptor(
        String type,
        String label,
        String category,
        Connect connect,
        Set<ContentKind> receives,
        Set<ContentKind> sends,
        Set<DeliveryStatus> reports,
        List<SettingField> settings,
        List<String> setup,
        Optional<Duration> replyWindow,
        Limits limits,
        boolean identitiesAreGlobal,
        boolean idempotentSends) {

    public Descriptor {
        receives = Set.copyOf(receives);
        sends = Set.copyOf(sends);
        reports = Set.copyOf(reports);
        settings = List.copyOf(settings);
        setup = List.copyOf(setup);
    }

    /** How an admin connects an account. */
    public enum Connect {
        TOKEN,
        OAUTH,
        QR,
        MAILBOX,
        NONE
    }
}
