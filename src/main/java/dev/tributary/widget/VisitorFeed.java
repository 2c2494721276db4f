package dev.tributary.widget;

import dev.tributary.widget.VisitorSession.Person;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The organization's change feed as one visitor may see it: their own messages and conversations. Resumed from any position that
 * the feed still has and that is not too far back, without a gap and without a repetition.
 */
@ApplicationScoped
class VisitorFeed {

    /** Further back it is cheaper for everybody to read the conversations anew. */
    private static final long MAX_BEHIND = 20_000;

    private static final String POSITION = "select coalesce((select seq from change_position where organization_id = $1), 0) as seq";
    private static final String KEPT = "select exists (select 1 from change_event where organization_id = $1 and seq = $2) as kept";
    private static final String CHANGES = """
            select e.seq, e.kind, e.conversation_id, e.message_id from change_event e join conversation c on c.id = e.conversation_id
            where e.organization_id = $1 and e.seq > $2 and e.seq <= $3 and c.contact_id = $4 and c.contact_identity_id = $5
                and e.kind in ('message.created', 'message.updated', 'conversation.created', 'conversation.updated')
            order by e.seq
            """;

    private final Pool database;
    private final VisitorMessages messages;
    private final VisitorConversations conversations;

    VisitorFeed(Pool database, VisitorMessages messages, VisitorConversations conversations) {
        this.database = database;
        this.messages = messages;
        this.conversations = conversations;
    }

    /**
     * What a visitor missed.
     *
     * @param position up to here, whether or not anything was for this visitor
     * @param resync too much was missed, or too long ago: the frame reads everything anew
     */
    record News(long position, boolean resync, List<VisitorFrame> frames) {}

    private record Seen(long seq, String kind, UUID conversationId, UUID messageId) {}

    Uni<Long> position(UUID organizationId) {
        return database.preparedQuery(POSITION).execute(Tuple.of(organizationId)).map(rows -> rows.iterator().next().getLong("seq"));
    }

    Uni<News> since(UUID organizationId, Optional<Person> person, int reopenDays, long after) {
        return position(organizationId).chain(now -> {
            if (after >= now) {
                return Uni.createFrom().item(new News(now, after > now, List.of()));
            }
            return isKept(organizationId, after).chain(kept -> kept && now - after <= MAX_BEHIND
                    ? read(organizationId, person, reopenDays, after, now)
                    : Uni.createFrom().item(new News(now, true, List.of())));
        });
    }

    private Uni<Boolean> isKept(UUID organizationId, long after) {
        if (after == 0) {
            return Uni.createFrom().item(true);
        }
        return database.preparedQuery(KEPT).execute(Tuple.of(organizationId, after)).map(rows -> rows.iterator().next().getBoolean("kept"));
    }

    private Uni<News> read(UUID organizationId, Optional<Person> person, int reopenDays, long after, long now) {
        if (person.isEmpty()) {
            return Uni.createFrom().item(new News(now, false, List.of()));
        }
        return database.preparedQuery(CHANGES)
                .execute(Tuple.of(organizationId, after, now, person.get().contactId(), person.get().identityId()))
                .map(VisitorFeed::latest)
                .chain(changes -> frames(organizationId, person, reopenDays, changes))
                .map(frames -> new News(now, false, frames));
    }

    /** A thing that changed five times is shown as it is now, at the place of its last change; a new message is new all the same. */
    private static List<Seen> latest(RowSet<Row> rows) {
        Map<UUID, Seen> latest = new LinkedHashMap<>();
        for (Row row : rows) {
            Seen seen = new Seen(row.getLong("seq"), row.getString("kind"), row.getUUID("conversation_id"), row.getUUID("message_id"));
            UUID subject = seen.messageId() == null ? seen.conversationId() : seen.messageId();
            Seen before = latest.remove(subject);
            boolean isNew = before != null && before.kind().equals("message.created");
            latest.put(subject, isNew ? new Seen(seen.seq(), before.kind(), seen.conversationId(), seen.messageId()) : seen);
        }
        return List.copyOf(latest.values());
    }

    private Uni<List<VisitorFrame>> frames(UUID organizationId, Optional<Person> person, int reopenDays, List<Seen> changes) {
        List<UUID> messageIds = changes.stream().map(Seen::messageId).filter(java.util.Objects::nonNull).toList();
        return messages.load(database, organizationId, messageIds, Integer.MAX_VALUE)
                .chain(loaded -> conversations.list(database, person, reopenDays).map(list -> frames(changes, loaded, list)));
    }

    private static List<VisitorFrame> frames(List<Seen> changes, Map<UUID, VisitorMessage> messages, List<VisitorConversation> conversations) {
        Map<UUID, VisitorConversation> byId = new LinkedHashMap<>();
        conversations.forEach(conversation -> byId.put(conversation.id(), conversation));
        List<VisitorFrame> frames = new ArrayList<>();
        for (Seen change : changes) {
            if (change.messageId() != null) {
                Optional.ofNullable(messages.get(change.messageId()))
                        .filter(message -> change.kind().equals("message.created") || showsAnew(message))
                        .ifPresent(message -> frames.add(VisitorFrame.message(change.seq(), message)));
            } else if (byId.containsKey(change.conversationId())) {
                VisitorConversation conversation = byId.get(change.conversationId());
                frames.add(VisitorFrame.conversation(change.seq(), conversation));
                if (conversation.seenMessageId() != null) {
                    frames.add(VisitorFrame.seen(change.seq(), conversation));
                }
            }
        }
        return Collections.unmodifiableList(frames);
    }

    /** A receipt changes nothing that a visitor sees; new words, a deletion or a file that arrived do. */
    private static boolean showsAnew(VisitorMessage message) {
        return message.edited() || message.deleted() || !message.attachments().isEmpty();
    }
}
