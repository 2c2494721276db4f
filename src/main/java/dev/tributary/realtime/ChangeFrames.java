package dev.tributary.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tributary.conversation.ConversationViews;
import dev.tributary.conversation.MessageViews;
import dev.tributary.platform.BatchTransaction;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the change feed and renders it as frames: each with the conversation and message as they are now. */
@ApplicationScoped
class ChangeFrames {

    /** @param text the frame as it is sent, the same for every socket */
    record Frame(long seq, String text) {}

    static final int AT_ONCE = 500;

    private record Feed(long seq, String kind, UUID subjectId, UUID conversationId, UUID messageId) {}

    private static final String AFTER = """
            select seq, kind, subject_id, conversation_id, message_id from change_event
            where organization_id = $1 and seq > $2 order by seq limit $3
            """;

    private static final String POSITION = "select seq from change_position where organization_id = $1";

    private static final String IS_KEPT = "select exists (select 1 from change_event where organization_id = $1 and seq = $2) as kept";

    private final Pool database;
    private final ConversationViews conversations;
    private final MessageViews messages;
    private final ObjectMapper json;

    ChangeFrames(Pool database, ConversationViews conversations, MessageViews messages, ObjectMapper json) {
        this.database = database;
        this.conversations = conversations;
        this.messages = messages;
        this.json = json;
    }

    /** The number of the last change; 0 where there is none. */
    Uni<Long> position(UUID organizationId) {
        return database.preparedQuery(POSITION)
                .execute(Tuple.of(organizationId))
                .map(rows -> Sql.first(rows).map(row -> row.getLong("seq")).orElse(0L));
    }

    /** Whether the change of this number can still be read. */
    Uni<Boolean> isKept(UUID organizationId, long seq) {
        return database.preparedQuery(IS_KEPT).execute(Tuple.of(organizationId, seq)).map(rows -> rows.iterator().next().getBoolean("kept"));
    }

    /**
     * The next changes, at most {@link #AT_ONCE}. Fails with {@link TooOldException} where the first of them is no longer kept. What they
     * are about is asked for on the same line without waiting for them: it is read after them, so nothing of theirs is missing.
     */
    Uni<List<Frame>> after(UUID organizationId, long seq) {
        return BatchTransaction.read(database, line -> Uni.combine().all().unis(
                        line.preparedQuery(AFTER).execute(Tuple.of(organizationId, seq, AT_ONCE)).map(rows -> Sql.all(rows, ChangeFrames::feed)),
                        conversations.changed(line, organizationId, seq, AT_ONCE),
                        messages.changed(line, organizationId, seq, AT_ONCE))
                .collectFailures()
                .with((changes, conversationViews, messageViews) -> frames(requireNext(changes, seq), texts(conversationViews), texts(messageViews))));
    }

    /** Changes between the reader's number and the oldest kept one are gone. */
    static final class TooOldException extends RuntimeException {
        TooOldException() {
            super("the next change is no longer kept", null, false, false);
        }
    }

    private static List<Feed> requireNext(List<Feed> changes, long seq) {
        if (!changes.isEmpty() && changes.getFirst().seq() != seq + 1) {
            throw new TooOldException();
        }
        return changes;
    }

    private List<Frame> frames(List<Feed> changes, Map<UUID, RawValue> conversationTexts, Map<UUID, RawValue> messageTexts) {
        List<Frame> frames = new ArrayList<>(changes.size());
        for (Feed change : changes) {
            ObjectNode frame = json.createObjectNode().put("t", "change").put("seq", change.seq()).put("kind", change.kind());
            frame.put("id", change.subjectId().toString());
            frame.putRawValue("conversation", conversationTexts.get(change.conversationId()));
            frame.putRawValue("message", messageTexts.get(change.messageId()));
            frames.add(new Frame(change.seq(), frame.toString()));
        }
        return frames;
    }

    /** Each as it stands in a frame, written once however many changes are about it. */
    private Map<UUID, RawValue> texts(Map<UUID, ?> views) {
        Map<UUID, RawValue> texts = new HashMap<>();
        views.forEach((id, view) -> texts.put(id, new RawValue(text(view))));
        return texts;
    }

    private String text(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a view is always JSON", impossible);
        }
    }

    private static Feed feed(Row row) {
        return new Feed(
                row.getLong("seq"), row.getString("kind"), row.getUUID("subject_id"), row.getUUID("conversation_id"), row.getUUID("message_id"));
    }
}
