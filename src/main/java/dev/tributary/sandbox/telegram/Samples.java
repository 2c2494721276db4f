package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.telegram.FakeFiles.Stored;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files for customers who bring none of their own. */
final class Samples {

    private Samples() {}

    static Stored of(String kind, FakeFiles files) {
        return switch (kind) {
            case "photo" -> files.keep("photo.png", "image/png", resource("photo.png"));
            case "sticker" -> files.keep("sticker.png", "image/png", resource("sticker.png"));
            case "voice", "audio" -> files.keep("voice.wav", "audio/wav", resource("voice.wav"));
            default -> files.keep("sample.txt", "text/plain", Buffer.buffer("A sample file of the sandbox.\n"));
        };
    }

    private static Buffer resource(String name) {
        try (InputStream content = Samples.class.getResourceAsStream("/sandbox/" + name)) {
            return Buffer.buffer(content.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
