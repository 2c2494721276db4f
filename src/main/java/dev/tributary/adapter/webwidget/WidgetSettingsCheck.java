package dev.tributary.adapter.webwidget;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.FormField;
import dev.tributary.channel.Settings;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the settings form cannot say about structured settings. Pure: the first slip, in a sentence a person can act on. */
final class WidgetSettingsCheck {

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern DOMAIN = Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9-]{0,62}\\.)*[a-z0-9-]{0,63}(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}(/\\d{1,3})?");
    private static final Set<String> MODES = Set.of("leave_message", "form_email_required", "hidden");
    private static final Set<String> DAYS = Set.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    private WidgetSettingsCheck() {}

    static Optional<String> firstProblem(Settings settings) {
        return problem(!COLOR.matcher(settings.json("colors").path("primary").asText("#0b5fff")).matches(), "colors.primary must be a colour such as #0b5fff.")
                .or(() -> settings.list("allowed_domains").stream().filter(domain -> !DOMAIN.matcher(domain).matches()).findFirst()
                        .map(domain -> "allowed_domains: " + domain + " is not a domain such as shop.example or *.shop.example."))
                .or(() -> settings.list("blocked_ips").stream().filter(address -> !ADDRESS.matcher(address).matches()).findFirst()
                        .map(address -> "blocked_ips: " + address + " is not an address or a range such as 203.0.113.0/24."))
                .or(() -> offline(settings.json("offline")))
                .or(() -> prechat(settings.json("prechat")))
                .or(() -> problem(settings.json("continuity").path("wait_minutes").asInt(10) < 10 || settings.json("continuity").path("wait_minutes").asInt(10) > 1_440, "continuity.wait_minutes must be between 10 and 1440."))
                .or(() -> problem(settings.json("session_days").asInt(180) < 1 || settings.json("session_days").asInt(180) > 400, "session_days must be between 1 and 400."));
    }

    private static Optional<String> offline(JsonNode offline) {
        if (!MODES.contains(offline.path("mode").asText("leave_message"))) {
            return Optional.of("offline.mode must be leave_message, form_email_required or hidden.");
        }
        try {
            ZoneId.of(offline.path("time_zone").asText("UTC"));
            for (var day : offline.path("hours").properties()) {
                if (!DAYS.contains(day.getKey())) {
                    return Optional.of("offline.hours: " + day.getKey() + " is not a day; use mon, tue, wed, thu, fri, sat, sun.");
                }
                for (JsonNode span : day.getValue()) {
                    if (!LocalTime.parse(span.path(0).asText()).isBefore(LocalTime.parse(span.path(1).asText()))) {
                        return Optional.of("offline.hours: a span must begin before it ends.");
                    }
                }
            }
            return Optional.empty();
        } catch (DateTimeException wrong) {
            return Optional.of("offline: times are like 09:00 and the time zone is like Europe/Berlin.");
        }
    }

    private static Optional<String> prechat(JsonNode prechat) {
        for (JsonNode field : prechat.path("fields")) {
            if (!FormField.KEY.matcher(field.path("key").asText("")).matches()) {
                return Optional.of("prechat: each field needs a key of small letters, digits and underscores.");
            }
            if (FormField.Type.of(field.path("type").asText("text")).isEmpty()) {
                return Optional.of("prechat." + field.path("key").asText() + ": the type must be one of " + FormField.Type.words() + ".");
            }
            if (field.path("type").asText("").equals("select") && field.path("options").isEmpty()) {
                return Optional.of("prechat." + field.path("key").asText() + ": a select needs options.");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(boolean wrong, String text) {
        return wrong ? Optional.of(text) : Optional.empty();
    }
}
