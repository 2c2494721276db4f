package dev.tributary.conversation;

import dev.tributary.channel.ContentKind;
import java.util.Map;
import java.util.Set;

/** What a file is called and how it is shown, from what little a provider or a browser says. */
public final class FileNames {

    private static final int MAX_LENGTH = 200;
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("image/jpeg", ".jpg"),
            Map.entry("image/png", ".png"),
            Map.entry("image/gif", ".gif"),
            Map.entry("image/webp", ".webp"),
            Map.entry("video/mp4", ".mp4"),
            Map.entry("video/webm", ".webm"),
            Map.entry("audio/mpeg", ".mp3"),
            Map.entry("audio/ogg", ".ogg"),
            Map.entry("audio/mp4", ".m4a"),
            Map.entry("application/pdf", ".pdf"),
            Map.entry("text/plain", ".txt"));
    /** What browsers show and play by themselves. Not every image/*: an SVG is a program, a TIFF a download. */
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp");

    private FileNames() {}

    /** One path segment without control characters and of a bounded length; a made-up name where none is left. */
    public static String clean(String name, String kind, String contentType) {
        String last = name == null ? "" : name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}\"<>|:*?]", "").strip();
        if (plain.isEmpty() || plain.chars().allMatch(c -> c == '.')) {
            return kind + EXTENSIONS.getOrDefault(contentType, "");
        }
        return plain.length() <= MAX_LENGTH ? plain : shortened(plain);
    }

    /** The kind under which a file of this content type is shown. */
    public static ContentKind kind(String contentType) {
        if (PICTURES.contains(contentType)) {
            return ContentKind.IMAGE;
        }
        if (contentType.startsWith("video/")) {
            return ContentKind.VIDEO;
        }
        return contentType.startsWith("audio/") ? ContentKind.AUDIO : ContentKind.FILE;
    }

    private static String shortened(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
        return name.substring(0, name.offsetByCodePoints(0, Math.min(MAX_LENGTH - 20, name.codePointCount(0, name.length())))) + extension;
    }
}
