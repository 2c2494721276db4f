package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** A channel that a phone is linked to, by a code that it scans. What becomes of the link is told by {@link InboundEvent.ConnectionChanged}. */
public interface ConnectsByQr extends ChecksConnection {

    /** The code to scan now; begins a new link where there is none. Asked every few seconds while somebody looks at it. */
    Uni<Linking> link(ChannelAccount account);

    /** Ends the link, so that another phone can be linked. */
    Uni<Connection> unlink(ChannelAccount account);

    sealed interface Linking {

        /**
         * @param image a data URL
         * @param pairingCode what may be typed on the phone instead
         * @param until after which another code holds; absent where the provider does not say
         */
        record Code(String image, Optional<String> pairingCode, Optional<Instant> until) implements Linking {}

        /** No code yet, or none any more: a phone is just being linked. */
        record Waiting() implements Linking {}

        record Linked(Connection connection) implements Linking {}

        record Refused(ChannelProblem problem) implements Linking {}
    }
}
