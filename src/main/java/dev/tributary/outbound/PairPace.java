package dev.tributary.outbound;

import dev.tributary.channel.Limits.PairRate;
import java.time.Duration;
import java.time.Instant;

/** What has left to one person, and until when it is paid for. Not safe for several threads. */
final class PairPace {

    private final PairRate rate;
    private Instant burstEnds = Instant.MIN;
    private Instant paidUntil = Instant.MIN;
    private int burst;

    PairPace(PairRate rate) {
        this.rate = rate;
    }

    /** Takes the next message's place; or how long it has to wait, and takes none. */
    Duration take(Instant now) {
        if (isPaid(now)) {
            burstEnds = now.plus(rate.every());
            paidUntil = now;
            burst = 0;
        }
        if (burst > 0 && (burst >= rate.burst() || !now.isBefore(burstEnds))) {
            return Duration.between(now, paidUntil);
        }
        add(1);
        return Duration.ZERO;
    }

    /** A message became several at the provider. */
    void add(int messages) {
        burst += messages;
        paidUntil = paidUntil.plus(rate.every().multipliedBy(messages));
    }

    boolean isPaid(Instant now) {
        return !now.isBefore(paidUntil);
    }
}
