package dev.tributary.widget;

import java.util.List;
import java.util.UUID;

/**
 * A message as a visitor's frame sends it.
 *
 * @param clientId made in the browser: the same again is the same message
 * @param type text, attachment, location or postback
 */
public record VisitorDraft(
        UUID clientId,
        String type,
        String text,
        List<Upload> attachments,
        Double latitude,
        Double longitude,
        Postback postback,
        String replyTo,
        VisitorFacts.Page page) {

    public record Upload(String uploadId, String name) {}

    /** A quick reply that was pressed. */
    public record Postback(String sourceMessageId, String id) {}

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
            default -> throw WidgetProblems.field("type_unknown", "type", "must be text, attachment, location or postback");
        }
        if (text != null && text.codePointCount(0, text.length()) > settings.textLimit()) {
            throw WidgetProblems.field("text_too_long", "text", "must have at most " + settings.textLimit() + " characters");
        }
        return new VisitorDraft(clientId, type, plain(text), attachments, latitude, longitude, postback, replyTo, page);
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

    private void requirePostback() {
        requireText();
        if (postback == null || postback.id() == null || postback.sourceMessageId() == null) {
            throw WidgetProblems.field("postback_invalid", "postback", "must name the source message and one of its actions");
        }
    }
}
