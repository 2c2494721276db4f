package dev.tributary.automation;

import java.util.UUID;

/**
 * A message that was just written, as rules meet it.
 *
 * @param conversationIsNew true where this message began its conversation
 */
public record FiledMessage(
        UUID organizationId,
        UUID channelAccountId,
        String channelType,
        UUID conversationId,
        UUID contactId,
        UUID messageId,
        boolean conversationIsNew) {}
