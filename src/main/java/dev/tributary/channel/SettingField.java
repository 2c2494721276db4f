package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One field of a channel's settings, in the words of its provider.
 *
 * @param name the card's field name in snake case
 * @param type what the form draws and the server checks
 * @param secret stored encrypted and answered masked
 * @param format a pattern that the whole text must match; bounded and anchored by us
 * @param choices the allowed values of a {@code CHOICE}
 * @param preset the value where none is given
 * @param source who fills it: the admin, us (random, at creation) or the provider (what {@code connect} learned)
 */
public record SettingField(
        String name,
        String label,
        Type type,
        boolean secret,
        boolean required,
        Optional<Pattern> format,
        List<String> choices,
        String help,
        Optional<JsonNode> preset,
        Source source) {

    public enum Type {
        TEXT,
        LONG_TEXT,
        /** HTML: words with their formatting and their links, cleaned before it is stored. */
        RICH_TEXT,
        URL,
        NUMBER,
        FLAG,
        CHOICE,
        LIST,
        JSON
    }

    public enum Source {
        /** Typed by a person. */
        ADMIN,
        /** 32 random bytes, base64url, made when the account is created and never shown whole again. */
        GENERATED,
        /** Read from the provider by {@code connect}; a person cannot change it. */
        LEARNED
    }

    public static SettingField text(String name, String label, String help) {
        return new SettingField(name, label, Type.TEXT, false, false, Optional.empty(), List.of(), help, Optional.empty(), Source.ADMIN);
    }

    public static SettingField secret(String name, String label, String help) {
        return new SettingField(name, label, Type.TEXT, true, true, Optional.empty(), List.of(), help, Optional.empty(), Source.ADMIN);
    }

    public static SettingField flag(String name, String label, String help) {
        return new SettingField(name, label, Type.FLAG, false, false, Optional.empty(), List.of(), help, Optional.empty(), Source.ADMIN);
    }

    public static SettingField choice(String name, String label, List<String> choices, String help) {
        return new SettingField(name, label, Type.CHOICE, false, false, Optional.empty(), choices, help, Optional.empty(), Source.ADMIN);
    }

    public SettingField asType(Type other) {
        return new SettingField(name, label, other, secret, required, format, choices, help, preset, source);
    }

    public SettingField asRequired(boolean yes) {
        return new SettingField(name, label, type, secret, yes, format, choices, help, preset, source);
    }

    public SettingField matching(String pattern) {
        return new SettingField(name, label, type, secret, required, Optional.of(Pattern.compile(pattern)), choices, help, preset, source);
    }

    public SettingField presetTo(JsonNode value) {
        return new SettingField(name, label, type, secret, required, format, choices, help, Optional.of(value), source);
    }

    public SettingField filledBy(Source other) {
        return new SettingField(name, label, type, secret, required, format, choices, help, preset, other);
    }
}
