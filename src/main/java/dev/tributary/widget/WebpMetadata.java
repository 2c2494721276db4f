package dev.tributary.widget;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Java has no WebP codec, so a WebP is not drawn anew but taken apart: only the parts that make the picture are kept. Pure. */
final class WebpMetadata {

    private static final int HEADER = 12;
    /** The flags of a VP8X chunk that announce EXIF and XMP. */
    private static final int METADATA_FLAGS = 0x08 | 0x04;

    private WebpMetadata() {}

    static byte[] strip(byte[] webp) {
        ByteBuffer data = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(webp.length);
        int at = HEADER;
        while (at + 8 <= webp.length) {
            String name = new String(webp, at, 4, StandardCharsets.US_ASCII);
            int size = data.getInt(at + 4);
            int end = at + 8 + size + (size & 1);
            if (size < 0 || end < at || at + 8 + size > webp.length) {
                throw WidgetProblems.fileType();
            }
            copy(webp, name, at, Math.min(end, webp.length), kept);
            at = end;
        }
        if (kept.size() == 0) {
            throw WidgetProblems.fileType();
        }
        byte[] chunks = kept.toByteArray();
        return ByteBuffer.allocate(HEADER + chunks.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(4 + chunks.length)
                .put("WEBP".getBytes(StandardCharsets.US_ASCII))
                .put(chunks)
                .array();
    }

    private static void copy(byte[] webp, String name, int from, int to, ByteArrayOutputStream kept) {
        switch (name) {
            case "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP" -> kept.write(webp, from, to - from);
            case "VP8X" -> {
                byte[] chunk = java.util.Arrays.copyOfRange(webp, from, to);
                chunk[8] &= (byte) ~METADATA_FLAGS;
                kept.writeBytes(chunk);
            }
            default -> { }
        }
    }
}
