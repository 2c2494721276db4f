package dev.tributary.inbound;

import dev.tributary.automation.InboundRules;
import dev.tributary.automation.InboundRules.InForce;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.conversation.ContentColumns;
import dev.tributary.conversation.MailThreads.Found;
import dev.tributary.conversation.StatisticsWriter.Tally;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** One transaction's work: what is to be applied, how each event ended, and what has to be told. Used by one chain at a time. */
final class ApplyBatch {

    /**
     * @param index of the event within its raw delivery
     * @param place the conversation that a message's clues led to; null where its thread's key says all
     * @param content a message's columns; empty for every other event
     */
    record Step(JournalEvent journal, int index, InboundEvent event, Found place, Optional<ContentColumns> content) {}

    private final List<Step> steps = new ArrayList<>();
    private final Map<UUID, EventResult[]> results = new HashMap<>();
    private final SortedMap<UUID, List<Change>> changes = new TreeMap<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final Set<UUID> heardFrom = new HashSet<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean outboxRows;
    private Uni<Void> begun;
    private Uni<InForce> rules;

    /** To be awaited before the first thing is written. */
    Uni<Void> begun() {
        return begun;
    }

    /** Asks for the rules of those to whom somebody wrote right behind the begin, so that they are there when the messages are filed. */
    void begin(SqlConnection tx, Uni<Void> begins, InboundRules inbound) {
        begun = begins;
        Set<UUID> organizations = steps.stream()
                .filter(step -> step.event() instanceof MessageReceived)
                .map(step -> step.journal().account().account().organizationId())
                .collect(Collectors.toSet());
        if (!organizations.isEmpty()) {
            rules = inbound.inForce(tx, organizations).memoize().indefinitely();
            rules.subscribe().with(_ -> {}, _ -> {});
        }
    }

    Uni<InForce> rules() {
        return rules;
    }

    void add(JournalEvent journal, List<InboundEvent> events, List<Optional<ContentColumns>> contents) {
        results.put(journal.id(), new EventResult[events.size()]);
        for (int index = 0; index < events.size(); index++) {
            steps.add(new Step(journal, index, events.get(index), null, contents.get(index)));
        }
    }

    /** Neighbouring messages together, every other event alone. */
    List<List<Step>> runs() {
        List<List<Step>> runs = new ArrayList<>();
        for (Step step : steps) {
            boolean message = step.event() instanceof MessageReceived;
            if (message && !runs.isEmpty() && runs.getLast().getLast().event() instanceof MessageReceived) {
                runs.getLast().add(step);
            } else {
                runs.add(new ArrayList<>(List.of(step)));
            }
        }
        return runs;
    }

    void end(Step step, EventResult result) {
        results.get(step.journal().id())[step.index()] = result;
    }

    List<EventResult> results(JournalEvent journal) {
        return List.of(results.get(journal.id()));
    }

    void change(UUID organizationId, Change change) {
        changes.computeIfAbsent(organizationId, _ -> new ArrayList<>()).add(change);
    }

    void count(Tally tally) {
        tallies.add(tally);
    }

    List<Tally> tallies() {
        return tallies;
    }

    void heardFrom(UUID accountId) {
        heardFrom.add(accountId);
    }

    Set<UUID> heardFrom() {
        return heardFrom;
    }

    void outboxRow() {
        outboxRows = true;
    }

    boolean hasOutboxRows() {
        return outboxRows;
    }

    /** Runs once the transaction is committed. */
    void afterwards(Runnable what) {
        afterwards.add(what);
    }

    void afterCommit() {
        afterwards.forEach(Runnable::run);
    }

    Set<UUID> organizations() {
        return changes.keySet();
    }

    /** The change feed, organization by organization in the order of their ids; the last statements before the commit. */
    List<Uni<Void>> writeDown(SqlConnection tx, ChangeFeed feed) {
        return changes.entrySet().stream().map(entry -> feed.append(tx, entry.getKey(), entry.getValue())).toList();
    }
}
