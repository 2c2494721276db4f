package dev.tributary.conversation;

import io.quarkus.runtime.Startup;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.tika.Tika;

/** What a file really is, by its bytes: what a sender says of it is a hint at most. */
@Startup
@ApplicationScoped
public class ContentTypes {

    private static final int LOOKED_AT = 64 << 10;

    private final Tika tika = new Tika();

    ContentTypes() {
        // The rules are read here, at the start, rather than on an event loop with the first file.
        tika.detect(new byte[] {0}, "warm-up.bin");
    }

    /**
     * @param head the beginning of the file, or all of it
     * @param name tells apart what looks alike, such as the many formats that are ZIP files
     */
    public String sniff(Buffer head, String name) {
        return tika.detect(head.getBytes(0, Math.min(LOOKED_AT, head.length())), name);
    }
}
