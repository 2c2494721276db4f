package dev.tributary.automation;

import dev.tributary.automation.FactsReader.Seen;
import dev.tributary.automation.FactsReader.Subject;
import dev.tributary.automation.engine.Condition.Leaf;
import dev.tributary.automation.engine.Fields;
import dev.tributary.automation.engine.Operator;
import dev.tributary.automation.engine.Rule;
import dev.tributary.automation.engine.RuleBook;
import dev.tributary.automation.engine.Trigger;
import dev.tributary.conversation.OutboxSignal;
import dev.tributary.identity.BusinessHours;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Leases;
import dev.tributary.platform.LostTransactionException;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets scheduled rules look, on one replica. At each of its times a rule looks once at the conversations that were there then, and acts once
 * on each that matches. After a standstill the last time is made up for, where it is at most an hour ago; earlier ones are left out.
 */
@ApplicationScoped
class ScheduleSweep {

    /** How late a rule may look. */
    static final Duration LATE = Duration.ofHours(1);

    private static final String LEASE = "automation-schedule";
    private static final Duration LEASE_TIME = Duration.ofMinutes(5);
    private static final int BATCH = 200;

    private static final String ORGANIZATIONS = """
            select o.id, o.time_zone, o.business_hours from organization o
            where exists (select 1 from automation_rule_revision r where r.organization_id = o.id and r.event = 'schedule' and r.until is null)
            """;
    private static final String IS_DONE = "select 1 from automation_schedule where rule_id = $1 and slot >= $2";
    private static final String DONE = """
            insert into automation_schedule as s (rule_id, organization_id, slot) values ($1, $2, $3)
            on conflict (rule_id) do update set slot = excluded.slot where s.slot < excluded.slot
            """;
    private static final String CONVERSATIONS = """
            select c.id from conversation c
            where c.organization_id = $1 and c.status = any($2) and c.archived_at is null and c.created_at <= $3 and c.id > $4
              and not exists (select 1 from automation_firing f where f.conversation_id = c.id and f.rule_id = $5 and f.slot >= $3)
            order by c.id limit $6
            """;
    private static final String CLAIM = """
            insert into automation_firing as f (conversation_id, rule_id, slot) values ($1, $2, $3)
            on conflict (conversation_id, rule_id) do update set slot = excluded.slot where f.slot < excluded.slot
            """;

    private record Due(UUID organizationId, Rule rule, Instant slot) {}

    private final Pool database;
    private final RuleBooks books;
    private final FactsReader facts;
    private final RuleRunner runner;
    private final ChangeFeed feed;
    private final OutboxSignal outbox;
    private final Leases leases;
    private final Clock clock;

    ScheduleSweep(Pool database, RuleBooks books, FactsReader facts, RuleRunner runner, ChangeFeed feed, OutboxSignal outbox, Leases leases, Clock clock) {
        this.database = database;
        this.books = books;
        this.facts = facts;
        this.runner = runner;
        this.feed = feed;
        this.outbox = outbox;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "20s", delayed = "20s", identity = LEASE, concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> onTime() {
        return leases.whenHeld(LEASE, LEASE_TIME, () -> sweep().eventually(() -> leases.release(LEASE)));
    }

    Uni<Void> sweep() {
        return database.query(ORGANIZATIONS).execute()
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(this::sweep)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> sweep(Row organization) {
        UUID organizationId = organization.getUUID("id");
        return books.current(database, organizationId)
                .map(book -> book.rules(Trigger.SCHEDULE).stream().flatMap(rule -> due(organization, rule).stream()).toList())
                .onItem().transformToMulti(due -> Multi.createFrom().iterable(due))
                .onItem().transformToUniAndConcatenate(this::run)
                .collect().last()
                .replaceWithVoid();
    }

    private Optional<Due> due(Row organization, Rule rule) {
        Instant now = clock.instant();
        ZoneId zone = ZoneId.of(organization.getString("time_zone"));
        BusinessHours hours = BusinessHours.of(organization.getValue("business_hours") instanceof JsonObject json ? json.getMap() : null);
        return rule.schedule().latest(now, zone)
                .filter(slot -> slot.isAfter(rule.since()) && !slot.isBefore(now.minus(LATE)))
                .filter(slot -> !rule.schedule().withinBusinessHours() || (hours.isOpen(slot, zone) && hours.isOpen(now, zone)))
                .map(slot -> new Due(organization.getUUID("id"), rule, slot));
    }

    private Uni<Void> run(Due due) {
        return database.preparedQuery(IS_DONE)
                .execute(Tuple.of(due.rule().id(), Sql.time(due.slot())))
                .chain(rows -> rows.size() > 0
                        ? Uni.createFrom().voidItem()
                        : walk(due, new UUID(0, 0)).chain(whole -> whole ? done(due) : Uni.createFrom().voidItem()));
    }

    /** Whether none of them failed; those that did are tried again with the next sweep. */
    private Uni<Boolean> walk(Due due, UUID after) {
        Tuple wanted = Tuple.from(List.of(
                due.organizationId(), statuses(due.rule()).toArray(String[]::new), Sql.time(due.slot()), after, due.rule().id(), BATCH));
        return database.preparedQuery(CONVERSATIONS).execute(wanted)
                .map(rows -> Sql.all(rows, row -> row.getUUID("id")))
                .chain(ids -> facts.read(database, due.organizationId(), ids.stream().map(id -> new Subject(id, null, false)).toList())
                        .onItem().transformToMulti(all -> Multi.createFrom().iterable(matching(due.rule(), all)))
                        .onItem().transformToUniAndConcatenate(id -> act(due, id))
                        .collect().asList()
                        .map(acted -> !acted.contains(false))
                        .chain(whole -> ids.size() < BATCH
                                ? Uni.createFrom().item(whole)
                                : walk(due, ids.getLast()).map(rest -> rest && whole)));
    }

    private static List<UUID> matching(Rule rule, List<Seen> all) {
        return all.stream().filter(seen -> rule.condition().holds(seen.facts())).map(seen -> seen.subject().conversationId()).toList();
    }

    /** Live conversations, unless the rule asks for others. */
    private static Collection<String> statuses(Rule rule) {
        return RuleBook.required(rule.condition()).stream()
                .filter(leaf -> leaf.name().equals(Fields.STATUS))
                .<Collection<String>>mapMulti((leaf, found) -> wanted(leaf).ifPresent(found))
                .findFirst()
                .orElse(List.of("open", "pending"));
    }

    private static Optional<Collection<String>> wanted(Leaf leaf) {
        if (leaf.operator() == Operator.EQUALS) {
            return Optional.of(List.of(String.valueOf(leaf.value())));
        }
        return leaf.operator() == Operator.IN && leaf.value() instanceof List<?> many ? Optional.of(many.stream().map(String::valueOf).toList()) : Optional.empty();
    }

    private Uni<Boolean> act(Due due, UUID conversationId) {
        return database.withTransaction(tx -> act(tx, due, conversationId))
                .onFailure(LostTransactionException.class).retry().atMost(LostTransactionException.RETRIES)
                .invoke(changes -> announce(due.organizationId(), changes))
                .replaceWith(true)
                .onFailure().invoke(failure -> Log.warnf(failure, "A scheduled rule failed: rule=%s conversation=%s", due.rule().id(), conversationId))
                .onFailure().recoverWithItem(false);
    }

    private Uni<List<Change>> act(SqlConnection tx, Due due, UUID conversationId) {
        List<Change> changes = new ArrayList<>();
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(conversationId, due.rule().id(), Sql.time(due.slot())))
                .chain(claimed -> claimed.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : runner.byClock(tx, due.organizationId(), conversationId, due.rule(), changes))
                .chain(() -> feed.append(tx, due.organizationId(), changes))
                .replaceWith(changes);
    }

    private Uni<Void> done(Due due) {
        return database.preparedQuery(DONE).execute(Tuple.of(due.rule().id(), due.organizationId(), Sql.time(due.slot()))).replaceWithVoid();
    }

    private void announce(UUID organizationId, List<Change> changes) {
        if (!changes.isEmpty()) {
            feed.announce(organizationId);
            outbox.wake();
        }
    }
}
