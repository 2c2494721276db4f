package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** A channel whose events name people by id only: who they are has to be asked. */
public interface FetchesProfiles extends ChannelAdapter {

    /** Called once for each new person, soon after they first wrote; again a little later where the answer is {@link Told.Later}. */
    Uni<Told> profile(String senderId, ChannelAccount account);

    sealed interface Told {

        /** @param picture to be fetched; it may be gone in days */
        record Person(Optional<String> name, Optional<MediaRef> picture) implements Told {}

        /** The provider does not say: no consent, blocked, deleted. */
        record Nothing() implements Told {}

        record Later() implements Told {}
    }
}
