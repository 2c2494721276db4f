package dev.tributary.widget;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as a visitor's frame sends it.
 *
 * @param clientId made in the browser: the same again is the same message
 * @param type text, attachment, location, postback or form
 */
public record VisitorDraft(
        @Schema(required = true) UUID clientId,
        @Schema(required = true, enumeration = {"text", "attachment", "location", "postback", "form"}) String type,
        String text,
        List<Upload> attachments,
        Double latitude,
        Double longitude,
        Postback postback,
        Form form,
        String replyTo,
        VisitorFacts.Page page) {

    public record Upload(String uploadId, String name) {}

    /** A quick reply that was pressed. */
    public record Postback(String sourceMessageId, String id) {}

    /** A form that was filled in: texts, and Booleans for boxes, by the keys of the questions. */
    @Schema(name = "FilledForm")
    public record Form(String sourceMessageId, Map<String, Object> values) {}

    /** Refuses what no conversation could take. */
    VisitorDraft checked(WidgetSettings settings) {
        if (clientId == null) {
            throw WidgetProblems.field("client_id_required", "client_id", "is required");
        }
        switch (type == null ? "" : type) {
            case "text" -> requireText();
            case "attachment" -> requireFiles(settings);
            case "location" -> requirePlace();
            case "postback" -> requirePostback();
            case "form" -> requireForm();
            default -> throw WidgetProblems.field("type_unknown", "type", "must be text, attachment, location, postback or form");
        }
        if (text != null && text.codePointCount(0, text.length()) > settings.textLimit()) {
            throw WidgetProblems.field("text_too_long", "text", "must have at most " + settings.textLimit() + " characters");
        }
        boolean isForm = type.equals("form");
        return new VisitorDraft(
                clientId, type, isForm ? null : plain(text), attachments, latitude, longitude, postback, form, isForm ? form.sourceMessageId() : replyTo, page);
    }

    /** Plain text: trimmed, and without what PostgreSQL cannot keep. */
    private static String plain(String text) {
        String clean = text == null ? "" : text.replace("\0", "").strip();
        return clean.isEmpty() ? null : clean;
    }

    private void requireText() {
        if (plain(text) == null) {
            throw WidgetProblems.field("text_required", "text", "is required");
        }
    }

    private void requireFiles(WidgetSettings settings) {
        if (attachments == null || attachments.isEmpty() || attachments.size() > 10 || !settings.feature("attachments")) {
            throw WidgetProblems.field("attachments_invalid", "attachments", "must name between one and ten uploads");
        }
    }

    private void requirePlace() {
        boolean valid = latitude != null && longitude != null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        if (!valid) {
            throw WidgetProblems.field("location_invalid", "latitude", "and longitude must be a place on earth");
        }
    }

    private void requireForm() {
        if (form == null || form.sourceMessageId() == null) {
            throw WidgetProblems.field("form_invalid", "form", "must name the message that asked, and the answers");
        }
    }

    private void requirePostback() {
        requireText();
        if (postback == null || postback.id() == null || postback.sourceMessageId() == null) {
            throw WidgetProblems.field("postback_invalid", "postback", "must name the source message and one of its actions");
        }
    }
}
