package dev.tributary.adapter.webwidget;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/**
 * One message of a visitor as it is journalled, after the widget's door has checked it: snake_case JSON. Stored for as long as the
 * journal is kept, so names are only ever added.
 *
 * @param clientId made by the visitor's browser: with the sender, what makes a second copy a duplicate
 * @param replyTo the provider id of an earlier message of the same conversation
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
record WidgetEvent(String type, Visitor visitor, Thread thread, String clientId, String replyTo, Message message) {

    /**
     * @param senderId {@code widget:<channel key>:<visitor>} or, proven, {@code external:<id>}
     * @param email only where it was proven: it is matched by
     * @param claimedEmail what the visitor typed: shown, and never matched by
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Visitor(String senderId, String name, String email, String phone, String claimedEmail, String locale, Map<String, String> attributes) {}

    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Thread(String key, Map<String, String> attributes) {}

    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Message(String type, String text, List<File> files, Double latitude, Double longitude, String payload, String formId, List<Answer> answers) {}

    /** @param value a text or a Boolean */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(String key, String label, Object value) {}

    /** @param kind as {@code dev.tributary.channel.ContentKind} spells it, sniffed from the bytes */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record File(String attachmentId, String kind, String name, String contentType, Long size) {}
}
