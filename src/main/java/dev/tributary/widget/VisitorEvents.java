package dev.tributary.widget;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A visitor's message as the journal keeps it and the channel's adapter reads it. Pure. */
final class VisitorEvents {

    /** An upload that was found to be this visitor's. */
    record File(UUID id, String kind, String name, String contentType, Long size) {}

    /** The checked answers to a form. */
    record FilledForm(UUID formId, List<Answer> answers) {}

    /** @param value a text or a Boolean */
    record Answer(String key, String label, Object value) {}

    private VisitorEvents() {}

    /** What makes the second copy of a message a duplicate. */
    static String messageId(Visitor visitor, UUID clientId) {
        return visitor.senderId() + "/" + clientId;
    }

    static byte[] message(Visitor visitor, String threadKey, VisitorDraft draft, List<File> files, Optional<FilledForm> form, Optional<String> replyTo) {
        return new JsonObject()
                .put("type", "message")
                .put("visitor", visitor(visitor))
                .put("thread", new JsonObject().put("key", threadKey).put("attributes", facts(visitor)))
                .put("client_id", draft.clientId().toString())
                .put("reply_to", replyTo.orElse(null))
                .put("message", content(draft, files, form))
                .toBuffer()
                .getBytes();
    }

    private static JsonObject visitor(Visitor visitor) {
        boolean provenPhone = visitor.proven() && visitor.phone().filter(phone -> phone.matches("\\+[1-9]\\d{6,14}")).isPresent();
        return new JsonObject()
                .put("sender_id", visitor.senderId())
                .put("name", visitor.shownName())
                .put("email", visitor.emailVerified() ? visitor.email().orElse(null) : null)
                .put("phone", provenPhone ? visitor.phone().get() : null)
                .put("claimed_email", visitor.emailVerified() ? null : visitor.email().orElse(null))
                .put("locale", visitor.locale().orElse(null))
                .put("attributes", visitor.attributes());
    }

    /** Where the visitor came from: kept on the conversation. */
    private static JsonObject facts(Visitor visitor) {
        Map<String, Object> facts = new HashMap<>();
        visitor.firstPage().ifPresent(page -> page.forEach(entry -> facts.put(entry.getKey().equals("url") ? "first_page" : entry.getKey(), String.valueOf(entry.getValue()))));
        visitor.locale().ifPresent(locale -> facts.put("locale", locale));
        visitor.timeZone().ifPresent(zone -> facts.put("time_zone", zone));
        visitor.userAgent().ifPresent(agent -> facts.put("user_agent", agent));
        return new JsonObject(facts);
    }

    private static JsonObject content(VisitorDraft draft, List<File> files, Optional<FilledForm> form) {
        JsonObject content = new JsonObject().put("type", draft.type()).put("text", draft.text());
        switch (draft.type()) {
            case "attachment" -> content.put("files", new JsonArray(files.stream().map(VisitorEvents::file).toList()));
            case "location" -> content.put("latitude", draft.latitude()).put("longitude", draft.longitude());
            case "postback" -> content.put("payload", draft.postback().id());
            default -> { }
        }
        form.ifPresent(filled -> content.put("form_id", filled.formId().toString()).put("answers", new JsonArray(filled.answers().stream().map(VisitorEvents::answer).toList())));
        return content;
    }

    private static JsonObject answer(Answer answer) {
        return new JsonObject().put("key", answer.key()).put("label", answer.label()).put("value", answer.value());
    }

    private static JsonObject file(File file) {
        return new JsonObject()
                .put("attachment_id", file.id().toString())
                .put("kind", file.kind())
                .put("name", file.name())
                .put("content_type", file.contentType())
                .put("size", file.size());
    }
}
