package dev.tributary.identity;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** For whoever holds something open on behalf of a signed-in browser, such as a socket. See also {@link SessionEnded}. */
public interface SessionRegistry {
    /** False once the session was ended or has expired, or its user was deactivated. Asking does not prolong it. */
    Uni<Boolean> isAlive(UUID sessionId);
}
