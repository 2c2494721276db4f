package dev.tributary.conversation;

import dev.tributary.conversation.Routing.Policy;
import dev.tributary.conversation.RoutingQueue.Waiting;
import dev.tributary.identity.Presence;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.ChangeFeed;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives away what waits, as soon as somebody has room: after whatever changed in the workspace (a conversation was resolved or taken), when
 * somebody comes online, and every few seconds for what nobody announces (a new member, a changed rule). Who does so at the same
 * time, here or on another replica, takes turns team by team, so that nobody is overtaken.
 */
@ApplicationScoped
class RoutingDrain {

    private static final long GATHER_MILLIS = 200;

    /** Which limit of a team was found to be reached by everybody in this round; those with the same or a lower one need not ask. */
    private static final class Full {
        private final Map<UUID, Integer> byTeam = new HashMap<>();

        boolean isFull(Policy policy) {
            return byTeam.containsKey(policy.teamId()) && limit(policy) <= byTeam.get(policy.teamId());
        }

        void note(Policy policy) {
            byTeam.merge(policy.teamId(), limit(policy), Math::max);
        }

        private static int limit(Policy policy) {
            return policy.capacity() == null ? Integer.MAX_VALUE : policy.capacity();
        }
    }

    private final Pool database;
    private final RoutingQueue queue;
    private final Routing routing;
    private final Conversations conversations;
    private final ChangeFeed changeFeed;
    private final OutboxSignal outbox;
    private final Vertx vertx;
    private final Set<UUID> gathering = ConcurrentHashMap.newKeySet();

    RoutingDrain(
            Pool database, RoutingQueue queue, Routing routing, Conversations conversations, ChangeFeed changeFeed, OutboxSignal outbox, Vertx vertx) {
        this.database = database;
        this.queue = queue;
        this.routing = routing;
        this.conversations = conversations;
        this.changeFeed = changeFeed;
        this.outbox = outbox;
        this.vertx = vertx;
    }

    void hear(@Observes Announcement announcement) {
        switch (announcement.topic()) {
            case ChangeFeed.TOPIC -> soon(UUID.fromString(announcement.payload()));
            case Presence.TOPIC -> soon(UUID.fromString(new JsonObject(announcement.payload()).getString("organization_id")));
            default -> {}
        }
    }

    /** Many changes in a moment are one look. */
    private void soon(UUID organizationId) {
        if (queue.mayHold(organizationId) && gathering.add(organizationId)) {
            vertx.setTimer(GATHER_MILLIS, _ -> {
                gathering.remove(organizationId);
                drain(organizationId).subscribe().with(_ -> {}, failure -> Log.warnf(failure, "Giving away what waits failed: organization=%s", organizationId));
            });
        }
    }

    @Scheduled(every = "5s", delayed = "7s", identity = "routing-drain", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> onTime() {
        return queue.organizations(database)
                .onItem().transformToMulti(ids -> Multi.createFrom().iterable(ids))
                .onItem().transformToUniAndConcatenate(this::drain)
                .collect().last()
                .replaceWithVoid();
    }

    Uni<Void> drain(UUID organizationId) {
        Full full = new Full();
        return queue.inOrder(database, organizationId)
                .onItem().transformToMulti(waiting -> Multi.createFrom().iterable(waiting))
                .onItem().transformToUniAndConcatenate(waiting -> full.isFull(waiting.policy()) ? Uni.createFrom().voidItem() : giveAway(waiting, full))
                .collect().last()
                .replaceWithVoid();
    }

    /** One that cannot be given away does not keep the others. */
    private Uni<Void> giveAway(Waiting waiting, Full full) {
        return database.withTransaction(tx -> queue.claim(tx, waiting)
                        .chain(claimed -> claimed ? giveAway(tx, waiting, full) : Uni.createFrom().item(false)))
                .invoke(given -> {
                    if (given) {
                        changeFeed.announce(waiting.organizationId());
                        outbox.wake();
                    }
                })
                .onFailure().invoke(failure -> Log.warnf(failure, "A waiting conversation was not given away: conversation=%s", waiting.conversationId()))
                .onFailure().recoverWithItem(false)
                .replaceWithVoid();
    }

    private Uni<Boolean> giveAway(SqlConnection tx, Waiting waiting, Full full) {
        return routing.pick(tx, waiting.organizationId(), waiting.policy()).chain(picked -> {
            if (picked.isEmpty()) {
                full.note(waiting.policy());
                return Uni.createFrom().item(false);
            }
            return queue.leave(tx, waiting.conversationId())
                    .chain(() -> conversations.changeAndFollow(
                            tx, waiting.organizationId(), waiting.conversationId(), waiting.by(), ConversationChange.assignee(picked.get())))
                    .replaceWith(true);
        });
    }
}
