package dev.tributary.inbound;

import dev.tributary.automation.InboundRules;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.conversation.OutboxSignal;
import dev.tributary.conversation.StatisticsWriter;
import dev.tributary.platform.BatchTransaction;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.SameContext;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Applies raw events: reads each, writes what it means, and marks it done, all of a batch in one transaction. Either everything
 * of a batch is there afterwards, its change feed and its journal outcomes among it, or nothing.
 */
@ApplicationScoped
class EventApplier {

    /** A batch of more bytes is read on a worker: taking a large mail apart would hold up an event loop. */
    private static final int LIGHT = 64 * 1024;

    private final Pool database;
    private final Journal journal;
    private final MessageFiling messages;
    private final SingleEvents singles;
    private final InboundRules rules;
    private final StatisticsWriter statistics;
    private final AccountActivity activity;
    private final ChangeFeed feed;
    private final OutboxSignal outbox;
    private final InboundMetrics metrics;

    EventApplier(
            Pool database,
            Journal journal,
            MessageFiling messages,
            SingleEvents singles,
            InboundRules rules,
            StatisticsWriter statistics,
            AccountActivity activity,
            ChangeFeed feed,
            OutboxSignal outbox,
            InboundMetrics metrics) {
        this.database = database;
        this.journal = journal;
        this.messages = messages;
        this.singles = singles;
        this.rules = rules;
        this.statistics = statistics;
        this.activity = activity;
        this.feed = feed;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /** Fails where the transaction did: nothing was written then. */
    Uni<Void> apply(List<WaitingEvent> batch) {
        return readAll(batch).chain(this::write);
    }

    private static Uni<List<ReadEvent>> readAll(List<WaitingEvent> batch) {
        Uni<List<ReadEvent>> reads = Uni.createFrom().item(() -> batch.stream().map(WaitingEvent::read).toList());
        if (batch.stream().anyMatch(WaitingEvent::isReadAhead)) {
            return SameContext.after(Uni.createFrom().completionStage(() -> WaitingEvent.read(batch))).chain(() -> reads);
        }
        boolean isLight = batch.stream().mapToLong(event -> event.journal().body().length).sum() <= LIGHT;
        return isLight ? reads : SameContext.after(reads.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private Uni<Void> write(List<ReadEvent> reads) {
        ApplyBatch work = new ApplyBatch();
        reads.forEach(read -> work.add(read.journal(), read.events(), read.contents()));
        List<JournalOutcome> outcomes = new ArrayList<>();
        journal.hurry();
        return BatchTransaction.run(database, (tx, begun) -> write(tx, begun, work)
                        .call(() -> kept(reads.stream().map(ReadEvent::journal).toList()))
                        .invoke(() -> outcomes.addAll(reads.stream().map(read -> outcome(read, work)).toList()))
                        .map(_ -> last(tx, work, outcomes)))
                .invoke(() -> committed(reads, work, outcomes));
    }

    /** The work on events may begin before the journal has committed them, and is committed behind them. */
    private static Uni<Void> kept(List<JournalEvent> events) {
        List<CompletableFuture<Void>> open = events.stream().map(JournalEvent::kept).filter(kept -> !kept.isDone() || kept.isCompletedExceptionally()).toList();
        return open.isEmpty()
                ? Uni.createFrom().voidItem()
                : SameContext.after(Uni.createFrom().completionStage(CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))))
                        .onFailure().transform(NotKeptException::new);
    }

    /** What locks rows that every transaction writes comes last, the change feed after all. */
    private List<Uni<Void>> last(SqlConnection tx, ApplyBatch work, List<JournalOutcome> outcomes) {
        List<Uni<Void>> last = new ArrayList<>();
        last.add(statistics.add(tx, work.tallies()));
        last.add(activity.seen(tx, work.heardFrom()));
        last.add(journal.finish(tx, outcomes));
        last.addAll(work.writeDown(tx, feed));
        return last;
    }

    /** Ends an event that cannot be applied as failed, so that it holds up no other and waits for a person. */
    Uni<Void> quarantine(JournalEvent event, Throwable failure) {
        String incident = UUID.randomUUID().toString();
        Log.errorf(failure, "Event not applied: incident=%s event=%s account=%s", incident, event.id(), event.account().account().id());
        JournalOutcome outcome = JournalOutcome.broken(event.id(), incident);
        return kept(List.of(event))
                .chain(() -> journal.finish(database, List.of(outcome)))
                .invoke(() -> metrics.count(outcome.outcome()))
                .invoke(() -> event.tell(List.of(EventResult.failed("not_applied", Optional.empty()))));
    }

    /** In the order in which they came; neighbouring messages share their statements. */
    private Uni<Void> write(SqlConnection tx, Uni<Void> begun, ApplyBatch work) {
        work.begin(tx, begun, rules);
        return Multi.createFrom().iterable(work.runs())
                .onItem().transformToUniAndConcatenate(run -> run.getFirst().event() instanceof MessageReceived
                        ? messages.file(tx, run, work)
                        : begun.chain(() -> singles.apply(tx, run.getFirst(), work)))
                .collect().last()
                .replaceWithVoid();
    }

    private static JournalOutcome outcome(ReadEvent read, ApplyBatch work) {
        return read.complaint() == null
                ? JournalOutcome.of(read.journal().id(), work.results(read.journal()))
                : JournalOutcome.unreadable(read.journal().id(), read.complaint());
    }

    private void committed(List<ReadEvent> reads, ApplyBatch work, List<JournalOutcome> outcomes) {
        work.organizations().forEach(feed::announce);
        if (work.hasOutboxRows()) {
            outbox.wake();
        }
        outcomes.forEach(outcome -> metrics.count(outcome.outcome()));
        work.afterCommit();
        reads.forEach(read -> read.journal().tell(read.complaint() == null
                ? work.results(read.journal())
                : List.of(EventResult.failed(read.complaint(), Optional.empty()))));
    }
}
