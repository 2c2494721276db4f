package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Providers' JSON: objects grow new members at any time, and known ones may be missing. */
public final class ProviderJson {

    public static final ObjectMapper MAPPER = new ObjectMapper();

    private ProviderJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @throws UnreadableEventException where it is no JSON object */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node == null || !node.isObject()) {
                throw new UnreadableEventException("the body is no JSON object");
            }
            return node;
        } catch (IOException failure) {
            throw new UnreadableEventException("the body is no JSON", failure);
        }
    }

    /** A text, or a number as text; empty for what is missing, blank, or something else. */
    public static Optional<String> text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() || value.isNumber() ? Optional.of(value.asText()).filter(text -> !text.isBlank()) : Optional.empty();
    }

    /** @throws UnreadableEventException where it is missing */
    public static String required(JsonNode node, String name) {
        return text(node, name).orElseThrow(() -> new UnreadableEventException(name + " is missing"));
    }

    /** The items of a list; none where there is no list. */
    public static List<JsonNode> items(JsonNode node, String name) {
        JsonNode list = node.path(name);
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false).toList() : List.of();
    }
}
