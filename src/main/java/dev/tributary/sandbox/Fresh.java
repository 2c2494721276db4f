package dev.tributary.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids and secrets that nobody had before. */
@ApplicationScoped
public class Fresh {

    private static final long LEAST = 1_000_000_000_000L;

    private final SecureRandom random = new SecureRandom();

    public String hex(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }

    /** Thirteen digits after the prefix. */
    public String digits(String prefix) {
        return prefix + (LEAST + random.nextLong(8 * LEAST));
    }

    /** A number in the United States that nobody has. */
    public String phone() {
        return "1555" + (1_000_000 + random.nextInt(8_000_000));
    }
}
