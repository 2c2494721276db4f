package dev.tributary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The service's description of its API, held against what it answers. It is stricter than the description: a member that nobody described is wrong, because
 * the browser's types would not have it.
 */
final class AnswersAsDescribed {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    /** Lines in a thread tell of events in members of their own. */
    private static final String OPEN = "MessageContent";

    private record Route(String path, Pattern pattern) {
        static Route of(String path) {
            String[] words = PARAMETER.split(path, -1);
            return new Route(path, Pattern.compile(List.of(words).stream().map(Pattern::quote).collect(Collectors.joining("[^/]+"))));
        }

        long parameters() {
            return PARAMETER.matcher(path).results().count();
        }
    }

    private final JsonNode document;
    private final List<Route> routes;
    private final Map<String, Optional<JsonSchema>> schemas = new ConcurrentHashMap<>();

    AnswersAsDescribed(String openApi) throws IOException {
        document = JSON.readTree(openApi.replace("#/components/schemas/", "#/$defs/"));
        document.at("/components/schemas").properties().forEach(schema -> close(schema.getKey(), schema.getValue()));
        routes = document.get("paths").properties().stream().map(path -> Route.of(path.getKey())).sorted(Comparator.comparingLong(Route::parameters)).toList();
    }

    /** Whether answers at this path have to be as described: of the rest, the cards of the providers say what they are. */
    static boolean covers(String path) {
        return path.startsWith("/rest/") || path.startsWith("/api/widget/");
    }

    /**
     * What is wrong with an answer; empty where it is as described, and for routes that are not described at all.
     *
     * @param type its content type
     */
    List<String> problems(String method, String path, int status, String type, String body) throws IOException {
        Optional<Route> route = routes.stream().filter(one -> one.pattern().matcher(path).matches()).findFirst();
        if (route.isEmpty() || body.isEmpty() || !type.contains("json")) {
            return List.of();
        }
        JsonNode operation = document.get("paths").get(route.get().path()).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            return List.of();
        }
        JsonNode answers = operation.get("responses");
        String key = answers.has(Integer.toString(status)) && answers.get(Integer.toString(status)).has("content") || status < 300 ? Integer.toString(status) : "default";
        Optional<JsonSchema> schema = schemas.computeIfAbsent(method + " " + route.get().path() + " " + key, _ -> schema(answers.path(key)));
        if (schema.isEmpty()) {
            return status < 300 ? List.of("the answer " + status + " is not described") : List.of();
        }
        return schema.get().validate(JSON.readTree(body)).stream().map(ValidationMessage::getMessage).sorted().toList();
    }

    private Optional<JsonSchema> schema(JsonNode answer) {
        JsonNode described = answer.has("$ref") ? document.at(answer.get("$ref").asText().substring(1)) : answer;
        return described.path("content").properties().stream().filter(content -> content.getKey().contains("json")).findFirst().map(content -> {
            ObjectNode schema = JSON.createObjectNode();
            schema.setAll((ObjectNode) content.getValue().get("schema"));
            schema.set("$defs", document.at("/components/schemas"));
            return SCHEMAS.getSchema(schema);
        });
    }

    private static void close(String name, JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties") && !name.equals(OPEN) && !name.equals("Problem")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }
}
