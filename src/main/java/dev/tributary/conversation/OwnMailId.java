package dev.tributary.conversation;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Our message inside the id of a mail of ours, which is known before its sending is recorded. */
final class OwnMailId {

    private static final Pattern OWN = Pattern.compile("c[0-9a-f]{32}\\.m([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\\.[0-9a-f]{8}@.{1,255}");

    private OwnMailId() {}

    static Optional<UUID> message(String mailId) {
        Matcher own = OWN.matcher(mailId.toLowerCase(Locale.ROOT));
        return own.matches()
                ? Optional.of(UUID.fromString(String.join("-", own.group(1), own.group(2), own.group(3), own.group(4), own.group(5))))
                : Optional.empty();
    }
}
