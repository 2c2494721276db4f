package dev.tributary.platform;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.annotation.Nullable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

/**
 * Makes the API's description say which members are there, which may be null, and which words a text may be: the browser's types are made from it. It
 * knows this from the records themselves, so that none of them has to say the usual thing:
 * <ul>
 *   <li>in an answer every component is there and is not null; one that may be null is {@code @Nullable}, one that may be absent has a
 *       {@code @JsonInclude};
 *   <li>in a request what is not {@code @NotNull} or {@code @NotBlank} may be left out or null;
 *   <li>a text of few words is {@link OneOf} an enum, or has a pattern of words alone.
 * </ul>
 * It runs while the service is built, and fails the build where a described object is no record of ours.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiSchemas implements OASFilter {

    private static final String REF = "#/components/schemas/";
    /** No route's signature names it; who adds it says all there is to say. */
    private static final String PROBLEM = "Problem";

    private static final String WORDS = "[a-z_]+(\\|[a-z_]+)+";
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private final IndexView index;
    private final Map<String, List<ClassInfo>> records = new HashMap<>();

    public ApiSchemas(IndexView index) {
        this.index = index;
        index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .filter(type -> type.name().toString().startsWith("dev.tributary."))
                .forEach(type -> records.computeIfAbsent(schemaName(type), _ -> new ArrayList<>()).add(type));
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, Schema> schemas = new TreeMap<>(api.getComponents().getSchemas());
        List<Operation> operations = api.getPaths().getPathItems().values().stream().flatMap(path -> path.getOperations().values().stream()).toList();
        Set<String> answered = reachable(schemas, operations.stream().flatMap(ApiSchemas::answers));
        List<String> unclear = new ArrayList<>();
        schemas.forEach((name, schema) -> {
            if (schema.getProperties() != null && !name.equals(PROBLEM)) {
                List<Map<String, Mark>> told = records(name, schema).stream().map(type -> marks(type, schema, answered.contains(name))).distinct().toList();
                if (told.size() == 1) {
                    apply(api, schema, told.getFirst());
                } else {
                    unclear.add(name + (told.isEmpty() ? " is no record" : " may be several records, which differ"));
                }
            }
        });
        if (!unclear.isEmpty()) {
            throw new IllegalStateException("The API's description is unclear, which @Schema(name = …) mends: " + String.join("; ", unclear));
        }
    }

    private void apply(OpenAPI api, Schema schema, Map<String, Mark> marks) {
        // The scanner takes every method like isSigned() for a member; a record's members are its components.
        List.copyOf(schema.getProperties().keySet()).stream().filter(property -> !marks.containsKey(property)).forEach(schema::removeProperty);
        marks.forEach((property, mark) -> {
            Schema described = schema.getProperties().get(property);
            if (mark.oneOf() != null) {
                described = words(api, described, index.getClassByName(mark.oneOf().name()));
            } else if (described.getPattern() != null && described.getPattern().matches(WORDS)) {
                described.enumeration(List.of((Object[]) described.getPattern().split("\\|"))).pattern(null);
            }
            schema.addProperty(property, mark.nullable() ? orNull(described) : described);
            if (mark.required() && (schema.getRequired() == null || !schema.getRequired().contains(property))) {
                schema.addRequired(property);
            }
        });
    }

    private record Mark(boolean required, boolean nullable, Type oneOf) {}

    private Map<String, Mark> marks(ClassInfo type, Schema schema, boolean isAnswer) {
        Map<String, FieldInfo> members = members(type);
        boolean isUnwrapped = type.fields().stream().anyMatch(field -> field.hasAnnotation(JsonUnwrapped.class));
        boolean mayLeaveOut = leavesOut(type.declaredAnnotation(JsonInclude.class));
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (String property : schema.getProperties().keySet()) {
            if (!isUnwrapped && !members.containsKey(property)) {
                continue;
            }
            FieldInfo member = members.get(property);
            boolean isPrimitive = member != null && member.type().kind() == Type.Kind.PRIMITIVE;
            boolean isRequired = schema.getRequired() != null && schema.getRequired().contains(property);
            boolean isLeftOut = mayLeaveOut || member != null && leavesOut(member.annotation(JsonInclude.class));
            Type oneOf = Optional.ofNullable(member).map(one -> one.annotation(OneOf.class)).map(one -> one.value().asClass()).orElse(null);
            marks.put(property, isAnswer
                    ? new Mark(isRequired || isPrimitive || !isLeftOut, member != null && member.hasAnnotation(Nullable.class), oneOf)
                    : new Mark(isRequired, !isRequired && member != null && !isPrimitive, oneOf));
        }
        return marks;
    }

    /** Those that are called so and have most of these members and no others; a generic one is called by its parameter too. */
    private List<ClassInfo> records(String name, Schema schema) {
        List<ClassInfo> named = records.getOrDefault(name, List.of());
        Stream<ClassInfo> generic = records.values().stream().flatMap(List::stream).filter(type -> !type.typeParameters().isEmpty() && name.startsWith(type.simpleName()));
        Map<Integer, List<ClassInfo>> bySize = Stream.concat(named.stream(), generic)
                .filter(type -> schema.getProperties().keySet().containsAll(members(type).keySet()))
                .collect(Collectors.groupingBy(type -> members(type).size()));
        return bySize.isEmpty() ? List.of() : bySize.get(Collections.max(bySize.keySet()));
    }

    /** Components by their names in JSON. A component's annotations that may not stand at a component are at its field. */
    private static Map<String, FieldInfo> members(ClassInfo type) {
        return type.recordComponentsInDeclarationOrder().stream()
                .map(component -> type.field(component.name()))
                .filter(field -> !field.hasAnnotation(JsonIgnore.class) && !field.hasAnnotation(JsonUnwrapped.class))
                .collect(Collectors.toMap(ApiSchemas::jsonName, field -> field, (one, _) -> one, LinkedHashMap::new));
    }

    private static String jsonName(FieldInfo field) {
        return Optional.ofNullable(field.annotation(JsonProperty.class)).map(AnnotationInstance::value).map(AnnotationValue::asString).orElseGet(() -> SNAKE_CASE.translate(field.name()));
    }

    private static boolean leavesOut(AnnotationInstance include) {
        return include != null && include.value() != null && include.value().asEnum().startsWith("NON_");
    }

    private static String schemaName(ClassInfo type) {
        return Optional.ofNullable(type.declaredAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class))
                .map(schema -> schema.value("name"))
                .map(AnnotationValue::asString)
                .orElse(type.simpleName());
    }

    /** The property as a reference to the enum's words, which are described once. */
    private Schema words(OpenAPI api, Schema property, ClassInfo type) {
        String enclosing = type.enclosingClass() == null ? "" : type.enclosingClass().withoutPackagePrefix().replace("$", "");
        String name = enclosing + type.simpleName();
        List<Object> words = type.enumConstants().stream().map(FieldInfo::name).map(constant -> (Object) constant.toLowerCase(Locale.ROOT)).toList();
        api.getComponents().addSchema(name, OASFactory.createSchema().addType(SchemaType.STRING).enumeration(words));
        Schema reference = OASFactory.createSchema().ref(REF + name);
        return property.getItems() == null ? reference : property.items(reference);
    }

    private static Schema orNull(Schema schema) {
        if (schema.getRef() != null || schema.getEnumeration() != null) {
            return OASFactory.createSchema().anyOf(List.of(schema, OASFactory.createSchema().addType(SchemaType.NULL)));
        }
        boolean isAnything = schema.getType() == null || schema.getType().isEmpty();
        return isAnything || schema.getType().contains(SchemaType.NULL) ? schema : schema.addType(SchemaType.NULL);
    }

    private static Stream<Schema> answers(Operation operation) {
        return operation.getResponses().getAPIResponses().values().stream().flatMap(answer -> schemas(answer.getContent()));
    }

    private static Stream<Schema> schemas(Content content) {
        return content == null ? Stream.empty() : content.getMediaTypes().values().stream().map(media -> media.getSchema()).filter(Objects::nonNull);
    }

    private static Set<String> reachable(Map<String, Schema> schemas, Stream<Schema> from) {
        Set<String> seen = new HashSet<>();
        Deque<Schema> waiting = from.collect(Collectors.toCollection(ArrayDeque::new));
        while (!waiting.isEmpty()) {
            Schema schema = waiting.pop();
            if (schema.getRef() != null) {
                String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
                if (seen.add(name) && schemas.containsKey(name)) {
                    waiting.push(schemas.get(name));
                }
            }
            parts(schema).forEach(waiting::push);
        }
        return seen;
    }

    private static Stream<Schema> parts(Schema schema) {
        Stream<Schema> properties = schema.getProperties() == null ? Stream.empty() : schema.getProperties().values().stream();
        Stream<Schema> choices = Stream.of(schema.getAllOf(), schema.getAnyOf(), schema.getOneOf()).filter(Objects::nonNull).flatMap(Collection::stream);
        return Stream.of(properties, choices, Stream.of(schema.getItems(), schema.getAdditionalPropertiesSchema()))
                .flatMap(stream -> stream)
                .filter(Objects::nonNull);
    }
}
