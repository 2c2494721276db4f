package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SafeHtml;
import dev.tributary.platform.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what a person sent against what a descriptor declares. Every wrong field is reported, not the first alone. What was
 * not sent stays as it is, null removes, and a secret's mask stands for the secret that is stored.
 */
final class SettingsCheck {

    /** What to store: plain values, and secrets that are yet to be sealed. */
    record Checked(Map<String, JsonNode> values, Map<String, Secret> secrets) {

        static Checked nothing() {
            return new Checked(Map.of(), Map.of());
        }
    }

    private static final int MAX_TEXT = 4_096;
    private static final int MAX_LONG_TEXT = 65_536;
    private static final int MAX_ITEMS = 1_000;

    private final Map<String, JsonNode> values;
    private final Map<String, Secret> secrets;
    private final List<FieldError> errors = new ArrayList<>();

    private SettingsCheck(Checked stored) {
        this.values = new HashMap<>(stored.values());
        this.secrets = new HashMap<>(stored.secrets());
    }

    /** @throws dev.tributary.platform.ProblemException 400 with a field error for each setting that is wrong or missing */
    static Checked merge(Descriptor descriptor, Checked stored, Map<String, JsonNode> sent) {
        return merge(descriptor, stored, sent, Set.of());
    }

    /** @param later names of required fields that may be missing for now */
    static Checked merge(Descriptor descriptor, Checked stored, Map<String, JsonNode> sent, Set<String> later) {
        SettingsCheck check = new SettingsCheck(stored);
        Map<String, SettingField> fields = new HashMap<>();
        descriptor.settings().forEach(field -> fields.put(field.name(), field));
        sent.forEach((name, value) -> check.take(descriptor, Optional.ofNullable(fields.get(name)), name, value));
        descriptor.settings().stream().filter(field -> !later.contains(field.name())).forEach(check::require);
        if (!check.errors.isEmpty()) {
            throw Problems.invalid(check.errors);
        }
        return new Checked(Map.copyOf(check.values), Map.copyOf(check.secrets));
    }

    private void take(Descriptor descriptor, Optional<SettingField> declared, String name, JsonNode value) {
        if (declared.isEmpty()) {
            wrong(name, "is not a setting of " + descriptor.type());
            return;
        }
        SettingField field = declared.get();
        if (field.source() != SettingField.Source.ADMIN) {
            keepOnly(field, value);
        } else if (value.isNull()) {
            values.remove(name);
            secrets.remove(name);
        } else if (field.secret()) {
            takeSecret(field, value);
        } else {
            takeValue(field, value);
        }
    }

    /** A form sends everything back: what it could not change is welcome as long as it is unchanged. */
    private void keepOnly(SettingField field, JsonNode value) {
        boolean unchanged = field.secret()
                ? secrets.containsKey(field.name()) && value.asText().equals(secrets.get(field.name()).masked())
                : value.equals(values.get(field.name()));
        if (!unchanged && !value.isNull()) {
            wrong(field.name(), "is filled in by " + (field.source() == SettingField.Source.GENERATED ? "Tributary" : "the provider"));
        }
    }

    private void takeSecret(SettingField field, JsonNode value) {
        if (!value.isTextual()) {
            wrong(field.name(), "must be a text");
            return;
        }
        String text = value.textValue().strip();
        Secret stored = secrets.get(field.name());
        if (stored != null && text.equals(stored.masked())) {
            return;
        }
        if (Secret.looksMasked(text)) {
            wrong(field.name(), "is the mask of another value: enter the whole value");
        } else if (text.isEmpty()) {
            secrets.remove(field.name());
        } else if (fitsText(field, text)) {
            secrets.put(field.name(), new Secret(text));
        }
    }

    private void takeValue(SettingField field, JsonNode value) {
        boolean fits = switch (field.type()) {
            case TEXT, LONG_TEXT, RICH_TEXT, URL, CHOICE -> value.isTextual() ? takesText(field, value.textValue().strip()) : wrong(field.name(), "must be a text");
            case NUMBER -> value.isNumber() || wrong(field.name(), "must be a number");
            case FLAG -> value.isBoolean() || wrong(field.name(), "must be true or false");
            case LIST -> isListOfTexts(value) || wrong(field.name(), "must be a list of texts");
            case JSON -> value.toString().length() <= MAX_LONG_TEXT || wrong(field.name(), "is too large");
        };
        if (fits) {
            values.put(field.name(), value.isTextual() ? TextNode.valueOf(stored(field, value.textValue().strip())) : value);
        }
    }

    private static String stored(SettingField field, String text) {
        return field.type() == SettingField.Type.RICH_TEXT ? SafeHtml.clean(text) : text;
    }

    /** An emptied text field means that nothing is set. */
    private boolean takesText(SettingField field, String text) {
        if (text.isEmpty() || (field.type() == SettingField.Type.RICH_TEXT && SafeHtml.isBlank(text))) {
            values.remove(field.name());
            return false;
        }
        return fitsText(field, text);
    }

    private boolean fitsText(SettingField field, String text) {
        boolean isLong = field.type() == SettingField.Type.LONG_TEXT || field.type() == SettingField.Type.RICH_TEXT;
        int limit = isLong ? MAX_LONG_TEXT : MAX_TEXT;
        if (text.length() > limit) {
            return wrong(field.name(), "must have at most " + limit + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            return wrong(field.name(), "holds a character that cannot be stored");
        }
        if (field.type() == SettingField.Type.CHOICE && !field.choices().contains(text)) {
            return wrong(field.name(), "must be one of " + String.join(", ", field.choices()));
        }
        if (field.type() == SettingField.Type.URL && !isWebAddress(text)) {
            return wrong(field.name(), "must be a web address that begins with https:// or http://");
        }
        boolean matches = field.format().map(format -> format.matcher(text).matches()).orElse(true);
        return matches || wrong(field.name(), "does not have the form of this field" + (field.help().isBlank() ? "" : ": " + field.help()));
    }

    private void require(SettingField field) {
        boolean there = field.secret() ? secrets.containsKey(field.name()) : values.containsKey(field.name()) || field.preset().isPresent();
        boolean reported = errors.stream().anyMatch(error -> error.field().equals("settings." + field.name()));
        if (field.required() && field.source() == SettingField.Source.ADMIN && !there && !reported) {
            wrong(field.name(), "is required");
        }
    }

    private boolean wrong(String name, String message) {
        errors.add(new FieldError("settings." + name, message));
        return false;
    }

    private static boolean isListOfTexts(JsonNode value) {
        if (!value.isArray() || value.size() > MAX_ITEMS) {
            return false;
        }
        for (JsonNode item : value) {
            if (!item.isTextual() || item.textValue().length() > MAX_TEXT) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = URI.create(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
