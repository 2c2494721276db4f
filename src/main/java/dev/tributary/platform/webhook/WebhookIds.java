package dev.tributary.platform.webhook;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/** {@code webhook-id}s: {@code msg_} and a ULID. A UUIDv7 and a ULID are both 48 bits of time before randomness, so one spells the other. */
public final class WebhookIds {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int BITS = 5;

    private WebhookIds() {}

    /** Always the same for the same thing, so a retry after a crash carries the id of the first attempt. */
    public static String of(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        BigInteger number = new BigInteger(1, bytes.array());
        StringBuilder spelled = new StringBuilder("msg_");
        for (int digit = LENGTH - 1; digit >= 0; digit--) {
            spelled.append(CROCKFORD.charAt(number.shiftRight(digit * BITS).intValue() & 31));
        }
        return spelled.toString();
    }
}
