package dev.tributary.conversation;

import java.util.UUID;

/**
 * CDI event on the replica that an agent's browser is connected to: they began or stopped writing an answer. Live only; observers run
 * on the calling thread and must not block.
 */
public record AgentTyping(UUID organizationId, UUID conversationId, UUID userId, String userName, boolean on) {}
