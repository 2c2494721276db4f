package dev.tributary.channel;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A channel whose raw events hold the files themselves, so that they are taken from the journal rather than fetched. */
public interface CarriesFiles extends ReadsEvents {

    /** The bytes of one file; empty where the event has no such part. Pure. Called on a worker thread: it may take long. */
    Optional<Buffer> file(RawEvent raw, MediaRef.Source.Part part);
}
