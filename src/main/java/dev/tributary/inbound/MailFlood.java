package dev.tributary.inbound;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Notices who sends mail after mail: a program that answers us, or one that broke. Such mails are kept with the warning {@code flood}, and
 * rules leave them alone, so that nothing answers back and nobody is told of each. What counts is the mails that are stored: a batch that
 * is tried again counts once.
 */
@ApplicationScoped
class MailFlood {

    /**
     * More than 20 of one address to one account within 10 minutes, by the times at which the mail server took them in. The outer rows are named by
     * their ids alone: with more conditions a planner without fresh statistics would walk an index of mails instead.
     */
    private static final String MARK = """
            update message m set content = jsonb_set(m.content, '{mail,warnings}', m.content -> 'mail' -> 'warnings' || '["flood"]')
            where m.id = any($1) and 20 < (
                select count(*) from (
                    select 1 from message before
                    where before.channel_account_id = m.channel_account_id and before.direction = 'inbound' and before.content ? 'mail'
                      and before.content -> 'mail' -> 'from' ->> 'address' = m.content -> 'mail' -> 'from' ->> 'address'
                      and before.created_at > m.created_at - interval '10 minutes' and (before.created_at, before.id) <= (m.created_at, m.id)
                    limit 21) counted)
            """;

    /** @param mails of customers that were filed just now, in this transaction */
    Uni<Void> mark(SqlConnection tx, List<UUID> mails) {
        return mails.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(MARK).execute(Tuple.of(mails.toArray(UUID[]::new))).replaceWithVoid();
    }
}
