package dev.tributary.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What conversation events tell beside the conversation's ids. */
final class ConversationJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConversationJson() {}

    static ObjectNode created(Facts.Conversation conversation) {
        ObjectNode data = JSON.createObjectNode();
        data.put("channel_account_id", conversation.channelAccountId().toString());
        data.put("channel_type", conversation.channelType());
        data.put("number", conversation.number());
        data.put("subject", conversation.subject().orElse(null));
        data.put("status", conversation.status());
        data.put("priority", conversation.priority());
        data.set("contact", contact(conversation));
        data.put("created_at", conversation.createdAt().toString());
        return data;
    }

    /** The change's own words: by the time of rendering the status may be another. */
    static ObjectNode status(JsonObject detail) {
        JsonObject status = detail.getJsonObject("status");
        ObjectNode data = JSON.createObjectNode();
        data.put("from", status.getString("from"));
        data.put("to", status.getString("to"));
        by(data, detail);
        return data;
    }

    static ObjectNode assigned(Facts.Conversation conversation, JsonObject detail) {
        ObjectNode data = JSON.createObjectNode();
        named(data, "assignee", conversation.assignee());
        named(data, "team", conversation.team());
        by(data, detail);
        return data;
    }

    static ObjectNode tagged(Facts.Conversation conversation, JsonObject detail) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode tags = data.putArray("tags");
        JsonArray now = detail.getValue("tags") instanceof JsonArray names ? names : new JsonArray(conversation.tags());
        now.forEach(name -> tags.add(String.valueOf(name)));
        by(data, detail);
        return data;
    }

    static ObjectNode contact(Facts.Conversation conversation) {
        ObjectNode contact = JSON.createObjectNode();
        contact.put("id", conversation.contactId().toString());
        conversation.externalId().ifPresent(id -> contact.put("external_id", id));
        conversation.contactName().ifPresent(name -> contact.put("name", name));
        return contact;
    }

    private static void named(ObjectNode data, String field, Optional<Facts.Named> named) {
        if (named.isEmpty()) {
            data.putNull(field);
            return;
        }
        data.putObject(field).put("id", named.get().id().toString()).put("name", named.get().name());
    }

    private static void by(ObjectNode data, JsonObject detail) {
        if (detail.getValue("by") instanceof JsonObject by) {
            data.putObject("by").put("kind", MessageJson.authorKind(by.getString("type", "system"))).put("name", by.getString("name"));
        }
    }
}
