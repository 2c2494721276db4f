package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tributary.platform.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * An account's settings under the names its descriptor declares. Values that were not set fall back to the descriptor's
 * default before an adapter sees them. Printing one shows the names only.
 */
public final class Settings {

    private final Map<String, JsonNode> values;
    private final Map<String, Secret> secrets;

    public Settings(Map<String, JsonNode> values, Map<String, Secret> secrets) {
        this.values = Map.copyOf(values);
        this.secrets = Map.copyOf(secrets);
    }

    public Optional<String> text(String name) {
        return Optional.of(json(name)).filter(JsonNode::isValueNode).filter(value -> !value.isNull()).map(JsonNode::asText);
    }

    public Optional<Secret> secret(String name) {
        return Optional.ofNullable(secrets.get(name));
    }

    /** The secret, or an {@link IllegalStateException} that names the missing field: the descriptor said required. */
    public Secret requiredSecret(String name) {
        return secret(name).orElseThrow(() -> new IllegalStateException("setting " + name + " is missing"));
    }

    public boolean flag(String name) {
        return json(name).asBoolean(false);
    }

    public List<String> list(String name) {
        return StreamSupport.stream(json(name).spliterator(), false).map(JsonNode::asText).toList();
    }

    /** The value as it is stored; a missing node where there is none. */
    public JsonNode json(String name) {
        return values.getOrDefault(name, MissingNode.getInstance());
    }

    /** The same settings without any secret: what a pure reader is given. */
    public Settings withoutSecrets() {
        return new Settings(values, Map.of());
    }

    @Override
    public String toString() {
        return "Settings[" + values.keySet() + ", secrets " + secrets.keySet() + "]";
    }
}
