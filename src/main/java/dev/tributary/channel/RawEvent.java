package dev.tributary.channel;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One journal event, as it is handed to a pure reader.
 *
 * @param headers the kept ones, names in lower case, without secrets
 * @param settings the account's settings without secrets
 */
public record RawEvent(UUID journalId, Instant receivedAt, Map<String, String> headers, byte[] body, Settings settings) {}
