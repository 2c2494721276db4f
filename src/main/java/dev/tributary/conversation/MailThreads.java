package dev.tributary.conversation;

import dev.tributary.channel.ThreadClues;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the conversations that mails belong to, many with a few statements, and keeps by what later ones find theirs.
 *
 * <p>Whoever knows a reply token or the id of a mail of ours has had our mail, so that mail joins the conversation whoever sent it. The ids of
 * customers' mails can be known to others: there the sender has to be one of the conversation's people.
 */
@ApplicationScoped
public class MailThreads {

    /** One mail to be placed. */
    public record Query(UUID accountId, ThreadClues clues, String messageId, String contentHash, Instant at) {}

    /**
     * Where it belongs.
     *
     * @param matchedBy {@code reply_token}, {@code in_reply_to}, {@code references} or {@code subject_participants}
     * @param accountId the conversation's own: another one than the mail's where the mailbox only carries its answers
     * @param isNewParticipant the sender was nobody of the conversation's people
     */
    public record Found(UUID conversationId, UUID accountId, String threadKey, String matchedBy, boolean isNewParticipant) {

        /** The weakest clue: any id is a better one. */
        public boolean isBySubject() {
            return matchedBy.equals(BY_SUBJECT_ALONE);
        }
    }

    /** @param idTakenBy the content hash of another mail that has this id already */
    public record Placed(Optional<Found> found, Optional<String> idTakenBy) {}

    /**
     * What is kept of a mail that was filed.
     *
     * @param closes true where it began a conversation that nobody has to look at
     */
    public record Kept(UUID conversationId, UUID accountId, Optional<String> subject, List<String> people, boolean closes) {}

    private record Known(UUID conversationId, UUID accountId, String threadKey, boolean isOurs, String contentHash, Set<String> people) {}

    private record IdOf(UUID accountId, String id) {}

    private static final String BY_SUBJECT_ALONE = "subject_participants";
    private static final Duration SUBJECT_HOLDS = Duration.ofDays(14);

    /** Two look-ups rather than one with "or": each has an index of its own. */
    private static final String BY_ID = """
            select m.mailbox_id, m.provider_message_id as id, m.id as message_id, m.direction, m.content -> 'mail' ->> 'content_hash' as content_hash,
                c.id as conversation_id, c.channel_account_id, c.thread_key,
                array(select p.address from mail_participant p where p.conversation_id = c.id and p.address = any($4)) as people
            from (
                select o.channel_account_id as mailbox_id, o.* from message o where o.channel_account_id = any($1) and o.provider_message_id = any($2)
                union all
                select t.channel_account_id, o.* from message o join mail_thread t on t.conversation_id = o.conversation_id
                where o.id = any($3) and t.channel_account_id = any($1) and o.direction = 'outbound') m
            join conversation c on c.id = m.conversation_id
            where c.channel_account_id = m.mailbox_id or c.status <> 'closed'
            """;

    /** Only asked for what is found by no exact id. One look-up for each: the limit keeps the planner from reading all of an account. */
    private static final String BY_ID_IN_ANY_CASE = """
            select m.channel_account_id as mailbox_id, lower(m.provider_message_id) as id, m.id as message_id, m.direction, m.content -> 'mail' ->> 'content_hash' as content_hash,
                c.id as conversation_id, c.channel_account_id, c.thread_key,
                array(select p.address from mail_participant p where p.conversation_id = c.id and p.address = any($3)) as people
            from unnest($1::uuid[], $2::text[]) as q(account_id, id)
            cross join lateral (
                select o.* from message o
                where o.channel_account_id = q.account_id and o.provider_message_id is not null and o.content ? 'mail' and lower(o.provider_message_id) = q.id
                limit 5) m
            join conversation c on c.id = m.conversation_id
            """;

    private static final String BY_TOKEN = """
            select t.reply_token, t.channel_account_id as mailbox_id, c.id as conversation_id, c.channel_account_id, c.thread_key,
                array(select p.address from mail_participant p where p.conversation_id = c.id and p.address = any($2)) as people
            from mail_thread t join conversation c on c.id = t.conversation_id
            where t.reply_token = any($1) and (c.channel_account_id = t.channel_account_id or c.status <> 'closed')
            """;

    private static final String BY_SUBJECT = """
            select q.n, c.id, c.channel_account_id, c.thread_key
            from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) with ordinality as q(account_id, subject, sender, since, n)
            cross join lateral (
                select c.id, c.channel_account_id, c.thread_key from mail_thread t join conversation c on c.id = t.conversation_id
                join mail_participant p on p.conversation_id = c.id and p.address = q.sender
                where t.channel_account_id = q.account_id and t.subject = q.subject and c.status <> 'closed' and c.activity_at >= q.since
                order by c.activity_at desc limit 1) c
            """;

    private static final String DELETED = """
            select q.n from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as q(account_id, id, content_hash, n)
            cross join lateral (
                select 1 from mail_tombstone t
                where t.channel_account_id = q.account_id and t.id_hash = mail_id_hash(q.id) and t.content_hash = q.content_hash limit 1) t
            """;

    private static final String KEEP_THREADS = """
            insert into mail_thread (conversation_id, channel_account_id, subject)
            select distinct on (k.id) k.id, k.account_id, k.subject from unnest($1::uuid[], $2::uuid[], $3::text[]) as k(id, account_id, subject)
            on conflict (conversation_id) do update set subject = coalesce(mail_thread.subject, excluded.subject) where mail_thread.subject is null
            """;

    private static final String BEGIN = """
            insert into mail_thread (conversation_id, channel_account_id, subject, reply_token) values ($1, $2, $3, $4)
            on conflict (conversation_id) do update set channel_account_id = excluded.channel_account_id, reply_token = coalesce(mail_thread.reply_token, excluded.reply_token),
                subject = coalesce(mail_thread.subject, excluded.subject)
            returning reply_token
            """;

    private static final String KEEP_PEOPLE = """
            insert into mail_participant (conversation_id, address)
            select distinct id, address from unnest($1::uuid[], $2::text[]) as k(id, address) order by id, address on conflict do nothing
            """;

    private static final String CLOSE = "update conversation set status = 'closed' where id = any($1)";

    /** In the order of the queries. */
    public Uni<List<Placed>> find(SqlConnection tx, List<Query> queries) {
        String[] senders = queries.stream().map(query -> query.clues().sender()).distinct().toArray(String[]::new);
        UUID[] accounts = queries.stream().map(Query::accountId).distinct().toArray(UUID[]::new);
        String[] ids = queries.stream().flatMap(MailThreads::ids).distinct().toArray(String[]::new);
        UUID[] ours = Arrays.stream(ids).flatMap(id -> OwnMailId.message(id).stream()).distinct().toArray(UUID[]::new);
        return tx.preparedQuery(BY_ID)
                .execute(Tuple.of(accounts, ids, ours, senders))
                .map(MailThreads::known)
                .chain(byId -> byToken(tx, queries, senders).map(byToken -> queries.stream().map(query -> surely(query, byId, byToken)).toList()))
                .chain(placed -> inAnyCase(tx, queries, placed, senders))
                .chain(placed -> bySubject(tx, queries, placed));
    }

    /** The places of those that were here before and were deleted. */
    public Uni<Set<Integer>> deleted(SqlConnection tx, List<Query> queries) {
        Tuple asked = Tuple.of(
                queries.stream().map(Query::accountId).toArray(UUID[]::new),
                queries.stream().map(Query::messageId).toArray(String[]::new),
                queries.stream().map(Query::contentHash).toArray(String[]::new));
        return tx.preparedQuery(DELETED).execute(asked).map(rows -> Set.copyOf(Sql.all(rows, row -> row.getLong("n").intValue() - 1)));
    }

    /**
     * Prepares a conversation for answers to a mail of ours: whom it goes to, and the secret of the address that answers go to.
     *
     * @return 26 letters and digits that nobody can guess
     */
    public Uni<String> begin(SqlConnection tx, UUID conversationId, UUID accountId, Optional<String> subject, List<String> people) {
        return tx.preparedQuery(BEGIN)
                .execute(Tuple.of(conversationId, accountId, subject.orElse(null), ReplyTokens.random()))
                .map(rows -> rows.iterator().next().getString("reply_token"))
                .call(() -> keepPeople(tx, people.stream().map(_ -> conversationId).toList(), people));
    }

    /** Remembers whose conversation it is and what it is about. */
    public Uni<Void> keep(SqlConnection tx, List<Kept> mails) {
        List<UUID> ids = new ArrayList<>();
        List<String> people = new ArrayList<>();
        mails.forEach(mail -> mail.people().forEach(address -> {
            ids.add(mail.conversationId());
            people.add(address);
        }));
        Tuple threads = Tuple.of(
                mails.stream().map(Kept::conversationId).toArray(UUID[]::new),
                mails.stream().map(Kept::accountId).toArray(UUID[]::new),
                mails.stream().map(mail -> mail.subject().orElse(null)).toArray(String[]::new));
        return tx.preparedQuery(KEEP_THREADS)
                .execute(threads)
                .chain(() -> keepPeople(tx, ids, people))
                .chain(() -> close(tx, mails.stream().filter(Kept::closes).map(Kept::conversationId).toArray(UUID[]::new)));
    }

    private static Uni<Void> keepPeople(SqlConnection tx, List<UUID> conversations, List<String> people) {
        return tx.preparedQuery(KEEP_PEOPLE).execute(Tuple.of(conversations.toArray(UUID[]::new), people.toArray(String[]::new))).replaceWithVoid();
    }

    private static Uni<Void> close(SqlConnection tx, UUID[] conversations) {
        return conversations.length == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(CLOSE).execute(Tuple.of(conversations)).replaceWithVoid();
    }

    private static Stream<String> ids(Query query) {
        return Stream.concat(Stream.of(query.messageId()), answered(query).stream());
    }

    private static Uni<Map<String, Known>> byToken(SqlConnection tx, List<Query> queries, String[] senders) {
        String[] tokens = queries.stream().flatMap(query -> query.clues().replyToken().stream()).distinct().toArray(String[]::new);
        if (tokens.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        return tx.preparedQuery(BY_TOKEN).execute(Tuple.of(tokens, senders)).map(rows -> {
            Map<String, Known> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getUUID("mailbox_id") + " " + row.getString("reply_token"), known(row, true, null)));
            return found;
        });
    }

    private static Map<String, Known> known(Iterable<Row> rows) {
        Map<String, Known> found = new HashMap<>();
        for (Row row : rows) {
            Known known = known(row, row.getString("direction").equals("outbound"), row.getString("content_hash"));
            UUID mailboxId = row.getUUID("mailbox_id");
            found.put(mailboxId + " " + row.getString("id"), known);
            found.put(mailboxId + " " + row.getUUID("message_id"), known);
        }
        return found;
    }

    private static Known known(Row row, boolean isOurs, String contentHash) {
        return new Known(row.getUUID("conversation_id"), row.getUUID("channel_account_id"), row.getString("thread_key"), isOurs, contentHash, Set.of(row.getArrayOfStrings("people")));
    }

    private static Uni<List<Placed>> inAnyCase(SqlConnection tx, List<Query> queries, List<Placed> placed, String[] senders) {
        List<Query> open = IntStream.range(0, queries.size()).filter(at -> placed.get(at).found().isEmpty()).mapToObj(queries::get).toList();
        List<IdOf> ids = open.stream().flatMap(query -> lower(answered(query)).stream().map(id -> new IdOf(query.accountId(), id))).distinct().toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(placed);
        }
        Tuple asked = Tuple.of(ids.stream().map(IdOf::accountId).toArray(UUID[]::new), ids.stream().map(IdOf::id).toArray(String[]::new), senders);
        return tx.preparedQuery(BY_ID_IN_ANY_CASE).execute(asked).map(rows -> {
            Map<String, Known> known = known(rows);
            return IntStream.range(0, queries.size())
                    .mapToObj(at -> placed.get(at).found().isPresent() ? placed.get(at) : new Placed(inAnyCase(queries.get(at), known), placed.get(at).idTakenBy()))
                    .toList();
        });
    }

    private static Optional<Found> inAnyCase(Query query, Map<String, Known> known) {
        return firstOf(lower(query.clues().inReplyTo()), query, known)
                .map(found -> found(found, "in_reply_to", query))
                .or(() -> firstOf(lower(query.clues().references().reversed()), query, known).map(found -> found(found, "references", query)));
    }

    private static List<String> answered(Query query) {
        return Stream.concat(query.clues().inReplyTo().stream(), query.clues().references().stream()).toList();
    }

    private static List<String> lower(List<String> ids) {
        return ids.stream().map(id -> id.toLowerCase(Locale.ROOT)).toList();
    }

    private static Uni<List<Placed>> bySubject(SqlConnection tx, List<Query> queries, List<Placed> placed) {
        List<Integer> open = IntStream.range(0, queries.size())
                .filter(at -> placed.get(at).found().isEmpty() && queries.get(at).clues().subject().isPresent())
                .boxed()
                .toList();
        return open.isEmpty()
                ? Uni.createFrom().item(placed)
                : bySubject(tx, open.stream().map(queries::get).toList()).map(found -> {
                    List<Placed> all = new ArrayList<>(placed);
                    found.forEach((at, conversation) -> all.set(open.get(at), new Placed(Optional.of(conversation), placed.get(open.get(at)).idTakenBy())));
                    return all;
                });
    }

    private static Placed surely(Query query, Map<String, Known> byId, Map<String, Known> byToken) {
        Optional<String> taken = Optional.ofNullable(byId.get(query.accountId() + " " + query.messageId()))
                .map(Known::contentHash)
                .filter(hash -> !hash.equals(query.contentHash()));
        Optional<Known> token = query.clues().replyToken().flatMap(secret -> Optional.ofNullable(byToken.get(query.accountId() + " " + secret)));
        Optional<Known> answered = firstOf(query.clues().inReplyTo(), query, byId);
        boolean agree = token.isPresent() && answered.isPresent() && token.get().conversationId().equals(answered.get().conversationId());
        Optional<Found> sure = token.filter(_ -> !agree)
                .map(known -> found(known, "reply_token", query))
                .or(() -> answered.map(known -> found(known, "in_reply_to", query)))
                .or(() -> firstOf(query.clues().references().reversed(), query, byId).map(known -> found(known, "references", query)));
        return new Placed(sure, taken);
    }

    private static Optional<Known> firstOf(List<String> ids, Query query, Map<String, Known> byId) {
        return ids.stream()
                .flatMap(id -> Stream.concat(Stream.of(id), OwnMailId.message(id).map(UUID::toString).stream()))
                .flatMap(id -> Optional.ofNullable(byId.get(query.accountId() + " " + id)).stream())
                .filter(known -> known.isOurs() || known.people().contains(query.clues().sender()))
                .findFirst();
    }

    private static Found found(Known known, String by, Query query) {
        return new Found(known.conversationId(), known.accountId(), known.threadKey(), by, !known.people().contains(query.clues().sender()));
    }

    /** By the place of the query. */
    private static Uni<Map<Integer, Found>> bySubject(SqlConnection tx, List<Query> queries) {
        Tuple row = Tuple.of(
                queries.stream().map(Query::accountId).toArray(UUID[]::new),
                queries.stream().map(query -> query.clues().subject().orElseThrow()).toArray(String[]::new),
                queries.stream().map(query -> query.clues().sender()).toArray(String[]::new),
                queries.stream().map(query -> Sql.time(query.at().minus(SUBJECT_HOLDS))).toArray(OffsetDateTime[]::new));
        return tx.preparedQuery(BY_SUBJECT).execute(row).map(rows -> {
            Map<Integer, Found> found = new HashMap<>();
            rows.forEach(one -> found.put(
                    one.getLong("n").intValue() - 1, new Found(one.getUUID("id"), one.getUUID("channel_account_id"), one.getString("thread_key"), BY_SUBJECT_ALONE, false)));
            return found;
        });
    }
}
