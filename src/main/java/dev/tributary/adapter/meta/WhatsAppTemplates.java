package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Template;
import dev.tributary.channel.Template.Variable;
import dev.tributary.channel.TemplateMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** WhatsApp's templates: as the account's list tells them, and as a message uses one. Pure. */
final class WhatsAppTemplates {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s{0,4}([A-Za-z0-9_]{1,64})\\s{0,4}}}");
    private static final Map<String, ContentKind> MEDIA =
            Map.of("IMAGE", ContentKind.IMAGE, "VIDEO", ContentKind.VIDEO, "DOCUMENT", ContentKind.FILE);

    private WhatsAppTemplates() {}

    static Template read(JsonNode template) {
        JsonNode header = component(template, "HEADER");
        JsonNode body = component(template, "BODY");
        List<JsonNode> buttons = ProviderJson.items(component(template, "BUTTONS"), "buttons");
        String format = ProviderJson.text(header, "format").orElse("TEXT").toUpperCase(Locale.ROOT);
        List<Variable> variables = new ArrayList<>(variables("header", header, "header_text"));
        variables.addAll(variables("body", body, "body_text"));
        for (int index = 0; index < buttons.size(); index++) {
            if (ProviderJson.text(buttons.get(index), "url").filter(url -> VARIABLE.matcher(url).find()).isPresent()) {
                variables.add(new Variable("button." + index, ProviderJson.items(buttons.get(index), "example").stream().findFirst().map(JsonNode::asText).orElse("")));
            }
        }
        return new Template(
                ProviderJson.text(template, "name").orElse(""),
                ProviderJson.text(template, "language").orElse(""),
                ProviderJson.text(template, "status").orElse("unknown").toLowerCase(Locale.ROOT),
                ProviderJson.text(template, "category").orElse("").toLowerCase(Locale.ROOT),
                Optional.ofNullable(MEDIA.get(format)),
                ProviderJson.text(header, "text"),
                ProviderJson.text(body, "text").orElse(""),
                ProviderJson.text(component(template, "FOOTER"), "text"),
                variables,
                buttons.stream().map(button -> ProviderJson.text(button, "text").orElse("")).toList());
    }

    /** @param header the parameter that shows a file on top */
    static ObjectNode use(TemplateMessage template, Optional<ObjectNode> header) {
        ObjectNode node = ProviderJson.object().put("name", template.name());
        node.putObject("language").put("code", template.language());
        ArrayNode components = node.putArray("components");
        header.ifPresent(parameter -> components.addObject().put("type", "header").putArray("parameters").add(parameter));
        parameters(components, template, "header");
        parameters(components, template, "body");
        of(template, "button").forEach((index, value) -> {
            ObjectNode button = components.addObject().put("type", "button").put("sub_type", "url").put("index", index);
            button.putArray("parameters").addObject().put("type", "text").put("text", value);
        });
        return node;
    }

    private static void parameters(ArrayNode components, TemplateMessage template, String part) {
        Map<String, String> values = of(template, part);
        if (values.isEmpty()) {
            return;
        }
        ArrayNode parameters = components.addObject().put("type", part).putArray("parameters");
        values.forEach((name, value) -> {
            ObjectNode parameter = parameters.addObject().put("type", "text");
            if (!isNumber(name)) {
                parameter.put("parameter_name", name);
            }
            parameter.put("text", value);
        });
    }

    /** In the order of their numbers. */
    private static Map<String, String> of(TemplateMessage template, String part) {
        Map<String, String> values = new TreeMap<>((one, other) -> isNumber(one) && isNumber(other)
                ? Integer.compare(Integer.parseInt(one), Integer.parseInt(other))
                : one.compareTo(other));
        template.values().forEach((key, value) -> {
            if (key.startsWith(part + ".")) {
                values.put(key.substring(part.length() + 1), value);
            }
        });
        return values;
    }

    private static List<Variable> variables(String part, JsonNode component, String examples) {
        List<String> names = VARIABLE.matcher(ProviderJson.text(component, "text").orElse("")).results().map(MatchResult::group).map(WhatsAppTemplates::name).distinct().toList();
        List<Variable> variables = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            variables.add(new Variable(part + "." + names.get(index), example(component.path("example"), examples, names.get(index), index)));
        }
        return variables;
    }

    private static String name(String variable) {
        return variable.substring(2, variable.length() - 2).strip();
    }

    /** By name where the variables have names, else by position; the body's stand in a list of lists. */
    private static String example(JsonNode example, String member, String name, int index) {
        Optional<String> named = ProviderJson.items(example, member + "_named_params").stream()
                .filter(entry -> ProviderJson.text(entry, "param_name").filter(name::equals).isPresent())
                .findFirst()
                .flatMap(entry -> ProviderJson.text(entry, "example"));
        JsonNode list = example.path(member);
        JsonNode positional = list.path(0).isArray() ? list.path(0).path(index) : list.path(index);
        return named.orElse(positional.asText(""));
    }

    private static JsonNode component(JsonNode template, String type) {
        return ProviderJson.items(template, "components").stream()
                .filter(component -> ProviderJson.text(component, "type").filter(type::equalsIgnoreCase).isPresent())
                .findFirst()
                .orElse(ProviderJson.object());
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,4}");
    }
}
