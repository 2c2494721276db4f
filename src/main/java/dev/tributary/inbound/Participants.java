package dev.tributary.inbound;

import dev.tributary.channel.ChannelAccount;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds who wrote a run of messages and in which conversations: those that are known in one statement, the others one by one.
 */
@ApplicationScoped
class Participants {

    /** @param settled the conversation, whatever its status, for what reopens none; else null */
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

    private static final String LOOK_UP = """
            select k.n, coalesce(p.id, i.id) as identity_id, coalesce(p.value, i.value) as first_id, i.contact_id, i.profile, c.name, c.is_blocked, v.id as conversation_id, v.status
            from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as k(account_id, sender_id, thread_key, n)
            left join contact_identity i on i.kind = 'provider' and i.channel_account_id = k.account_id and i.value = k.sender_id
            left join contact_identity p on p.id = i.alias_of
            left join contact c on c.id = i.contact_id
            left join conversation v on v.channel_account_id = k.account_id
                and v.thread_key = case when k.thread_key = k.sender_id then coalesce(p.value, k.thread_key) else k.thread_key end and v.status in ('open', 'pending')
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
        UUID settled = step.place() != null && MailPlacing.isQuiet(message) ? step.place().conversationId() : null;
        return new Key(step.journal().account().account().id(), message.from().id(), message.thread().key().value(), settled);
    }

    Uni<Map<Key, Participant>> resolve(SqlConnection tx, List<Step> run) {
        Map<Key, Step> distinct = new LinkedHashMap<>();
        run.forEach(step -> distinct.merge(key(step), step, (_, later) -> later));
        List<Key> keys = new ArrayList<>(distinct.keySet());
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(Key::accountId).toArray(UUID[]::new))
                .addArrayOfString(keys.stream().map(Key::senderId).toArray(String[]::new))
                .addArrayOfString(keys.stream().map(Key::threadKey).toArray(String[]::new));
        return tx.preparedQuery(LOOK_UP).execute(row).chain(rows -> complete(tx, distinct, keys, rows));
    }

    private Uni<Map<Key, Participant>> complete(SqlConnection tx, Map<Key, Step> steps, List<Key> keys, RowSet<Row> rows) {
        Map<SenderOf, Known> senders = new HashMap<>();
        Map<ThreadOf, Live> live = new HashMap<>();
        for (Row row : rows) {
            Key key = keys.get(row.getLong("n").intValue() - 1);
            if (row.getUUID("contact_id") != null) {
                senders.put(new SenderOf(key.accountId(), key.senderId()), known(row));
            }
            if (row.getUUID("conversation_id") != null) {
                live.put(thread(key, row.getString("first_id")), new Live(row.getUUID("conversation_id"), new Newness(false, false)));
            }
        }
        Map<Key, Participant> found = new HashMap<>();
        return Multi.createFrom().iterable(keys)
                .onItem().transformToUniAndConcatenate(key -> participant(tx, key, steps.get(key), senders, live)
                        .invoke(participant -> found.put(key, participant)))
                .collect().last()
                .replaceWith(found);
    }

    private Uni<Participant> participant(
            SqlConnection tx, Key key, Step step, Map<SenderOf, Known> senders, Map<ThreadOf, Live> live) {
        return sender(tx, key, step, senders)
                .chain(known -> known.blocked() && ((MessageReceived) step.event()).origin() == Origin.CUSTOMER
                        ? Uni.createFrom().item(new Participant(known, null, new Newness(false, false)))
                        : conversation(tx, key, step, known, live)
                                .map(opened -> new Participant(known, opened.conversationId(), opened.newness())));
    }

    private Uni<Known> sender(SqlConnection tx, Key key, Step step, Map<SenderOf, Known> senders) {
        MessageReceived message = (MessageReceived) step.event();
        LiveAccount account = step.journal().account();
        SenderOf sender = new SenderOf(key.accountId(), key.senderId());
        Instant now = step.journal().receivedAt();
        Known known = senders.get(sender);
        if (known != null) {
            // the next message of this very run may come under the new id
            boolean tellsMoreIds = !message.from().aliases().isEmpty() && !Objects.equals(known.profile(), Profile.of(message.from()));
            return (tellsMoreIds ? contacts.link(tx, account.account(), message.from(), now) : Uni.createFrom().voidItem()).replaceWith(known);
        }
        return contacts.findOrCreate(tx, account.account(), account.adapter().descriptor().identitiesAreGlobal(), message.from(), now)
                .map(match -> new Known(
                        match.contactId(), match.identityId(), match.firstId(), match.contactName(), match.blocked(), Profile.of(message.from()), match.isNew()))
                .invoke(made -> senders.put(sender, made));
    }

    private Uni<Live> conversation(SqlConnection tx, Key key, Step step, Known known, Map<ThreadOf, Live> live) {
        if (key.settled() != null) {
            return Uni.createFrom().item(new Live(key.settled(), new Newness(false, false)));
        }
        ThreadOf thread = thread(key, known.firstId());
        Live open = live.get(thread);
        if (open != null) {
            return Uni.createFrom().item(open);
        }
        MessageReceived message = (MessageReceived) step.event();
        ChannelAccount account = step.journal().account().account();
        return threads.reopenOrOpen(
                        tx, account, step.journal().account().reopenDays(), message.thread().under(new ThreadKey(thread.threadKey())), known.contactId(), known.identityId(), step.journal().receivedAt())
                .map(opened -> new Live(opened.conversationId(), new Newness(opened.isNew(), opened.isReopened())))
                .invoke(opened -> live.put(thread, opened));
    }

    /** A thread that is named by its person stays the same one, whichever of their ids a message carries. */
    private static ThreadOf thread(Key key, String firstId) {
        boolean isNamedByPerson = firstId != null && key.threadKey().equals(key.senderId());
        return new ThreadOf(key.accountId(), isNamedByPerson ? firstId : key.threadKey());
    }

    private static Known known(Row row) {
        return new Known(
                row.getUUID("contact_id"), row.getUUID("identity_id"), row.getString("first_id"), row.getString("name"), row.getBoolean("is_blocked"), row.getLong("profile"), false);
    }
}
