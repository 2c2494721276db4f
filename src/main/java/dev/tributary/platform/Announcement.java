package dev.tributary.platform;

/**
 * Something that replicas tell each other: live, best effort, never the only copy of a fact.
 *
 * @param topic what it is about, for example {@link ChangeFeed#TOPIC}
 * @param payload at most 7,000 bytes
 */
public record Announcement(String topic, String payload) {}
