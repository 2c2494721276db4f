package dev.tributary.conversation;

import dev.tributary.channel.Template;
import dev.tributary.channel.TemplateMessage;
import dev.tributary.channel.Templates;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a template may be sent as it is filled, and what the customer will read. */
@ApplicationScoped
class TemplateRules {

    private static final int LONGEST_VALUE = 1_024;

    private final Templates templates;

    TemplateRules(Templates templates) {
        this.templates = templates;
    }

    /** The words of a message that uses a template; its own words where it uses none. Refuses with 400 what the provider would refuse. */
    Uni<Optional<String>> words(SqlConnection tx, Place place, NewMessage message, List<SendRules.File> files) {
        if (message.template().isEmpty()) {
            return Uni.createFrom().item(message.text());
        }
        TemplateMessage use = message.template().get();
        return templates.find(tx, place.accountId(), use.name(), use.language()).map(found -> {
            Template template = found.orElseThrow(() -> Problems.invalid("template", "is unknown in this language: sync the channel's templates"));
            check(template, message, files);
            return Optional.of(filled(template, use.values()));
        });
    }

    private static void check(Template template, NewMessage message, List<SendRules.File> files) {
        List<FieldError> errors = new ArrayList<>();
        if (!template.status().equals(Template.APPROVED)) {
            errors.add(new FieldError("template", "is " + template.status() + ": choose an approved one"));
        }
        if (message.text().isPresent() || message.html().isPresent() || !message.buttons().isEmpty()) {
            errors.add(new FieldError("text", "a template has its own words and buttons"));
        }
        Map<String, String> values = message.template().orElseThrow().values();
        template.variables().forEach(variable -> {
            String value = values.getOrDefault(variable.key(), "");
            if (value.isBlank() || value.length() > LONGEST_VALUE) {
                errors.add(new FieldError("template.values." + variable.key(), "must have between 1 and " + LONGEST_VALUE + " characters"));
            }
        });
        boolean hasHeader = files.size() == 1 && template.headerMedia().filter(kind -> kind == files.getFirst().kind()).isPresent();
        if (template.headerMedia().isPresent() ? !hasHeader : !files.isEmpty()) {
            errors.add(new FieldError("attachments", template.headerMedia().map(kind -> "must be one " + kind.word()).orElse("this template has no file")));
        }
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
    }

    private static String filled(Template template, Map<String, String> values) {
        return Stream.of(template.headerText().map(text -> filled(text, "header", values)), Optional.of(filled(template.body(), "body", values)), template.footer())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
    }

    private static String filled(String text, String part, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getKey().startsWith(part + ".")) {
                filled = filled.replaceAll(
                        "\\{\\{\\s{0,4}" + java.util.regex.Pattern.quote(value.getKey().substring(part.length() + 1)) + "\\s{0,4}}}",
                        java.util.regex.Matcher.quoteReplacement(value.getValue()));
            }
        }
        return filled;
    }
}
