package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A channel whose provider says more of an account than whether it works: its rights, its standing, when its access ends. */
public interface ExaminesAccount extends ChannelAdapter {

    /** Asked about once an hour and when an admin asks; changes nothing there. */
    Uni<Examination> examine(ChannelAccount account);

    /**
     * @param findings in the order in which they are shown
     * @param expiresAt when the credentials end, where that was said
     */
    record Examination(List<Finding> findings, Optional<Instant> expiresAt) {
        public Examination {
            findings = List.copyOf(findings);
        }

        public static Examination none() {
            return new Examination(List.of(), Optional.empty());
        }
    }
}
