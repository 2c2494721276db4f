package dev.tributary.platform;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A credential. Printing it shows {@code ***}, writing it as JSON shows its mask: only {@link #reveal} gives it away, so
 * that a search for that word finds every place where secrets leave.
 */
@Schema(type = SchemaType.STRING, format = "password")
public final class Secret {

    private static final String DOTS = "••••";
    private static final int SHOWN = 4;

    private final String value;

    @JsonCreator
    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "secret");
    }

    public String reveal() {
        return value;
    }

    /** The last four characters behind dots, so that a person recognises it; the dots alone where four would be too much of it. */
    @JsonValue
    public String masked() {
        return value.length() < 3 * SHOWN ? DOTS : DOTS + value.substring(value.length() - SHOWN);
    }

    /** Whether somebody sent back a mask in place of a secret. */
    public static boolean looksMasked(String text) {
        return text.startsWith(DOTS);
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
