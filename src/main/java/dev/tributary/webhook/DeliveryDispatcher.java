package dev.tributary.webhook;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PostsEvents;
import dev.tributary.channel.PostsEvents.EventReceiver;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookPoster;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends deliveries. Each one that ends makes room for the next at once, so a receiver that takes its 15 seconds delays its
 * own conversations and nobody else's.
 */
@ApplicationScoped
class DeliveryDispatcher {

    private static final String NO_RECEIVER = "no_receiver";

    private final DeliveryQueue queue;
    private final WebhookPoster poster;
    private final AccountDirectory accounts;
    private final SecretBox secrets;
    private final WebhookConfig config;
    private final Clock clock;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicBoolean claiming = new AtomicBoolean();

    DeliveryDispatcher(DeliveryQueue queue, WebhookPoster poster, AccountDirectory accounts, SecretBox secrets, WebhookConfig config, Clock clock) {
        this.queue = queue;
        this.poster = poster;
        this.accounts = accounts;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(every = "${tributary.webhook.poll:1s}", delayed = "2s")
    void look() {
        pump();
    }

    /** Starts what may leave now and returns; never blocks, never fails. */
    void pump() {
        if (inFlight.get() >= config.inFlight() || !claiming.compareAndSet(false, true)) {
            return;
        }
        queue.claim().subscribe().with(this::start, failure -> {
            claiming.set(false);
            Log.warn("Claiming webhook deliveries failed", failure);
        });
    }

    private void start(List<Delivery> claimed) {
        inFlight.addAndGet(claimed.size());
        claiming.set(false);
        claimed.forEach(delivery -> deliver(delivery).onFailure().invoke(failure -> Log.warnf(failure, "Webhook delivery failed delivery=%s", delivery.id()))
                .onTermination().invoke(inFlight::decrementAndGet)
                .subscribe().with(_ -> pump(), _ -> {}));
    }

    /** One round, to its end: claims what may leave now, sends it, and answers how many there were. */
    Uni<Integer> round() {
        return queue.claim().chain(claimed -> claimed.isEmpty()
                ? Uni.createFrom().item(0)
                : Uni.join().all(claimed.stream().map(this::deliver).toList()).andCollectFailures().replaceWith(claimed.size()));
    }

    /** For a delivery that a person waits for. */
    Uni<WebhookAnswer> deliverOnce(Delivery delivery) {
        return receiver(delivery)
                .onItem().transformToUni(receiver -> receiver.isEmpty()
                        ? queue.drop(delivery, NO_RECEIVER).chain(() -> Uni.createFrom().<WebhookAnswer>failure(noReceiver()))
                        : post(delivery, receiver.get()));
    }

    private Uni<Void> deliver(Delivery delivery) {
        return receiver(delivery)
                .chain(receiver -> receiver.isEmpty() ? queue.drop(delivery, NO_RECEIVER) : post(delivery, receiver.get()).replaceWithVoid());
    }

    private Uni<WebhookAnswer> post(Delivery delivery, EventReceiver receiver) {
        return poster.post(receiver.url(), receiver.keys(), delivery.webhookId(), delivery.body()).call(answer -> queue.finish(delivery, answer));
    }

    private static ProblemException noReceiver() {
        return Problems.conflict("no_receiver", "There is no address to send to.", "Enter the webhook URL at the channel, and activate it.");
    }

    /** Looked up for every attempt: a secret may have been rotated, and a URL corrected, since the last. */
    private Uni<Optional<EventReceiver>> receiver(Delivery delivery) {
        if (delivery.channelAccountId().isPresent()) {
            return accounts.find(delivery.channelAccountId().get()).map(account -> account.flatMap(this::receiver));
        }
        List<WebhookKey> keys = delivery.secrets().open(secrets, delivery.organizationId(), delivery.subscriptionId(), clock.instant());
        return Uni.createFrom().item(delivery.url().map(url -> new EventReceiver(url, keys, Set.of())));
    }

    private Optional<EventReceiver> receiver(LiveAccount live) {
        return live.open() && live.adapter() instanceof PostsEvents channel ? channel.receiver(live.account(), clock.instant()) : Optional.empty();
    }
}
