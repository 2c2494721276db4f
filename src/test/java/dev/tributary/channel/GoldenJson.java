package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/**
 * What an adapter made of a fixture, beside what it should have made: {@code name.json} and {@code name.expected.json}.
 *
 * <p>Records become objects that name their type where there are alternatives, keys become their text, empty things are left
 * out. To write or renew the expected files, run with {@code -Dgolden.update=true} and read the difference before committing it.
 */
public final class GoldenJson {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private GoldenJson() {}

    /** Compares with the file beside the fixture, which lies under src/test/resources. */
    public static void check(Object actual, Path fixture) {
        Path expected = fixture.resolveSibling(fixture.getFileName().toString().replaceFirst("\\.json$", ".expected.json"));
        String text = text(actual);
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(expected, text + "\n");
            }
            Assertions.assertEquals(
                    JSON.readTree(Files.readString(expected)), JSON.readTree(text), () -> "unlike " + expected.getFileName() + ":\n" + text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(render(value));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonNode render(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case JsonNode node -> node;
            case Optional<?> optional -> render(optional.orElse(null));
            case Collection<?> items -> array(items);
            case Map<?, ?> map -> object(map);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            case byte[] bytes -> NODES.textNode(Base64.getEncoder().encodeToString(bytes));
            case Record record -> record(record);
            default -> NODES.textNode(value.toString());
        };
    }

    private static JsonNode array(Collection<?> items) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(render(item)));
        return array;
    }

    private static JsonNode object(Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        new TreeMap<>(map).forEach((name, item) -> object.set(name.toString(), render(item)));
        return object;
    }

    private static JsonNode record(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        boolean alternative = record.getClass().getInterfaces().length > 0;
        if (components.length == 1 && components[0].getName().equals("value") && !alternative) {
            return render(read(record, components[0]));
        }
        ObjectNode object = NODES.objectNode();
        if (alternative) {
            object.put("is", record.getClass().getSimpleName());
        }
        for (RecordComponent component : components) {
            JsonNode part = render(read(record, component));
            boolean empty = part.isNull() || part.isContainerNode() && part.isEmpty();
            if (!empty) {
                object.set(component.getName(), part);
            }
        }
        return object;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

}
