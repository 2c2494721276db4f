package dev.tributary.channel;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A channel whose provider keeps media that has to be fetched with the account's credentials. */
public interface FetchesMedia extends ChannelAdapter {

    Uni<Fetched> fetch(MediaRef.Source.Handle handle, ChannelAccount account);

    sealed interface Fetched {
        record File(Buffer bytes, Optional<String> contentType, Optional<String> fileName) implements Fetched {}

        record Later(ProviderError cause) implements Fetched {}

        record Gone(ChannelProblem problem) implements Fetched {}
    }
}
