package dev.tributary.contact;

import dev.tributary.channel.Sender;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

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
        return ByteBuffer.wrap(DigestUtils.sha256(all)).getLong();
    }
}
