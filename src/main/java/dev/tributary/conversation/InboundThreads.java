package dev.tributary.conversation;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.InboundEvent.Thread;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Gives an inbound thread its live conversation: the resolved one again, if it was resolved recently enough, or a new one that says which
 * one it continues. A closed conversation is never opened again. That a thread has one live conversation is the database's own rule, so of two
 * transactions that meet a new thread, one opens and the other joins.
 */
@ApplicationScoped
public class InboundThreads {

    /**
     * @param isNew true where this call began the conversation
     * @param isReopened true where this call reopened it
     */
    public record Opened(UUID conversationId, boolean isNew, boolean isReopened) {}

    /**
     * A thread that has no live conversation.
     *
     * @param reopenDays for how long a resolved conversation is taken up again
     */
    public record Wanted(ChannelAccount account, int reopenDays, Thread thread, UUID contactId, UUID identityId, Instant now) {}

    private record Key(UUID accountId, String threadKey) {}

    private static final String REOPEN = """
            update conversation c set status = 'open', resolved_at = null, snoozed_until = null, updated_at = r.now
            from (
                select k.account_id, k.thread_key, k.now, last.id
                from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as k(account_id, thread_key, since, now)
                cross join lateral (
                    select id from conversation
                    where channel_account_id = k.account_id and thread_key = k.thread_key and status = 'resolved' and archived_at is null
                      and coalesce(resolved_at, updated_at) >= k.since
                    order by activity_at desc limit 1) last
                where not exists (
                    select 1 from conversation where channel_account_id = k.account_id and thread_key = k.thread_key and status in ('open', 'pending'))) r
            where c.id = r.id
            returning c.id, c.channel_account_id, c.thread_key
            """;

    private static final String REOPEN_THIS = """
            update conversation c set status = 'open', resolved_at = null, snoozed_until = null, updated_at = $2
            where c.id = $1 and c.status = 'resolved' and c.archived_at is null
              and not exists (select 1 from conversation o where o.channel_account_id = c.channel_account_id and o.thread_key = c.thread_key and o.status in ('open', 'pending'))
            """;

    private static final String OPEN = """
            with incoming as (
                select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::timestamptz[])
                    with ordinality as i(id, organization_id, account_id, channel_type, contact_id, identity_id, thread_key, group_name, subject, attributes, now, place)),
            numbered as (
                insert into conversation_number as n (organization_id, last)
                select organization_id, count(*) from incoming group by organization_id order by organization_id
                on conflict (organization_id) do update set last = n.last + excluded.last
                returning organization_id, last)
            insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id,
                                      thread_key, group_name, subject, attributes, continues_id, activity_at, created_at, updated_at)
            select i.id, i.organization_id, n.last + 1 - row_number() over (partition by i.organization_id order by i.place desc), i.account_id, i.channel_type,
                i.contact_id, i.identity_id, i.thread_key, i.group_name, i.subject, i.attributes,
                (select earlier.id from conversation earlier
                 where earlier.channel_account_id = i.account_id and earlier.thread_key = i.thread_key order by earlier.activity_at desc limit 1),
                i.now, i.now, i.now
            from incoming i join numbered n using (organization_id)
            order by i.account_id, i.thread_key
            on conflict (channel_account_id, thread_key) where status in ('open', 'pending') do nothing
            returning id, channel_account_id, thread_key
            """;

    private static final String LIVE = """
            select c.id, c.channel_account_id, c.thread_key from unnest($1::uuid[], $2::text[]) as k(account_id, thread_key)
            cross join lateral (
                select * from conversation where channel_account_id = k.account_id and thread_key = k.thread_key and status in ('open', 'pending') limit 1) c
            """;

    /** To be called only where no live conversation was found; everything is written in the caller's transaction. */
    public Uni<Opened> reopenOrOpen(SqlConnection tx, Wanted wanted) {
        return reopenOrOpen(tx, List.of(wanted)).map(List::getFirst);
    }

    /** True where this very conversation was resolved and is open again. */
    public Uni<Boolean> reopen(SqlConnection tx, UUID conversationId, Instant now) {
        return tx.preparedQuery(REOPEN_THIS).execute(Tuple.of(conversationId, Sql.time(now))).map(rows -> rows.rowCount() == 1);
    }

    /** The same for many threads, of which no two are one, in their order. */
    public Uni<List<Opened>> reopenOrOpen(SqlConnection tx, List<Wanted> wanted) {
        Map<Key, Opened> found = new HashMap<>();
        return reopen(tx, wanted, found)
                .chain(() -> open(tx, missing(wanted, found), found))
                .chain(() -> join(tx, missing(wanted, found), found))
                .replaceWith(() -> wanted.stream().map(one -> found.get(key(one))).toList());
    }

    private static Uni<Void> reopen(SqlConnection tx, List<Wanted> wanted, Map<Key, Opened> found) {
        Tuple row = keys(wanted)
                .addArrayOfOffsetDateTime(times(wanted, one -> one.now().minus(Duration.ofDays(one.reopenDays()))))
                .addArrayOfOffsetDateTime(times(wanted, Wanted::now));
        return tx.preparedQuery(REOPEN).execute(row).invoke(rows -> keep(rows, found, id -> new Opened(id, false, true))).replaceWithVoid();
    }

    private static Uni<Void> open(SqlConnection tx, List<Wanted> wanted, Map<Key, Opened> found) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(wanted.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfUUID(wanted.stream().map(one -> one.account().organizationId()).toArray(UUID[]::new))
                .addArrayOfUUID(wanted.stream().map(one -> one.account().id()).toArray(UUID[]::new))
                .addArrayOfString(texts(wanted, one -> one.account().type()))
                .addArrayOfUUID(wanted.stream().map(Wanted::contactId).toArray(UUID[]::new))
                .addArrayOfUUID(wanted.stream().map(Wanted::identityId).toArray(UUID[]::new))
                .addArrayOfString(texts(wanted, one -> one.thread().key().value()))
                .addArrayOfString(texts(wanted, one -> one.thread().group().map(Texts::name).orElse(null)))
                .addArrayOfString(texts(wanted, one -> one.thread().subject().map(Texts::name).orElse(null)))
                .addArrayOfJsonObject(wanted.stream().map(one -> attributes(one.thread())).toArray(JsonObject[]::new))
                .addArrayOfOffsetDateTime(times(wanted, Wanted::now));
        return tx.preparedQuery(OPEN).execute(row).invoke(rows -> keep(rows, found, id -> new Opened(id, true, false))).replaceWithVoid();
    }

    /** Another transaction was first. */
    private static Uni<Void> join(SqlConnection tx, List<Wanted> wanted, Map<Key, Opened> found) {
        return wanted.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(LIVE).execute(keys(wanted)).invoke(rows -> keep(rows, found, id -> new Opened(id, false, false))).replaceWithVoid();
    }

    private static Tuple keys(List<Wanted> wanted) {
        return Tuple.of(
                wanted.stream().map(one -> one.account().id()).toArray(UUID[]::new),
                texts(wanted, one -> one.thread().key().value()));
    }

    private static void keep(RowSet<Row> rows, Map<Key, Opened> found, Function<UUID, Opened> opened) {
        rows.forEach(row -> found.put(new Key(row.getUUID("channel_account_id"), row.getString("thread_key")), opened.apply(row.getUUID("id"))));
    }

    private static List<Wanted> missing(List<Wanted> wanted, Map<Key, Opened> found) {
        return wanted.stream().filter(one -> !found.containsKey(key(one))).toList();
    }

    private static Key key(Wanted wanted) {
        return new Key(wanted.account().id(), wanted.thread().key().value());
    }

    private static String[] texts(List<Wanted> wanted, Function<Wanted, String> part) {
        return wanted.stream().map(part).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<Wanted> wanted, Function<Wanted, Instant> part) {
        return wanted.stream().map(part).map(Sql::time).toArray(OffsetDateTime[]::new);
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
