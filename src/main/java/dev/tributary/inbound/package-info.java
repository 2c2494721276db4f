/**
 * The way in: webhook routes, the journal of raw events, and the applier that turns each into contacts, conversations and
 * messages exactly once. Uses {@code automation} and the rooms below it.
 */
package dev.tributary.inbound;
