package dev.tributary.sandbox.telegram;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files that went through a bot, in memory: the oldest go when there are too many bytes of them. */
final class FakeFiles {

    private static final long MAX_BYTES = 128L << 20;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Stored> files = new LinkedHashMap<>();
    private long bytes;

    /** @param path below {@code /file/bot<token>/} */
    record Stored(String id, String path, String name, String type, Buffer bytes) {}

    synchronized Stored keep(String name, String type, Buffer content) {
        byte[] key = new byte[18];
        random.nextBytes(key);
        String id = "SBX" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
        String ending = name.contains(".") ? name.substring(name.lastIndexOf('.')).replaceAll("[^.\\w]", "") : "";
        Stored file = new Stored(id, "files/" + id + ending, name, type, content);
        files.put(id, file);
        bytes += content.length();
        for (var oldest = files.values().iterator(); bytes > MAX_BYTES && files.size() > 1; ) {
            bytes -= oldest.next().bytes().length();
            oldest.remove();
        }
        return file;
    }

    synchronized Optional<Stored> find(String id) {
        return Optional.ofNullable(files.get(id));
    }

    synchronized Optional<Stored> findByPath(String path) {
        return files.values().stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
