/**
 * What a channel account did: counts per hour and times to the first answer. The rows are maintained by {@code conversation}
 * as messages are written, so a report reads a few hundred rows and never counts messages.
 */
package dev.tributary.statistics;
