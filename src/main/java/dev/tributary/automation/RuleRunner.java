package dev.tributary.automation;

import dev.tributary.automation.FactsReader.Seen;
import dev.tributary.automation.FactsReader.Subject;
import dev.tributary.automation.Traces.Trace;
import dev.tributary.automation.action.ActionRun;
import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Rule;
import dev.tributary.automation.engine.RuleBook;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.conversation.ConversationFollower;
import dev.tributary.platform.ChangeFeed.Change;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Runs the rules, in the transaction of what made them look. What matching rules change makes those for changed conversations look in
 * turn, {@value #DEEPEST} times at most; where that is not the end, the trace says which rules would have gone on.
 */
@ApplicationScoped
class RuleRunner implements InboundRules, ConversationFollower {

    private static final int DEEPEST = 2;
    private static final List<String> CHANGES = List.of("status", "priority", "assignee", "team", "tags");

    /** One transaction's run over one organization. */
    private record Run(SqlConnection tx, UUID organizationId, RuleBook book, List<Change> changes, List<Trace> traces, Set<UUID> touched) {}

    private final RuleBooks books;
    private final FactsReader facts;
    private final ActionRunner actions;
    private final Traces traces;

    RuleRunner(RuleBooks books, FactsReader facts, ActionRunner actions, Traces traces) {
        this.books = books;
        this.facts = facts;
        this.actions = actions;
        this.traces = traces;
    }

    @Override
    public Uni<InForce> inForce(SqlConnection tx, Set<UUID> organizationIds) {
        return books.versions(tx, organizationIds).map(versions -> (line, messages) -> run(line, versions, messages));
    }

    private Uni<List<Change>> run(SqlConnection tx, Map<UUID, Long> versions, List<FiledMessage> messages) {
        UUID organizationId = messages.getFirst().organizationId();
        return books.of(tx, organizationId, versions.get(organizationId)).map(book -> run(tx, organizationId, book)).chain(run -> {
            List<Subject> subjects = messages.stream().filter(message -> concerns(run.book(), message)).map(RuleRunner::subject).toList();
            return subjects.isEmpty() ? Uni.createFrom().item(List.of()) : received(run, subjects);
        });
    }

    @Override
    public Uni<List<Change>> changed(SqlConnection tx, UUID organizationId, UUID conversationId, List<Change> changes) {
        List<String> changed = changed(changes);
        return start(tx, organizationId).chain(run -> changed.isEmpty() || run.book().rules(Trigger.CONVERSATION_UPDATED).isEmpty()
                ? Uni.createFrom().item(List.of())
                : updated(run, new Subject(conversationId, null, false), changed, 0).chain(() -> finish(run)));
    }

    @Override
    public Uni<List<Change>> created(SqlConnection tx, UUID organizationId, UUID conversationId) {
        return start(tx, organizationId).chain(run -> run.book().rules(Trigger.CONVERSATION_CREATED).isEmpty()
                ? Uni.createFrom().item(List.of())
                : facts.read(tx, organizationId, List.of(new Subject(conversationId, null, true)))
                        .chain(seen -> look(run, seen.getFirst(), Trigger.CONVERSATION_CREATED, 0))
                        .chain(() -> finish(run)));
    }

    /** One rule whose moment has come on one conversation; whether it matched. */
    Uni<Boolean> byClock(SqlConnection tx, UUID organizationId, UUID conversationId, Rule rule, List<Change> changes) {
        return books.current(tx, organizationId)
                .map(book -> new Run(tx, organizationId, book, changes, new ArrayList<>(), new HashSet<>()))
                .chain(run -> facts.read(tx, organizationId, List.of(new Subject(conversationId, null, false)))
                        .chain(seen -> !rule.condition().holds(seen.getFirst().facts())
                                ? Uni.createFrom().item(false)
                                : act(run, seen.getFirst(), rule.trigger(), 0, List.of(rule)).chain(() -> finish(run)).replaceWith(true)));
    }

    private Uni<Run> start(SqlConnection tx, UUID organizationId) {
        return books.current(tx, organizationId).map(book -> run(tx, organizationId, book));
    }

    private static Run run(SqlConnection tx, UUID organizationId, RuleBook book) {
        return new Run(tx, organizationId, book, new ArrayList<>(), new ArrayList<>(), new HashSet<>());
    }

    private Uni<List<Change>> finish(Run run) {
        return traces.write(run.tx(), run.organizationId(), run.traces()).replaceWith(run::changes);
    }

    private Uni<List<Change>> received(Run run, List<Subject> subjects) {
        return facts.read(run.tx(), run.organizationId(), subjects)
                .chain(all -> Multi.createFrom().iterable(all)
                        .onItem().transformToUniAndConcatenate(seen -> received(run, seen))
                        .collect().last())
                .chain(() -> finish(run));
    }

    private Uni<Void> received(Run run, Seen seen) {
        Uni<Void> created = seen.subject().conversationIsNew()
                ? fresh(run, seen).chain(now -> look(run, now, Trigger.CONVERSATION_CREATED, 0))
                : Uni.createFrom().voidItem();
        return created.chain(() -> fresh(run, seen)).chain(now -> look(run, now, Trigger.MESSAGE_RECEIVED, 0));
    }

    /** As it is now, where a rule has changed the conversation since it was read. */
    private Uni<Seen> fresh(Run run, Seen seen) {
        return run.touched().contains(seen.subject().conversationId())
                ? facts.read(run.tx(), run.organizationId(), List.of(seen.subject())).map(List::getFirst)
                : Uni.createFrom().item(seen);
    }

    private Uni<Void> look(Run run, Seen seen, Trigger trigger, int depth) {
        Facts known = seen.facts();
        if (!run.book().concerns(trigger, known.text(Fields.CHANNEL_TYPE), known.text(Fields.CHANNEL_ACCOUNT))) {
            return Uni.createFrom().voidItem();
        }
        if (seen.halted() != null) {
            trace(run, seen, trigger, depth, List.of(), seen.halted());
            return Uni.createFrom().voidItem();
        }
        return act(run, seen, trigger, depth, run.book().match(trigger, known).rules());
    }

    private Uni<Void> act(Run run, Seen seen, Trigger trigger, int depth, List<Rule> matched) {
        if (depth > DEEPEST) {
            List<JsonObject> names = matched.stream().map(RuleRunner::notRun).toList();
            if (!names.isEmpty()) {
                trace(run, seen, trigger, depth, names, Traces.RECURSION);
            }
            return Uni.createFrom().voidItem();
        }
        List<Change> changes = new ArrayList<>();
        return Multi.createFrom().iterable(matched)
                .onItem().transformToUniAndConcatenate(rule -> act(run, seen, rule, changes))
                .collect().asList()
                .invoke(results -> trace(run, seen, trigger, depth, results, null))
                .chain(() -> follow(run, seen, changes, depth));
    }

    private Uni<JsonObject> act(Run run, Seen seen, Rule rule, List<Change> changes) {
        ActionRun acting = new ActionRun(run.organizationId(), seen.subject().conversationId(), seen.subject().messageId(), rule, seen.facts());
        return actions.run(run.tx(), acting).invoke(() -> changes.addAll(acting.changes()));
    }

    private Uni<Void> follow(Run run, Seen seen, List<Change> changes, int depth) {
        run.changes().addAll(changes);
        if (!changes.isEmpty()) {
            run.touched().add(seen.subject().conversationId());
        }
        List<String> changed = changed(changes);
        return changed.isEmpty() || run.book().rules(Trigger.CONVERSATION_UPDATED).isEmpty()
                ? Uni.createFrom().voidItem()
                : updated(run, seen.subject(), changed, depth + 1);
    }

    private Uni<Void> updated(Run run, Subject subject, List<String> changed, int depth) {
        return facts.read(run.tx(), run.organizationId(), List.of(subject))
                .map(List::getFirst)
                .map(seen -> new Seen(seen.subject(), seen.messageId(), seen.facts().with(Fields.CHANGED, changed), seen.halted()))
                .chain(seen -> look(run, seen, Trigger.CONVERSATION_UPDATED, depth));
    }

    private static void trace(Run run, Seen seen, Trigger trigger, int depth, List<JsonObject> results, String halted) {
        Subject subject = seen.subject();
        run.traces().add(new Trace(
                subject.conversationId(), subject.messageId(), trigger.wireName(), depth, run.book().version(), seen.facts().toJson(), results, halted));
    }

    private static JsonObject notRun(Rule rule) {
        return new JsonObject().put("rule_id", rule.id().toString()).put("name", rule.name()).put("actions", new JsonArray());
    }

    /** What the changes say is different about the conversation. */
    private static List<String> changed(List<Change> changes) {
        return CHANGES.stream().filter(name -> changes.stream().anyMatch(change -> change.detail().filter(detail -> detail.containsKey(name)).isPresent())).toList();
    }

    private static boolean concerns(RuleBook book, FiledMessage message) {
        String account = message.channelAccountId().toString();
        return book.concerns(Trigger.MESSAGE_RECEIVED, message.channelType(), account)
                || (message.conversationIsNew() && book.concerns(Trigger.CONVERSATION_CREATED, message.channelType(), account));
    }

    private static Subject subject(FiledMessage message) {
        return new Subject(message.conversationId(), message.messageId(), message.conversationIsNew());
    }
}
