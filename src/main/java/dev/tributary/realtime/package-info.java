/**
 * The agents' WebSocket: what changed, in order and without gaps; who is there, who is writing, who is looking. Uses
 * {@code conversation} and the rooms below it.
 */
package dev.tributary.realtime;
