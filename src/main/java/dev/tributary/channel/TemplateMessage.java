package dev.tributary.channel;

import java.util.Map;

/**
 * An approved template with its variables filled. A file of the message is the template's header.
 *
 * @param values by {@link Template.Variable#key}
 */
public record TemplateMessage(String name, String language, Map<String, String> values) {
    public TemplateMessage {
        values = Map.copyOf(values);
    }
}
