package dev.tributary.widget;

import dev.tributary.conversation.Author;
import dev.tributary.conversation.EventLines;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How visitors say it was. The answer is a line in the conversation, where agents see it. */
@ApplicationScoped
class VisitorSurveys {

    /** @param comment absent where none was written */
    record Answer(UUID surveyId, int rating, Optional<String> comment) {}

    private static final String RESOLVED = "select resolved_at from conversation where id = $1 and status = 'resolved' for no key update";

    /** The same answer again changes nothing. */
    private static final String STORE = """
            insert into widget_survey as s (conversation_id, resolved_at, rating, comment, answered_at) values ($1, $2, $3, $4, $5)
            on conflict (conversation_id, resolved_at) do update set rating = excluded.rating, comment = excluded.comment, answered_at = excluded.answered_at
            where (s.rating, s.comment) is distinct from (excluded.rating, excluded.comment)
            """;

    private final Pool database;
    private final EventLines lines;
    private final ChangeFeed changes;
    private final Clock clock;

    VisitorSurveys(Pool database, EventLines lines, ChangeFeed changes, Clock clock) {
        this.database = database;
        this.lines = lines;
        this.changes = changes;
        this.clock = clock;
    }

    /** Of the question that is asked when a conversation was resolved at this time: another time is another question. */
    static UUID id(UUID conversationId, Instant resolvedAt) {
        return UUID.nameUUIDFromBytes((conversationId + "/" + resolvedAt).getBytes(StandardCharsets.UTF_8));
    }

    /** Fails with 409 where the question is not, or no longer, asked. */
    Uni<Void> answer(VisitorSession session, UUID conversationId, Answer answer) {
        UUID organizationId = session.channel().organizationId();
        return database.withTransaction(tx -> tx.preparedQuery(RESOLVED)
                        .execute(Tuple.of(conversationId))
                        .map(rows -> Sql.first(rows)
                                .map(row -> Sql.instant(row, "resolved_at"))
                                .filter(resolvedAt -> id(conversationId, resolvedAt).equals(answer.surveyId()))
                                .orElseThrow(WidgetProblems::surveyOver))
                        .chain(resolvedAt -> store(tx, session, conversationId, resolvedAt, answer))
                        .chain(told -> changes.append(tx, organizationId, told)))
                .invoke(() -> changes.announce(organizationId));
    }

    private Uni<List<Change>> store(SqlConnection tx, VisitorSession session, UUID conversationId, Instant resolvedAt, Answer answer) {
        Tuple row = Tuple.of(conversationId, Sql.time(resolvedAt), (short) answer.rating(), answer.comment().orElse(null), Sql.time(clock.instant()));
        return tx.preparedQuery(STORE).execute(row).chain(rows -> rows.rowCount() == 0
                ? Uni.createFrom().item(List.<Change>of())
                : tell(tx, session, conversationId, answer));
    }

    private Uni<List<Change>> tell(SqlConnection tx, VisitorSession session, UUID conversationId, Answer answer) {
        String name = session.visitor().shownName();
        String words = answer.comment().map(comment -> ": " + comment).orElse("");
        JsonObject content = new JsonObject().put("event", "rated").put("rating", answer.rating()).put("comment", answer.comment().orElse(null));
        Author visitor = new Author("contact", session.person().map(VisitorSession.Person::contactId).orElse(null), name);
        return lines.write(tx, conversationId, visitor, "%s rated this conversation %d of 5%s".formatted(name, answer.rating(), words), content)
                .map(line -> List.of(Change.message("message.created", conversationId, line), Change.conversation("conversation.updated", conversationId)));
    }
}
