package dev.tributary.channel;

import java.util.List;
import java.util.Optional;

/**
 * A message that the provider has to approve before it may be sent, in one language.
 *
 * @param status in the provider's words, lower case; {@value #APPROVED} is the one that may be sent
 * @param headerMedia the kind of file that stands on top, where there is one
 * @param headerText a line on top, with its variables
 * @param body with its variables as the provider writes them: <code>{{1}}</code> or <code>{{name}}</code>
 * @param variables all that must be filled, in the order of reading
 * @param buttons their titles
 */
public record Template(
        String name,
        String language,
        String status,
        String category,
        Optional<ContentKind> headerMedia,
        Optional<String> headerText,
        String body,
        Optional<String> footer,
        List<Variable> variables,
        List<String> buttons) {

    public static final String APPROVED = "approved";

    /**
     * @param key unique within the template: {@code header.1}, {@code body.name}, {@code button.0}
     * @param example what the provider was told to expect; empty where nothing was
     */
    public record Variable(String key, String example) {}

    public Template {
        variables = List.copyOf(variables);
        buttons = List.copyOf(buttons);
    }
}
