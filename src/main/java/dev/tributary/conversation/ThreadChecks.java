package dev.tributary.conversation;

import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What a new message says of the messages before it. Called with the conversation locked, so the answers hold until the commit. */
@ApplicationScoped
class ThreadChecks {

    private static final String IN_CONVERSATION = "select 1 from message where id = $1 and conversation_id = $2 and direction <> 'event'";

    private static final String NEWER_REPLIES = """
            select m.id, m.author_id from message m, message seen
            where seen.id = $1 and seen.conversation_id = $2
              and m.conversation_id = $2 and m.direction = 'outbound' and (m.created_at, m.id) > (seen.created_at, seen.id)
            order by m.created_at, m.id limit 20
            """;

    Uni<Void> check(SqlConnection tx, NewMessage message) {
        return checkReplyTo(tx, message).chain(() -> checkSeen(tx, message));
    }

    private Uni<Void> checkReplyTo(SqlConnection tx, NewMessage message) {
        return message.replyToId()
                .map(id -> requireInConversation(tx, message, "reply_to_id", id))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> checkSeen(SqlConnection tx, NewMessage message) {
        return message.seenMessageId()
                .map(seen -> requireInConversation(tx, message, "seen_message_id", seen).chain(() -> checkNewer(tx, message, seen)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> checkNewer(SqlConnection tx, NewMessage message, UUID seen) {
        return tx.preparedQuery(NEWER_REPLIES)
                .execute(Tuple.of(seen, message.conversationId()))
                .map(rows -> Sql.all(rows, row -> row).stream()
                        .filter(row -> !Objects.equals(row.getUUID("author_id"), message.author().id()))
                        .map(row -> row.getUUID("id"))
                        .toList())
                .invoke(ThreadChecks::refuseIfAny)
                .replaceWithVoid();
    }

    private static void refuseIfAny(List<UUID> newer) {
        if (!newer.isEmpty()) {
            Problem problem = Problems.conflict(
                            "newer_reply_exists",
                            "Somebody has answered since you last looked.",
                            "Read the newer answer; send again without seen_message_id if yours is still needed.")
                    .problem();
            throw new ProblemException(problem.with("newer_message_ids", newer));
        }
    }

    private static Uni<Void> requireInConversation(SqlConnection tx, NewMessage message, String field, UUID id) {
        return tx.preparedQuery(IN_CONVERSATION)
                .execute(Tuple.of(id, message.conversationId()))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.invalid(field, "is no message of this conversation");
                    }
                })
                .replaceWithVoid();
    }
}
