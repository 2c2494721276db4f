package dev.tributary.platform;

import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** Makes ids: UUID version 7, so that they sort by the time of their making, across replicas to the millisecond. */
public final class Ids {

    private Ids() {}

    /** A new id; within one process each is greater than the one before. */
    public static UUID next() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
