/**
 * Carries what is queued out of the service: claims outbox rows with leases, one at a time per conversation, keeps each
 * channel account within its rate, and writes down how every attempt ended. May use {@code conversation} and the rooms below.
 */
package dev.tributary.outbound;
