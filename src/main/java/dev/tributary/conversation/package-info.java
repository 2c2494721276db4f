/**
 * Conversations and what is said in them: messages, attachments, tags, delivery status.
 *
 * <p>Whoever wants something said, an agent, a rule or a program, goes through
 * {@link dev.tributary.conversation.MessageQueue}: the message and the outbox row that carries it leave in one transaction.
 * Every change writes the change feed as its last statement. Views are read by
 * {@link dev.tributary.conversation.ConversationViews} and {@link dev.tributary.conversation.MessageViews} alone, so that the
 * REST API and the agents' sockets say the same. May use {@code contact} and the rooms below it.
 *
 * <p>Whoever locks both, locks the conversation before its messages.
 */
package dev.tributary.conversation;
