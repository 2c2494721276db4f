package dev.tributary.widget;

import java.util.List;
import java.util.Locale;
import org.apache.tika.Tika;

/**
 * An uploaded file that may be shown to an agent: its type is what its bytes say, whatever its name says, and a picture was drawn
 * anew, so that neither its place and time of taking nor anything hidden behind the picture comes along.
 */
record SafeFile(byte[] bytes, String contentType) {

    private static final Tika TIKA = new Tika();
    private static final int LOOKED_AT = 64 * 1024;

    /** Blocks; fails with 413 or 415. */
    static SafeFile of(byte[] bytes, List<String> allowed, long limit) {
        if (bytes.length > limit) {
            throw WidgetProblems.fileTooLarge(limit);
        }
        String type = type(bytes);
        if (bytes.length == 0 || !allowed.contains(type)) {
            throw WidgetProblems.fileType();
        }
        return switch (type) {
            case "image/jpeg", "image/png" -> new SafeFile(Pictures.redraw(bytes, type), type);
            case "image/gif" -> new SafeFile(Pictures.requireReadable(bytes), type);
            case "image/webp" -> new SafeFile(WebpMetadata.strip(bytes), type);
            default -> new SafeFile(bytes, type);
        };
    }

    /** By magic bytes alone. What looks like text may still be a page or a drawing with a program in it. */
    private static String type(byte[] bytes) {
        byte[] head = java.util.Arrays.copyOf(bytes, Math.min(bytes.length, LOOKED_AT));
        String type = TIKA.detect(head);
        if (type.equals("audio/mp4") || type.equals("video/quicktime") || type.equals("application/mp4")) {
            return "video/mp4";
        }
        if (type.equals("text/plain")) {
            String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            boolean isMarkup = text.contains("<svg") || text.contains("<html") || text.contains("<script") || text.contains("<!doctype");
            return isMarkup ? "text/html" : type;
        }
        return type;
    }
}
