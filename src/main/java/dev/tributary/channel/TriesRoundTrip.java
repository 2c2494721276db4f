package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A channel whose whole way can be tried by sending something to ourselves. Only an admin's wish does so: it leaves traces at the provider. */
public interface TriesRoundTrip extends ChannelAdapter {

    /** After this much time the try is given up, whatever it waits for. */
    Duration LONGEST = Duration.ofSeconds(120);

    /** Asked where {@link #prove} was well. What went wrong on the way is a finding. */
    Uni<RoundTrip> tryRoundTrip(ChannelAccount account);

    /**
     * @param findings in the order in which they are shown
     * @param learned settings that the try found out
     */
    record RoundTrip(List<Finding> findings, Map<String, JsonNode> learned) {
        public RoundTrip {
            findings = List.copyOf(findings);
            learned = Map.copyOf(learned);
        }
    }
}
