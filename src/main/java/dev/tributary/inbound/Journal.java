package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.inbound.EventResult.Outcome;
import dev.tributary.platform.Ids;
import dev.tributary.platform.MicroBatcher;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Raw events as received, committed before anything else is committed of them and before their sender is answered. Whoever appends
 * owns the event for a lease; what is still pending afterwards belongs to whoever takes it over, on any replica.
 */
@ApplicationScoped
class Journal {

    /** Others may carry secrets; these are what readers and people need. */
    private static final Set<String> KEPT_HEADERS =
            Set.of("content-type", "user-agent", "webhook-id", "webhook-timestamp", "x-request-id", "date", "x-api-version",
                    "x-mail-received", "x-mail-cut", "x-mail-folder", "x-mail-uid");

    private static final String APPEND = """
            insert into journal_event (id, organization_id, channel_account_id, channel_type, source, received_at, headers, body,
                outcome, reason, attempts, leased_until)
            select id, organization_id, account_id, channel_type, source, received_at, headers, body, outcome, reason, 1, leased_until
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::jsonb[], $8::bytea[],
                $9::text[], $10::text[], $11::timestamptz[])
            as e(id, organization_id, account_id, channel_type, source, received_at, headers, body, outcome, reason, leased_until)
            """;

    /**
     * The first end stays: a second replica that took the event over found only duplicates. Found by id, whatever is known of the
     * partitions (the index of what is pending is small, but full of entries of what no longer is), and only in the partitions of those ids.
     */
    private static final String FINISH = """
            update journal_event j set outcome = e.outcome, reason = e.reason, problem = e.problem, event_count = e.event_count,
                message_ids = e.message_ids::uuid[], applied_at = $7
            from unnest($1::uuid[], $2::text[], $3::text[], $4::jsonb[], $5::int[], $6::text[])
                as e(id, outcome, reason, problem, event_count, message_ids)
            where j.id between $8 and $9 and j.id = any($1) and j.id = e.id and coalesce(j.outcome, '') = 'pending'
            """;

    private static final String TAKE_OVER = """
            update journal_event j set leased_until = $2, attempts = j.attempts + 1
            from (select id from journal_event where outcome = 'pending' and leased_until < $1 order by leased_until limit $3 for update skip locked) due
            where j.id = due.id
            returning j.id, j.channel_account_id, j.received_at, j.headers, j.body
            """;

    private static final String REOPEN = """
            update journal_event set outcome = 'pending', reason = null, problem = null, leased_until = $3, attempts = attempts + 1, replayed_at = $2
            where id = $1
            returning id, channel_account_id, received_at, headers, body
            """;

    /** As PostgreSQL orders them; Java's own order takes the halves as signed. */
    private static final Comparator<UUID> BY_TIME = Comparator.comparing(UUID::toString);

    private record Entry(UUID id, IncomingEvent event, Instant receivedAt, Outcome outcome, String reason) {}

    private final Pool database;
    private final AccountDirectory accounts;
    private final InboundConfig config;
    private final Clock clock;
    private final MicroBatcher<Entry, UUID> batches;

    Journal(Pool database, AccountDirectory accounts, InboundConfig config, Clock clock, Vertx vertx) {
        this.database = database;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
        this.batches = new MicroBatcher<>(
                config.journalBatch(), config.journalWriters(), config.maxWaiting(), config.journalPace(),
                wake -> vertx.setTimer(Math.max(1, config.journalPace().toMillis()), _ -> wake.run()), this::append);
    }

    /** Begins to write the event down; {@link JournalEvent#kept} tells when it is committed, and fails with 503 where more are waiting than may. */
    JournalEvent append(IncomingEvent event) {
        Entry entry = new Entry(Ids.next(), event, clock.instant(), Outcome.PENDING, null);
        CompletableFuture<Void> kept = batches.submit(entry).replaceWithVoid().subscribeAsCompletionStage();
        return new JournalEvent(entry.id(), entry.receivedAt(), event.account(), kept(event.headers()), event.body(), kept, null);
    }

    /** Appends within the caller's transaction: what came together with something that has to be remembered about it. */
    Uni<List<JournalEvent>> append(SqlConnection tx, List<IncomingEvent> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Entry> entries = events.stream().map(event -> new Entry(Ids.next(), event, clock.instant(), Outcome.PENDING, null)).toList();
        return write(tx, entries).replaceWith(() -> entries.stream()
                .map(entry -> JournalEvent.committed(entry.id(), entry.receivedAt(), entry.event().account(), kept(entry.event().headers()), entry.event().body()))
                .toList());
    }

    /** Keeps an event that will not be applied. The body of a rejected one is nobody's: it is left out. */
    Uni<UUID> appendEnded(IncomingEvent event, Outcome outcome, String reason) {
        return batches.submit(new Entry(Ids.next(), event, clock.instant(), outcome, reason));
    }

    /** The applier is at work on events that are still to be committed. */
    void hurry() {
        batches.hurry();
    }

    int waiting() {
        return batches.queued();
    }

    Uni<Void> finish(SqlClient tx, List<JournalOutcome> outcomes) {
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(outcomes.stream().map(JournalOutcome::id).toArray(UUID[]::new))
                .addArrayOfString(outcomes.stream().map(outcome -> outcome.outcome().word()).toArray(String[]::new))
                .addArrayOfString(outcomes.stream().map(JournalOutcome::reason).toArray(String[]::new))
                .addArrayOfJsonObject(outcomes.stream().map(JournalOutcome::problem).toArray(JsonObject[]::new))
                .addArrayOfInteger(outcomes.stream().map(JournalOutcome::eventCount).toArray(Integer[]::new))
                .addArrayOfString(outcomes.stream().map(Journal::messageIds).toArray(String[]::new))
                .addOffsetDateTime(Sql.time(clock.instant()))
                .addUUID(outcomes.stream().map(JournalOutcome::id).min(BY_TIME).orElseThrow())
                .addUUID(outcomes.stream().map(JournalOutcome::id).max(BY_TIME).orElseThrow());
        return tx.preparedQuery(FINISH).execute(row).replaceWithVoid();
    }

    /** Leases events whose process died or gave up, oldest first. Those of archived accounts are ended here. */
    Uni<List<JournalEvent>> takeOver(int limit) {
        Instant now = clock.instant();
        return database.preparedQuery(TAKE_OVER)
                .execute(Tuple.of(Sql.time(now), lease(now), limit))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(this::withAccounts);
    }

    /** Makes an ended event pending again and leases it to the caller; empty where its account is archived or gone. */
    Uni<Optional<JournalEvent>> reopen(UUID id) {
        Instant now = clock.instant();
        return database.preparedQuery(REOPEN)
                .execute(Tuple.of(id, Sql.time(now), lease(now)))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(this::withAccounts)
                .map(events -> events.stream().findFirst());
    }

    private Uni<List<JournalEvent>> withAccounts(List<Row> rows) {
        return Multi.createFrom().iterable(rows)
                .onItem().transformToUniAndConcatenate(this::withAccount)
                .collect().asList()
                .map(found -> found.stream().flatMap(Optional::stream).sorted(Comparator.comparing(JournalEvent::id, BY_TIME)).toList());
    }

    private Uni<Optional<JournalEvent>> withAccount(Row row) {
        return accounts.find(row.getUUID("channel_account_id")).chain(account -> account.isPresent()
                ? Uni.createFrom().item(account.map(live -> event(row, live)))
                : finish(database, List.of(new JournalOutcome(row.getUUID("id"), Outcome.IGNORED, "account_archived", null, 0, List.of())))
                        .replaceWith(Optional.empty()));
    }

    private static JournalEvent event(Row row, LiveAccount account) {
        Map<String, String> headers = new TreeMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        return JournalEvent.committed(row.getUUID("id"), Sql.instant(row, "received_at"), account, headers, row.getBuffer("body").getBytes());
    }

    private Uni<List<UUID>> append(List<Entry> entries) {
        return write(database, entries);
    }

    private Uni<List<UUID>> write(SqlClient client, List<Entry> entries) {
        Instant now = clock.instant();
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(map(entries, Entry::id).toArray(UUID[]::new))
                .addArrayOfUUID(map(entries, entry -> entry.event().account().account().organizationId()).toArray(UUID[]::new))
                .addArrayOfUUID(map(entries, entry -> entry.event().account().account().id()).toArray(UUID[]::new))
                .addArrayOfString(map(entries, entry -> entry.event().account().account().type()).toArray(String[]::new))
                .addArrayOfString(map(entries, entry -> entry.event().source().word()).toArray(String[]::new))
                .addArrayOfOffsetDateTime(map(entries, entry -> Sql.time(entry.receivedAt())).toArray(OffsetDateTime[]::new))
                .addArrayOfJsonObject(map(entries, entry -> json(entry.event().headers())).toArray(JsonObject[]::new))
                .addValue(map(entries, entry -> Buffer.buffer(entry.event().body())).toArray(Buffer[]::new))
                .addArrayOfString(map(entries, entry -> entry.outcome().word()).toArray(String[]::new))
                .addArrayOfString(map(entries, Entry::reason).toArray(String[]::new))
                .addArrayOfOffsetDateTime(map(entries, _ -> lease(now)).toArray(OffsetDateTime[]::new));
        return client.preparedQuery(APPEND).execute(row).replaceWith(map(entries, Entry::id));
    }

    private OffsetDateTime lease(Instant now) {
        return Sql.time(now.plus(config.lease()));
    }

    private static <T> List<T> map(List<Entry> entries, Function<Entry, T> part) {
        return entries.stream().map(part).collect(Collectors.toCollection(ArrayList::new));
    }

    /** As PostgreSQL writes an array: there are no arrays of arrays of different lengths. */
    private static String messageIds(JournalOutcome outcome) {
        return outcome.messageIds().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, String> kept(Map<String, String> headers) {
        Map<String, String> kept = new TreeMap<>(headers);
        kept.keySet().retainAll(KEPT_HEADERS);
        return kept;
    }

    private static JsonObject json(Map<String, String> headers) {
        JsonObject json = new JsonObject();
        kept(headers).forEach((name, value) -> json.put(name, dev.tributary.platform.Texts.storable(value)));
        return json;
    }
}
