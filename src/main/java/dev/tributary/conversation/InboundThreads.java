package dev.tributary.conversation;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.InboundEvent.Thread;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Gives an inbound thread its live conversation: the resolved one again, if it was resolved recently enough, or a new one. A
 * closed conversation is never opened again. That a thread has one live conversation is the database's own rule, so of two
 * transactions that meet a new thread, one opens and the other joins.
 */
@ApplicationScoped
public class InboundThreads {

    /**
     * @param isNew true where this call began the conversation
     * @param isReopened true where this call reopened it
     */
    public record Opened(UUID conversationId, boolean isNew, boolean isReopened) {}

    private static final String REOPEN = """
            update conversation set status = 'open', resolved_at = null, snoozed_until = null, updated_at = $4
            where id = (select id from conversation
                        where channel_account_id = $1 and thread_key = $2 and status = 'resolved' and archived_at is null
                          and coalesce(resolved_at, updated_at) >= $3
                        order by activity_at desc limit 1)
              and not exists (select 1 from conversation where channel_account_id = $1 and thread_key = $2 and status in ('open', 'pending'))
            returning id
            """;

    private static final String OPEN = """
            with numbered as (
                insert into conversation_number as n (organization_id, last) values ($2, 1)
                on conflict (organization_id) do update set last = n.last + 1
                returning last)
            insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id,
                                      thread_key, group_name, subject, attributes, activity_at, created_at, updated_at)
            select $1, $2, last, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $11 from numbered
            on conflict (channel_account_id, thread_key) where status in ('open', 'pending') do nothing
            returning id
            """;

    private static final String LIVE = """
            select id from conversation where channel_account_id = $1 and thread_key = $2 and status in ('open', 'pending')
            """;

    /** To be called only where no live conversation was found; everything is written in the caller's transaction. */
    public Uni<Opened> reopenOrOpen(
            SqlConnection tx, ChannelAccount account, int reopenDays, Thread thread, UUID contactId, UUID identityId, Instant now) {
        return tx.preparedQuery(REOPEN)
                .execute(Tuple.of(account.id(), thread.key().value(), Sql.time(now.minus(Duration.ofDays(reopenDays))), Sql.time(now)))
                .chain(rows -> rows.rowCount() == 1
                        ? Uni.createFrom().item(new Opened(rows.iterator().next().getUUID("id"), false, true))
                        : open(tx, account, thread, contactId, identityId, now));
    }

    private Uni<Opened> open(SqlConnection tx, ChannelAccount account, Thread thread, UUID contactId, UUID identityId, Instant now) {
        Tuple row = Tuple.tuple()
                .addUUID(Ids.next())
                .addUUID(account.organizationId())
                .addUUID(account.id())
                .addString(account.type())
                .addUUID(contactId)
                .addUUID(identityId)
                .addString(thread.key().value())
                .addString(thread.group().map(Texts::name).orElse(null))
                .addString(thread.subject().map(Texts::name).orElse(null))
                .addJsonObject(attributes(thread))
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(OPEN)
                .execute(row)
                .chain(rows -> rows.rowCount() == 1
                        ? Uni.createFrom().item(new Opened(rows.iterator().next().getUUID("id"), true, false))
                        : join(tx, account, thread));
    }

    private Uni<Opened> join(SqlConnection tx, ChannelAccount account, Thread thread) {
        return tx.preparedQuery(LIVE)
                .execute(Tuple.of(account.id(), thread.key().value()))
                .map(rows -> new Opened(rows.iterator().next().getUUID("id"), false, false));
    }

    /** For the feed: the other side changed the status, not one of us. */
    public static Change statusChanged(UUID conversationId, String from, String to) {
        return Change.conversation("conversation.updated", conversationId)
                .with(new JsonObject().put("status", new JsonObject().put("from", from).put("to", to)).put("by", new JsonObject().put("type", "contact")));
    }

    private static JsonObject attributes(Thread thread) {
        JsonObject attributes = new JsonObject();
        thread.attributes().forEach((name, value) -> attributes.put(name, Texts.storable(value)));
        return attributes;
    }
}
