package dev.tributary.conversation;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.StartsConversations;
import dev.tributary.channel.StartsConversations.Started;
import dev.tributary.contact.ContactMatcher;
import dev.tributary.conversation.InboundThreads.Opened;
import dev.tributary.conversation.MessageQueue.Queued;
import dev.tributary.conversation.StatisticsWriter.Tally;
import dev.tributary.identity.Caller;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writing first, on channels that allow it. The provider is asked outside of any transaction whether the address can be
 * written to; contact, conversation and the first message are one.
 */
@ApplicationScoped
class ConversationStart {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String LIVE = """
            select id from conversation where channel_account_id = $1 and thread_key = $2 and status in ('open', 'pending')
            """;

    private final Pool database;
    private final AccountDirectory accounts;
    private final ContactMatcher contacts;
    private final InboundThreads threads;
    private final MessageQueue queue;
    private final StatisticsWriter statistics;
    private final ConversationFollowers followers;
    private final ChangeFeed changeFeed;
    private final Clock clock;

    ConversationStart(
            Pool database,
            AccountDirectory accounts,
            ContactMatcher contacts,
            InboundThreads threads,
            MessageQueue queue,
            StatisticsWriter statistics,
            ConversationFollowers followers,
            ChangeFeed changeFeed,
            Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.contacts = contacts;
        this.threads = threads;
        this.queue = queue;
        this.statistics = statistics;
        this.followers = followers;
        this.changeFeed = changeFeed;
        this.clock = clock;
    }

    /**
     * Opens the thread's conversation, or joins the live one, and queues the first message.
     *
     * @param subject of a thread that has none yet
     * @param message makes the message from the conversation's id
     */
    Uni<UUID> start(Caller caller, UUID accountId, String address, Optional<String> subject, Function<UUID, NewMessage> message) {
        return accounts.find(accountId)
                .map(found -> found.filter(live -> live.account().organizationId().equals(caller.organizationId()))
                        .orElseThrow(() -> Problems.invalid("channel_account_id", "is no channel of this workspace")))
                .chain(live -> ask(live, address).chain(thread -> open(caller, live, about(thread, subject), message)));
    }

    private static Started.Thread about(Started.Thread started, Optional<String> subject) {
        InboundEvent.Thread thread = started.thread();
        return new Started.Thread(
                started.with(), new InboundEvent.Thread(thread.key(), thread.group(), thread.subject().or(() -> subject), thread.attributes()));
    }

    private static Uni<Started.Thread> ask(LiveAccount live, String address) {
        if (!(live.adapter() instanceof StartsConversations adapter)) {
            throw Problems.conflict("channel_cannot_start", "On this channel the customer writes first.", "Choose a channel on which you may write first.");
        }
        return adapter.start(address, live.account())
                .ifNoItem().after(TIMEOUT).failWith(() -> Problems.unavailable("provider_unavailable", "The provider did not answer.", TIMEOUT))
                .map(started -> switch (started) {
                    case Started.Thread thread -> thread;
                    case Started.Refused refused ->
                            throw Problems.conflict(refused.problem().code(), refused.problem().detail(), refused.problem().hint());
                });
    }

    private Uni<UUID> open(Caller caller, LiveAccount live, Started.Thread thread, Function<UUID, NewMessage> message) {
        UUID organizationId = caller.organizationId();
        List<Change> changes = new ArrayList<>();
        return database.withTransaction(tx -> conversation(tx, live, thread, changes)
                        .invoke(opened -> changes.addAll(opened.isNew() ? List.of(Change.conversation("conversation.created", opened.conversationId())) : List.of()))
                        .call(opened -> queue.queue(tx, message.apply(opened.conversationId())).invoke(queued -> changes.addAll(queued.changes())))
                        .call(opened -> opened.isNew() ? tellFollowers(tx, organizationId, opened, changes) : Uni.createFrom().voidItem())
                        .call(opened -> opened.isNew() ? statistics.add(tx, List.of(Tally.conversation(live.account().id(), clock.instant()))) : Uni.createFrom().voidItem())
                        .call(() -> changeFeed.append(tx, organizationId, changes)))
                .invoke(opened -> queue.announce(organizationId, new Queued(opened.conversationId(), true, changes)))
                .map(Opened::conversationId);
    }

    private Uni<Void> tellFollowers(SqlConnection tx, UUID organizationId, Opened opened, List<Change> changes) {
        return followers.tell(List.of(), follower -> follower.created(tx, organizationId, opened.conversationId())).invoke(changes::addAll).replaceWithVoid();
    }

    private Uni<Opened> conversation(SqlConnection tx, LiveAccount live, Started.Thread thread, List<Change> changes) {
        Instant now = clock.instant();
        return tx.preparedQuery(LIVE)
                .execute(Tuple.of(live.account().id(), thread.thread().key().value()))
                .map(Sql::first)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(new Opened(found.get().getUUID("id"), false, false))
                        : contacts.findOrCreate(tx, live.account(), live.adapter().descriptor().identitiesAreGlobal(), thread.with(), now)
                                .invoke(contact -> changes.addAll(contact.isNew() ? List.of(Change.of("contact.created", contact.contactId())) : List.of()))
                                .chain(contact -> threads.reopenOrOpen(
                                        tx, new InboundThreads.Wanted(live.account(), live.reopenDays(), thread.thread(), contact.contactId(), contact.identityId(), now))));
    }
}
