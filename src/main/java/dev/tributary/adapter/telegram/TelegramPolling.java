package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.PollsMailbox.Checkpoint;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.PollsMailbox.RawMail;
import dev.tributary.channel.ProviderError;
import dev.tributary.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/**
 * Asks Telegram for updates, for installations that it cannot deliver to. To ask from an id on is to say that all before it are ours,
 * so that is asked only once they are committed.
 */
@ApplicationScoped
class TelegramPolling {

    private static final String QUEUE = "updates";
    private static final int BATCH = 100;

    /** At most 50 s with Telegram; shorter than the lease of a session, so that no two ask at once for long. */
    private static final Duration WAIT = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** Where an answer without updates came at once (a proxy that does not wait), the next question does. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final TelegramApi api;

    TelegramPolling(TelegramApi api) {
        this.api = api;
    }

    void poll(ChannelAccount account, Desk desk) throws InterruptedException {
        long bot = bot(account);
        Optional<Checkpoint> kept = desk.checkpoint(QUEUE);
        OptionalLong from = kept.filter(read -> read.uidValidity() == bot).map(read -> OptionalLong.of(read.lastUid() + 1)).orElse(OptionalLong.empty());
        while (desk.isOpen()) {
            long asked = System.nanoTime();
            List<JsonNode> updates = updates(account, from, desk);
            desk.alive();
            if (updates.isEmpty()) {
                // Nothing unconfirmed is left, so the next may have any id: after a quiet week Telegram counts on from a random one.
                from = OptionalLong.empty();
                if (System.nanoTime() - asked < BREATH.toNanos()) {
                    desk.pause(BREATH);
                }
                continue;
            }
            Checkpoint read = new Checkpoint(bot, updates.getLast().path("update_id").asLong());
            desk.store(QUEUE, kept, read, updates.stream().map(TelegramPolling::raw).toList());
            kept = Optional.of(read);
            // not the highest ever seen: another Bot API server counts otherwise, and answers a number from its future with its first updates again
            from = OptionalLong.of(read.lastUid() + 1);
        }
    }

    private List<JsonNode> updates(ChannelAccount account, OptionalLong from, Desk desk) throws InterruptedException {
        ObjectNode question = TelegramPayload.JSON.createObjectNode().put("timeout", WAIT.toSeconds()).put("limit", BATCH);
        from.ifPresent(id -> question.put("offset", id));
        TelegramConnection.UPDATES.forEach(question.putArray("allowed_updates")::add);
        return switch (VirtualThreads.await(api.poll(account, question, WAIT), PATIENCE)) {
            case Result.Done done -> StreamSupport.stream(done.result().spliterator(), false).toList();
            case Result.Failed failed when failed.retryAfter().isPresent() -> {
                Duration pause = failed.retryAfter().get();
                desk.pause(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
                yield List.of();
            }
            case Result.Failed failed -> throw new MailboxException(TelegramErrors.of(failed.code(), failed.words()).problem());
            case Result.Lost lost -> throw new MailboxException(unavailable(lost.error()));
            case Result.NotReached gone -> throw new MailboxException(unavailable(gone.error()));
        };
    }

    private static ChannelProblem unavailable(ProviderError error) {
        return new Unavailable(error, "Telegram could not be reached: it is tried again by itself");
    }

    private static RawMail raw(JsonNode update) {
        return new RawMail(Map.of("content-type", "application/json"), update.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Update ids count per bot, and an account can be given another one. */
    private static long bot(ChannelAccount account) {
        String token = account.settings().requiredSecret(TelegramSettings.BOT_TOKEN).reveal();
        return Long.parseLong(token.substring(0, token.indexOf(':')));
    }
}
