package dev.tributary.contact;

import dev.tributary.channel.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

/** All that a provider says of a person, as one number: messages repeat it, and it is taken over when it says something new. */
public final class Profile {

    private Profile() {}

    public static long of(Sender sender) {
        String all = String.join(
                "\0",
                sender.name().orElse(""),
                sender.username().orElse(""),
                sender.phone().orElse(""),
                sender.email().orElse(""),
                sender.locale().orElse(""),
                sender.avatar().map(picture -> picture.source().toString()).orElse(""),
                sender.attributes().isEmpty() ? "" : new TreeMap<>(sender.attributes()).toString(),
                sender.cleared().toString(),
                sender.aliases().toString());
        return ByteBuffer.wrap(sha256(all)).getLong();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
