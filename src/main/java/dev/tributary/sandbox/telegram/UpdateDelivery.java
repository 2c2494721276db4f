package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control.Refusal;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.sandbox.Sandbox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Delivers updates as Telegram does: one POST each, with the secret, in order per chat, behind a failing one if need be. What is not
 * answered with 2xx is tried again after one second, doubling up to a minute or two, and dropped when it is a day old.
 */
@ApplicationScoped
class UpdateDelivery {

    private static final int MAX_PENDING = 2_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TOO_OLD = Duration.ofDays(1);
    private static final long LONGEST_RETRY_AFTER_SECONDS = 3_600;
    private static final String SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

    private final EgressClient egress;
    private final Sandbox sandbox;
    private final Vertx vertx;
    private final Clock clock;
    private final Map<Lane, Deque<Pending>> lanes = new LinkedHashMap<>();

    UpdateDelivery(EgressClient egress, Sandbox sandbox, Vertx vertx, Clock clock) {
        this.egress = egress;
        this.sandbox = sandbox;
        this.vertx = vertx;
        this.clock = clock;
    }

    private record Lane(long bot, long chat) {}

    private record Pending(FakeBot bot, JsonObject update, long since, int attempt) {
        Pending again() {
            return new Pending(bot, update, since, attempt + 1);
        }
    }

    /** Queues an update and delivers it when its turn comes. */
    void enqueue(FakeBot bot, long chat, JsonObject update) {
        Lane lane = new Lane(bot.id(), chat);
        boolean idle;
        synchronized (lanes) {
            if (pending(bot) >= MAX_PENDING) {
                throw new Refusal(429, "more than " + MAX_PENDING + " updates wait for this bot's webhook");
            }
            Deque<Pending> queue = lanes.computeIfAbsent(lane, _ -> new ArrayDeque<>());
            idle = queue.isEmpty();
            queue.addLast(new Pending(bot, update, clock.instant().getEpochSecond(), 0));
        }
        if (idle) {
            deliverFirst(lane);
        }
    }

    /** How many updates of the bot wait or are on their way. */
    int pending(FakeBot bot) {
        synchronized (lanes) {
            return lanes.entrySet().stream().filter(lane -> lane.getKey().bot() == bot.id()).mapToInt(lane -> lane.getValue().size()).sum();
        }
    }

    /** The oldest that wait, those before the offset being forgotten; an offset beyond the last is none. */
    List<JsonObject> take(FakeBot bot, long offset, int limit) {
        synchronized (lanes) {
            boolean isFuture = lanes.entrySet().stream()
                    .filter(lane -> lane.getKey().bot() == bot.id())
                    .flatMap(lane -> lane.getValue().stream())
                    .allMatch(pending -> number(pending) + 10 < offset);
            if (!isFuture) {
                lanes.entrySet().stream().filter(lane -> lane.getKey().bot() == bot.id()).forEach(lane -> lane.getValue().removeIf(pending -> number(pending) < offset));
                lanes.values().removeIf(Deque::isEmpty);
            }
            return lanes.entrySet().stream()
                    .filter(lane -> lane.getKey().bot() == bot.id())
                    .flatMap(lane -> lane.getValue().stream())
                    .sorted(Comparator.comparingLong(UpdateDelivery::number))
                    .limit(limit)
                    .map(Pending::update)
                    .toList();
        }
    }

    private static long number(Pending pending) {
        return pending.update().getLong("update_id");
    }

    void drop(FakeBot bot) {
        synchronized (lanes) {
            lanes.keySet().removeIf(lane -> lane.bot() == bot.id());
        }
    }

    /** A webhook was set: what waited for one goes out. */
    void resume(FakeBot bot) {
        Iterable<Lane> waiting;
        synchronized (lanes) {
            waiting = lanes.keySet().stream().filter(lane -> lane.bot() == bot.id()).toList();
        }
        waiting.forEach(this::deliverFirst);
    }

    private void deliverFirst(Lane lane) {
        Optional<Pending> first;
        synchronized (lanes) {
            first = Optional.ofNullable(lanes.get(lane)).map(Deque::peekFirst);
        }
        first.filter(pending -> pending.bot().webhook().isSet()).ifPresent(pending -> deliver(lane, pending));
    }

    private void deliver(Lane lane, Pending pending) {
        boolean stale = clock.instant().getEpochSecond() - pending.since() > TOO_OLD.toSeconds();
        if (stale) {
            done(lane, pending);
            return;
        }
        post(pending.bot().webhook(), pending.update()).subscribe().with(
                response -> answered(lane, pending, response), failure -> failed(lane, pending, words(failure), 0));
    }

    private Uni<EgressResponse> post(FakeWebhook webhook, JsonObject update) {
        Optional<String> local = sandbox.local(webhook.url());
        EgressRequest request = EgressRequest.post(local.orElse(webhook.url()), EgressBody.json(update.toBuffer().getBytes())).withTimeout(TIMEOUT);
        EgressRequest signed = webhook.secret().isEmpty() ? request : request.withHeader(SECRET_HEADER, webhook.secret());
        return egress.send(local.isPresent() ? signed.asTrusted() : signed);
    }

    private void answered(Lane lane, Pending pending, EgressResponse response) {
        if (response.isSuccess()) {
            done(lane, pending);
        } else {
            long pause = response.retryAfter(clock.instant()).map(Duration::toSeconds).orElse(0L);
            failed(lane, pending, "Wrong response from the webhook: " + response.status(), Math.min(pause, LONGEST_RETRY_AFTER_SECONDS));
        }
    }

    private void failed(Lane lane, Pending pending, String words, long retryAfterSeconds) {
        pending.bot().webhook(pending.bot().webhook().failed(clock.instant().getEpochSecond(), words));
        long cap = ThreadLocalRandom.current().nextLong(60, 121);
        long pause = retryAfterSeconds > 0 ? retryAfterSeconds : Math.min(1L << Math.min(pending.attempt(), 10), cap);
        synchronized (lanes) {
            Deque<Pending> queue = lanes.get(lane);
            if (queue != null && queue.peekFirst() == pending) {
                queue.removeFirst();
                queue.addFirst(pending.again());
            }
        }
        vertx.setTimer(Duration.ofSeconds(pause).toMillis(), _ -> deliverFirst(lane));
    }

    private void done(Lane lane, Pending pending) {
        synchronized (lanes) {
            Deque<Pending> queue = lanes.get(lane);
            if (queue == null || queue.peekFirst() != pending) {
                return;
            }
            queue.removeFirst();
            if (queue.isEmpty()) {
                lanes.remove(lane);
                return;
            }
        }
        deliverFirst(lane);
    }

    private static String words(Throwable failure) {
        return failure instanceof EgressException egress && !egress.mayHaveArrived() ? "Connection refused" : "Read timeout expired";
    }
}
