package dev.tributary.inbound;

import dev.tributary.channel.LiveAccount;
import java.util.Map;

/**
 * One verified raw delivery, about to be journalled.
 *
 * @param headers as received, names in lower case; only harmless ones are kept
 */
public record IncomingEvent(LiveAccount account, Source source, Map<String, String> headers, byte[] body) {

    public enum Source {
        WEBHOOK,
        POLL,
        WIDGET,
        API;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
