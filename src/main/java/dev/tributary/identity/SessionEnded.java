package dev.tributary.identity;

import java.util.UUID;

/**
 * CDI event: this session is over, because its user signed out or was deactivated, or changed the password elsewhere.
 * Fired on every replica after the commit, wherever it ended; what hangs on the session, a socket for example, is to be
 * closed. Observers run on the calling thread and must not block. A replica whose line to the database was down may miss
 * one: long-lived holders also ask {@link SessionRegistry#isAlive} from time to time.
 */
public record SessionEnded(UUID sessionId) {}
