package dev.tributary.apichannel;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A body as it travelled, made into the JSON that was meant; bounded before and after. */
final class Unpacking {

    static final int MAX_BODY = 1 << 20;
    static final int MAX_UNPACKED = 10 << 20;

    private static final int CHUNK = 64 << 10;

    private Unpacking() {}

    static byte[] unpack(byte[] body, String contentEncoding) {
        if (body.length > MAX_BODY) {
            throw ApiError.tooLarge(MAX_BODY);
        }
        return switch (contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> gunzip(body);
            default -> throw ApiError.unsupportedMediaType("Content-Encoding must be gzip or absent");
        };
    }

    private static byte[] gunzip(byte[] body) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] chunk = new byte[CHUNK];
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                unpacked.write(chunk, 0, read);
                if (unpacked.size() > MAX_UNPACKED) {
                    throw ApiError.tooLarge(MAX_UNPACKED);
                }
            }
        } catch (IOException broken) {
            throw ApiError.of(400, "not_gzip", "the body is not what Content-Encoding says");
        }
        return unpacked.toByteArray();
    }
}
