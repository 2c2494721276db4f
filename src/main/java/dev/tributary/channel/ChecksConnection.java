package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** A channel whose provider can be asked how it sees our account, without changing anything there. */
public interface ChecksConnection extends ChannelAdapter {

    /** @param lastInboundAt the newest event that we received on this account */
    Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt);
}
