package dev.tributary.conversation;

import java.util.UUID;

/** An agent has opened a conversation in which something was unread. Told once it is committed. */
public record AgentRead(UUID organizationId, UUID conversationId) {}
