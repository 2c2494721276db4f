package dev.tributary.platform;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a request carries. */
public sealed interface EgressBody {

    record None() implements EgressBody {}

    record Bytes(Buffer bytes, String contentType) implements EgressBody {}

    /** {@code multipart/form-data}, in the order of the parts. */
    record Multipart(List<Part> parts) implements EgressBody {
        public Multipart {
            parts = List.copyOf(parts);
        }
    }

    /** One part of a form. */
    sealed interface Part {
        record Field(String name, String value) implements Part {}

        record FileBytes(String name, String fileName, String contentType, Buffer bytes) implements Part {}

        /** A file that is streamed from disk; it must not change meanwhile. */
        record FilePath(String name, String fileName, String contentType, Path path) implements Part {}
    }

    static EgressBody json(String json) {
        return new Bytes(Buffer.buffer(json), "application/json");
    }

    static EgressBody json(byte[] json) {
        return new Bytes(Buffer.buffer(json), "application/json");
    }

    /** {@code application/x-www-form-urlencoded}, in the map's order. */
    static EgressBody form(Map<String, String> fields) {
        String encoded = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return new Bytes(Buffer.buffer(encoded), "application/x-www-form-urlencoded");
    }

    static EgressBody multipart(Part... parts) {
        return new Multipart(List.of(parts));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
