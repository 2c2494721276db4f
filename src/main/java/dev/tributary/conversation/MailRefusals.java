package dev.tributary.conversation;

import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Addresses that nothing is mailed to by itself any more ({@code mail_refusal}), in an organization. Agents may still write to them. */
@ApplicationScoped
public class MailRefusals {

    /** Why; the words are those of the table. */
    public enum Reason {
        UNSUBSCRIBED("%s does not want to be mailed any more"),
        UNDELIVERABLE("Mail to %s came back: nothing more is mailed there by itself");

        private final String line;

        Reason(String line) {
            this.line = line;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Somebody's own word stays, whatever a mail server says later. */
    private static final String REFUSE = """
            insert into mail_refusal as known (organization_id, address, reason, refused_at)
            select organization_id, $2, $3, $4 from conversation where id = $1
            on conflict (organization_id, address) do update set reason = excluded.reason, refused_at = excluded.refused_at
            where known.reason = 'undeliverable' and excluded.reason = 'unsubscribed'
            """;

    /** Only somebody's own word is theirs to take back. */
    private static final String ALLOW = """
            delete from mail_refusal
            where organization_id = (select organization_id from conversation where id = $1) and address = $2 and reason = 'unsubscribed'
            """;

    private static final String CARRIED = """
            select c.id from mail_participant p join mail_thread t on t.conversation_id = p.conversation_id join conversation c on c.id = p.conversation_id
            where t.channel_account_id = $1 and p.address = $2 and c.channel_account_id <> $1 order by c.activity_at desc limit 1
            """;

    private final EventLines lines;
    private final Clock clock;

    MailRefusals(EventLines lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
    }

    /** Remembers it, with a line in the conversation where it came up; the changes for the feed, none where it was known. */
    public Uni<List<Change>> refuse(SqlConnection tx, UUID conversationId, String address, Reason reason) {
        String plain = address.toLowerCase(Locale.ROOT);
        return tx.preparedQuery(REFUSE)
                .execute(Tuple.of(conversationId, plain, reason.word(), Sql.time(clock.instant())))
                .chain(rows -> rows.rowCount() == 0 ? Uni.createFrom().item(List.<Change>of()) : tell(tx, conversationId, plain, "mail_" + reason.word(), reason.line));
    }

    /** Takes back that somebody unsubscribed, by their own word, with a line in this conversation; no changes where they had not. */
    public Uni<List<Change>> allow(SqlConnection tx, UUID conversationId, String address) {
        String plain = address.toLowerCase(Locale.ROOT);
        return tx.preparedQuery(ALLOW)
                .execute(Tuple.of(conversationId, plain))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(List.<Change>of())
                        : tell(tx, conversationId, plain, "mail_resubscribed", "%s wants to be mailed again"));
    }

    /** What somebody says of whom nothing is known but that this mailbox told them of another channel's messages; no changes where it did not. */
    public Uni<List<Change>> refuseCarried(SqlConnection tx, UUID mailboxId, String address, Reason reason) {
        String plain = address.toLowerCase(Locale.ROOT);
        return tx.preparedQuery(CARRIED)
                .execute(Tuple.of(mailboxId, plain))
                .map(Sql::first)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(List.<Change>of()) : refuse(tx, found.get().getUUID("id"), plain, reason));
    }

    private Uni<List<Change>> tell(SqlConnection tx, UUID conversationId, String address, String event, String words) {
        JsonObject content = new JsonObject().put("event", event).put("address", address);
        return lines.write(tx, conversationId, Author.SYSTEM, words.formatted(address), content)
                .map(line -> List.of(Change.message("message.created", conversationId, line), Change.conversation("conversation.updated", conversationId)));
    }
}
