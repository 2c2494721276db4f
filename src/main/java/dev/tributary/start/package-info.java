/**
 * What happens before the service is there: settings are checked, all of them at once, and where no database is configured
 * the embedded one is started. Its connection reaches the rest of the service as ordinary Quarkus settings, so nothing else
 * knows which one it talks to. Uses {@code platform} only; nobody uses this room.
 */
package dev.tributary.start;
