package dev.tributary.inbound;

import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.ThreadKey;
import dev.tributary.contact.ContactMatcher;
import dev.tributary.contact.Profile;
import dev.tributary.conversation.InboundThreads;
import dev.tributary.inbound.ApplyBatch.Step;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds who wrote a run of messages and in which conversations: those that are known in one statement, the others in a few.
 */
@ApplicationScoped
class Participants {

    /** @param settled the conversation, where it is not for the thread to say which: what reopens none, and answers by mail to another channel; else null */
    record Key(UUID accountId, String senderId, String threadKey, UUID settled) {}

    private record ThreadOf(UUID accountId, String threadKey) {}

    private record SenderOf(UUID accountId, String senderId) {}

    /** A sender in a thread. */
    static final class Participant {
        private final Known known;
        private final UUID conversationId;
        private final Newness newness;

        Participant(Known known, UUID conversationId, Newness newness) {
            this.known = known;
            this.conversationId = conversationId;
            this.newness = newness;
        }

        UUID contactId() {
            return known.contactId();
        }

        String contactName() {
            return known.contactName();
        }

        boolean blocked() {
            return known.blocked();
        }

        /** Whether this transaction made the contact. */
        boolean isNewContact() {
            return known.isNew();
        }

        /** What the provider said of the person before, as {@link Profile} tells it; empty where it never did. */
        Optional<Long> profile() {
            return Optional.ofNullable(known.profile());
        }

        UUID conversationId() {
            return conversationId;
        }

        /** Whether this transaction began the conversation. */
        boolean isNew() {
            return newness.isNew;
        }

        /** True once for a new conversation: its first message tells of it. */
        boolean claimNew() {
            boolean first = newness.isNew && !newness.told;
            newness.told |= newness.isNew;
            return first;
        }

        /** True once for a conversation that this transaction reopened: its first message tells of it. */
        boolean claimReopened() {
            boolean first = newness.isReopened && !newness.told;
            newness.told = true;
            return first;
        }

        /** True once for a new conversation: it is counted with its first message. */
        boolean claimTally() {
            boolean first = newness.isNew && !newness.counted;
            newness.counted = true;
            return first;
        }
    }

    /** Shared by all participants of one conversation. */
    private static final class Newness {
        private final boolean isNew;
        private final boolean isReopened;
        private boolean told;
        private boolean counted;

        Newness(boolean isNew, boolean isReopened) {
            this.isNew = isNew;
            this.isReopened = isReopened;
        }
    }

    private record Known(UUID contactId, UUID identityId, String firstId, String contactName, boolean blocked, Long profile, boolean isNew) {}

    private record Live(UUID conversationId, Newness newness) {}

    /** Each key is looked up by itself, by index: a plan for the whole would be made while the tables are small, and kept. */
    private static final String LOOK_UP = """
            select k.n, i.identity_id, i.first_id, i.contact_id, i.profile, i.name, i.is_blocked, v.id as conversation_id
            from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as k(account_id, sender_id, thread_key, n)
            left join lateral (
                select coalesce(p.id, i.id) as identity_id, coalesce(p.value, i.value) as first_id, p.value as known_as, i.contact_id, i.profile, c.name, c.is_blocked
                from contact_identity i join contact c on c.id = i.contact_id left join contact_identity p on p.id = i.alias_of
                where i.kind = 'provider' and i.channel_account_id = k.account_id and i.value = k.sender_id limit 1) i on true
            left join lateral (
                select v.id from conversation v
                where v.channel_account_id = k.account_id and v.status in ('open', 'pending')
                  and v.thread_key = case when k.thread_key = k.sender_id then coalesce(i.known_as, k.thread_key) else k.thread_key end limit 1) v on true
            order by k.n
            """;

    private final ContactMatcher contacts;
    private final InboundThreads threads;

    Participants(ContactMatcher contacts, InboundThreads threads) {
        this.contacts = contacts;
        this.threads = threads;
    }

    static Key key(Step step) {
        MessageReceived message = (MessageReceived) step.event();
        UUID settled = step.place() != null && (MailPlacing.isQuiet(message) || isElsewhere(step)) ? step.place().conversationId() : null;
        return new Key(step.journal().account().account().id(), message.from().id(), message.thread().key().value(), settled);
    }

    /** A mailbox that carries the answers to another channel's conversation. */
    private static boolean isElsewhere(Step step) {
        return !step.place().accountId().equals(step.journal().account().account().id());
    }

    /** @param begun awaited before anything is written */
    Uni<Map<Key, Participant>> resolve(SqlConnection tx, List<Step> run, Uni<Void> begun) {
        Map<Key, Step> distinct = new LinkedHashMap<>();
        run.forEach(step -> distinct.merge(key(step), step, (_, later) -> later));
        List<Key> keys = new ArrayList<>(distinct.keySet());
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(Key::accountId).toArray(UUID[]::new))
                .addArrayOfString(keys.stream().map(Key::senderId).toArray(String[]::new))
                .addArrayOfString(keys.stream().map(Key::threadKey).toArray(String[]::new));
        return tx.preparedQuery(LOOK_UP).execute(row).call(() -> begun).chain(rows -> complete(tx, distinct, keys, rows));
    }

    private Uni<Map<Key, Participant>> complete(SqlConnection tx, Map<Key, Step> steps, List<Key> keys, RowSet<Row> rows) {
        Map<SenderOf, Known> senders = new HashMap<>();
        Map<ThreadOf, Live> live = new HashMap<>();
        for (Row row : rows) {
            Key key = keys.get(row.getLong("n").intValue() - 1);
            if (row.getUUID("contact_id") != null) {
                senders.put(sender(key), known(row));
            }
            if (row.getUUID("conversation_id") != null) {
                live.put(thread(key, row.getString("first_id")), new Live(row.getUUID("conversation_id"), new Newness(false, false)));
            }
        }
        Map<UUID, Live> settled = new HashMap<>();
        keys.stream().map(Key::settled).filter(Objects::nonNull).forEach(id -> settled.put(id, new Live(id, new Newness(false, false))));
        return linkAliases(tx, steps, senders)
                .chain(() -> meet(tx, steps, senders))
                .chain(() -> open(tx, steps, senders, live))
                .chain(() -> reopenElsewhere(tx, steps, senders, settled))
                .replaceWith(() -> steps.keySet().stream().collect(Collectors.toMap(key -> key, key -> participant(key, steps.get(key), senders, live, settled))));
    }

    private static Participant participant(Key key, Step step, Map<SenderOf, Known> senders, Map<ThreadOf, Live> live, Map<UUID, Live> settled) {
        Known known = senders.get(sender(key));
        Live conversation = isShutOut(known, step)
                ? new Live(null, new Newness(false, false))
                : key.settled() != null ? settled.get(key.settled()) : live.get(thread(key, known.firstId()));
        return new Participant(known, conversation.conversationId(), conversation.newness());
    }

    /** Answers by mail to another channel's conversation open it again where it was resolved. */
    private Uni<Void> reopenElsewhere(SqlConnection tx, Map<Key, Step> steps, Map<SenderOf, Known> senders, Map<UUID, Live> settled) {
        List<Step> answers = steps.entrySet().stream()
                .filter(entry -> entry.getKey().settled() != null && !MailPlacing.isQuiet(message(entry.getValue())) && !isShutOut(senders.get(sender(entry.getKey())), entry.getValue()))
                .map(Map.Entry::getValue)
                .toList();
        if (answers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom().iterable(answers)
                .onItem().transformToUniAndConcatenate(step -> {
                    UUID id = step.place().conversationId();
                    return threads.reopen(tx, id, step.journal().receivedAt()).invoke(reopened -> settled.put(id, new Live(id, new Newness(false, reopened))));
                })
                .collect().last()
                .replaceWithVoid();
    }

    /** The next message of this very run may come under the new id. */
    private Uni<Void> linkAliases(SqlConnection tx, Map<Key, Step> steps, Map<SenderOf, Known> senders) {
        return Multi.createFrom().iterable(steps.entrySet())
                .select().where(entry -> tellsMoreIds(message(entry.getValue()), senders.get(sender(entry.getKey()))))
                .onItem().transformToUniAndConcatenate(entry -> {
                    Step step = entry.getValue();
                    return contacts.link(tx, step.journal().account().account(), message(step).from(), step.journal().receivedAt());
                })
                .collect().last()
                .replaceWithVoid();
    }

    private static boolean tellsMoreIds(MessageReceived message, Known known) {
        return known != null && !message.from().aliases().isEmpty() && !Objects.equals(known.profile(), Profile.of(message.from()));
    }

    /** Finds or makes the contacts of all whom the look-up did not know. */
    private Uni<Void> meet(SqlConnection tx, Map<Key, Step> steps, Map<SenderOf, Known> senders) {
        Map<SenderOf, Step> unknown = new LinkedHashMap<>();
        steps.forEach((key, step) -> {
            if (!senders.containsKey(sender(key))) {
                unknown.putIfAbsent(sender(key), step);
            }
        });
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<SenderOf> keys = List.copyOf(unknown.keySet());
        return contacts.findOrCreate(tx, unknown.values().stream().map(Participants::wanted).toList()).invoke(matches -> {
            for (int at = 0; at < keys.size(); at++) {
                senders.put(keys.get(at), known(matches.get(at), message(unknown.get(keys.get(at)))));
            }
        }).replaceWithVoid();
    }

    private static ContactMatcher.Wanted wanted(Step step) {
        LiveAccount account = step.journal().account();
        return new ContactMatcher.Wanted(
                account.account(), account.adapter().descriptor().identitiesAreGlobal(), message(step).from(), step.journal().receivedAt());
    }

    /** Reopens or opens the conversations of all threads that have no live one. */
    private Uni<Void> open(SqlConnection tx, Map<Key, Step> steps, Map<SenderOf, Known> senders, Map<ThreadOf, Live> live) {
        Map<ThreadOf, InboundThreads.Wanted> wanted = new LinkedHashMap<>();
        steps.forEach((key, step) -> {
            Known known = senders.get(sender(key));
            ThreadOf thread = thread(key, known.firstId());
            if (key.settled() == null && !isShutOut(known, step) && !live.containsKey(thread)) {
                wanted.putIfAbsent(thread, wanted(thread, step, known));
            }
        });
        if (wanted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<ThreadOf> order = List.copyOf(wanted.keySet());
        return threads.reopenOrOpen(tx, List.copyOf(wanted.values())).invoke(opened -> {
            for (int at = 0; at < order.size(); at++) {
                live.put(order.get(at), new Live(opened.get(at).conversationId(), new Newness(opened.get(at).isNew(), opened.get(at).isReopened())));
            }
        }).replaceWithVoid();
    }

    private static InboundThreads.Wanted wanted(ThreadOf thread, Step step, Known known) {
        LiveAccount account = step.journal().account();
        return new InboundThreads.Wanted(
                account.account(), account.reopenDays(), message(step).thread().under(new ThreadKey(thread.threadKey())), known.contactId(), known.identityId(),
                step.journal().receivedAt());
    }

    private static boolean isShutOut(Known known, Step step) {
        return known.blocked() && message(step).origin() == Origin.CUSTOMER;
    }

    private static MessageReceived message(Step step) {
        return (MessageReceived) step.event();
    }

    private static SenderOf sender(Key key) {
        return new SenderOf(key.accountId(), key.senderId());
    }

    /** A thread that is named by its person stays the same one, whichever of their ids a message carries. */
    private static ThreadOf thread(Key key, String firstId) {
        boolean isNamedByPerson = firstId != null && key.threadKey().equals(key.senderId());
        return new ThreadOf(key.accountId(), isNamedByPerson ? firstId : key.threadKey());
    }

    private static Known known(ContactMatcher.Match match, MessageReceived message) {
        return new Known(
                match.contactId(), match.identityId(), match.firstId(), match.contactName(), match.blocked(), Profile.of(message.from()), match.isNew());
    }

    private static Known known(Row row) {
        return new Known(
                row.getUUID("contact_id"), row.getUUID("identity_id"), row.getString("first_id"), row.getString("name"), row.getBoolean("is_blocked"), row.getLong("profile"), false);
    }
}
