package dev.tributary.automation.ai;

import com.google.re2j.Pattern;
import dev.tributary.conversation.Author;
import dev.tributary.conversation.ConversationChange;
import dev.tributary.conversation.Conversations;
import dev.tributary.conversation.MessageQueue;
import dev.tributary.conversation.NewMessage;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * When the AI is to be silent in a conversation: a person has answered, the customer asked for one, or the AI gave it away. From then on
 * it says no more there.
 */
@ApplicationScoped
public class Takeover {

    static final Author AI = new Author("ai", null, "AI");

    /** Asking for a person in so many words; what is said otherwise, the model is asked to notice. */
    private static final Pattern ASKS_FOR_A_PERSON = Pattern.compile(
            "\\b(human( being| agent)?|real (person|human)|(speak|talk|chat) (to|with) (a |an |some)?(person|human|agent|someone|somebody|representative)|live agent"
                    + "|echten? menschen?|mit (einem|jemandem|einer).{0,20}(sprechen|reden)|mitarbeiter)\\b|живой человек|с человеком|оператор|موظف|شخص حقيقي",
            Pattern.CASE_INSENSITIVE);

    private static final String SILENT = """
            select 1 where exists (select 1 from ai_handover where conversation_id = $1)
                or exists (select 1 from message where conversation_id = $1 and direction = 'outbound' and author_type = 'user')
            """;
    private static final String LOCK = "select 1 from conversation where organization_id = $1 and id = $2 for no key update";
    private static final String MARK = """
            insert into ai_handover (conversation_id, reason, at) values ($1, $2, $3) on conflict (conversation_id) do nothing
            """;

    private final Conversations conversations;
    private final MessageQueue queue;
    private final Clock clock;

    Takeover(Conversations conversations, MessageQueue queue, Clock clock) {
        this.conversations = conversations;
        this.queue = queue;
        this.clock = clock;
    }

    public static boolean asksForAPerson(String text) {
        return text != null && ASKS_FOR_A_PERSON.matcher(text).find();
    }

    public Uni<Boolean> isSilent(SqlClient database, UUID conversationId) {
        return database.preparedQuery(SILENT).execute(Tuple.of(conversationId)).map(rows -> rows.size() > 0);
    }

    /** The same, with the conversation locked until the end of the transaction: whoever answers waits. */
    Uni<Boolean> lock(SqlConnection tx, UUID organizationId, UUID conversationId) {
        return tx.preparedQuery(LOCK).execute(Tuple.of(organizationId, conversationId)).chain(() -> isSilent(tx, conversationId));
    }

    /**
     * Gives the conversation to people: it is open, and a note says why.
     *
     * @return the changes, for the feed; none where it was given to them before
     */
    public Uni<List<Change>> handOver(SqlConnection tx, UUID organizationId, UUID conversationId, String reason) {
        return tx.preparedQuery(MARK)
                .execute(Tuple.of(conversationId, reason, Sql.time(clock.instant())))
                .chain(marked -> marked.rowCount() == 0 ? Uni.createFrom().item(List.of()) : tell(tx, organizationId, conversationId, reason));
    }

    private Uni<List<Change>> tell(SqlConnection tx, UUID organizationId, UUID conversationId, String reason) {
        NewMessage note = NewMessage.note(organizationId, conversationId, AI, "A person is needed: " + reason);
        List<Change> changes = new ArrayList<>();
        return conversations.change(tx, organizationId, conversationId, AI, ConversationChange.status("open"))
                .invoke(changes::addAll)
                .chain(() -> queue.queue(tx, note))
                .invoke(queued -> changes.addAll(queued.changes()))
                .replaceWith(changes);
    }
}
