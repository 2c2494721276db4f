package dev.tributary.widget;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.FormField;
import dev.tributary.channel.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** An account's settings as the widget reads them. */
record WidgetSettings(Settings settings) {

    /** No setting widens these. */
    private static final int MAX_TEXT = 10_000;
    private static final long MAX_FILE = 10L << 20;
    private static final Set<String> FILE_TYPES = Set.of(
            "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "text/plain", "audio/mpeg", "video/mp4");

    private static final Map<String, String> EMAIL_LABELS = Map.of("en", "E-mail", "de", "E-Mail", "ar", "البريد الإلكتروني");

    enum IdentityMode {
        OPTIONAL,
        REQUIRED,
        OFF
    }

    String channelKey() {
        return settings.text("channel_key").orElse("");
    }

    IdentityMode identityMode() {
        return switch (settings.text("identity_mode").orElse("optional")) {
            case "required" -> IdentityMode.REQUIRED;
            case "off" -> IdentityMode.OFF;
            default -> IdentityMode.OPTIONAL;
        };
    }

    AllowedSites sites() {
        return new AllowedSites(settings.list("allowed_domains"));
    }

    List<String> blockedAddresses() {
        return settings.list("blocked_ips");
    }

    Duration remembered() {
        return Duration.ofDays(Math.clamp(settings.json("session_days").asInt(180), 1, 400));
    }

    String color() {
        return settings.json("colors").path("primary").asText("#0b5fff");
    }

    /** Black or white, whichever stands out more. */
    String textColor() {
        return Colors.luminance(color()) > 0.179 ? "#000000" : "#ffffff";
    }

    boolean feature(String name) {
        return settings.json("features").path(name).asBoolean(true);
    }

    int textLimit() {
        return Math.clamp(settings.json("limits").path("text_chars").asInt(MAX_TEXT), 1, MAX_TEXT);
    }

    long fileLimit() {
        return Math.clamp(settings.json("limits").path("file_bytes").asLong(MAX_FILE), 1, MAX_FILE);
    }

    List<String> fileTypes() {
        JsonNode chosen = settings.json("limits").path("file_types");
        return StreamSupport.stream(chosen.spliterator(), false).map(JsonNode::asText).filter(FILE_TYPES::contains).distinct().toList();
    }

    boolean oneConversation() {
        return settings.flag("one_conversation");
    }

    String offlineMode() {
        return settings.json("offline").path("mode").asText("leave_message");
    }

    BusinessHours hours() {
        return BusinessHours.of(settings.json("offline"));
    }

    boolean asksBeforeChat() {
        return settings.json("prechat").path("enabled").asBoolean(false);
    }

    /**
     * The pre-chat form in a language; where it asks for an address only when nobody is there, that question is added.
     *
     * @param offline whether nobody is there to answer
     */
    List<FormField> questions(String locale, boolean offline) {
        List<FormField> fields = new ArrayList<>();
        if (asksBeforeChat()) {
            settings.json("prechat").path("fields").forEach(field -> fields.add(field(field, locale)));
        }
        if (offline && offlineMode().equals("form_email_required")) {
            fields.removeIf(field -> field.key().equals("email"));
            fields.add(new FormField("email", FormField.Type.EMAIL, EMAIL_LABELS.getOrDefault(locale, "E-mail"), true, VisitorFacts.MAX_EMAIL, List.of()));
        }
        return fields;
    }

    private static FormField field(JsonNode field, String locale) {
        JsonNode label = field.path("label");
        String text = label.isTextual() ? label.asText() : label.path(locale).asText(label.path("en").asText(field.path("key").asText()));
        List<String> options = StreamSupport.stream(field.path("options").spliterator(), false).map(JsonNode::asText).toList();
        int max = Math.clamp(field.path("max").asInt(FormField.USUAL_LENGTH), 1, FormField.GREATEST_LENGTH);
        FormField.Type type = FormField.Type.of(field.path("type").asText("text")).orElse(FormField.Type.TEXT);
        return new FormField(field.path("key").asText(), type, text, field.path("required").asBoolean(false), max, options);
    }
}
