package dev.tributary.inbound;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Every raw event as it came in, with how it ended; and the way to try again. */
@Path("/rest/v1")
@Tag(name = "Journal")
public class JournalResource {

    private static final int MAX_LIMIT = 200;
    private static final Duration REPLAY_PATIENCE = Duration.ofSeconds(10);

    private static final String COLUMNS = """
            select id, received_at, source, outcome, reason, problem, event_count, headers, body, message_ids, attempts, replayed_at
            from journal_event
            """;

    private static final String LIST = COLUMNS + """
            where organization_id = $1 and channel_account_id = $2 and ($3::text[] is null or outcome = any($3)) and ($4::uuid is null or id < $4)
            order by id desc limit $5
            """;

    private static final String GET = COLUMNS + "where organization_id = $1 and id = $2";

    private static final String ACCOUNT = "select 1 from channel_account where organization_id = $1 and id = $2";

    private final Pool database;
    private final Journal journal;
    private final ApplierLanes lanes;
    private final Cursors cursors;
    private final CurrentCaller caller;

    JournalResource(Pool database, Journal journal, ApplierLanes lanes, Cursors cursors, CurrentCaller caller) {
        this.database = database;
        this.journal = journal;
        this.lanes = lanes;
        this.cursors = cursors;
        this.caller = caller;
    }

    @GET
    @Path("/channel_accounts/{id}/journal")
    @Operation(summary = "Raw events of a channel account, newest first")
    public Uni<Page<JournalView>> list(
            @PathParam("id") UUID accountId,
            @QueryParam("outcome") List<String> outcomes,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") String cursor) {
        UUID organizationId = caller.require(Permission.JOURNAL_READ).organizationId();
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problems.invalid("limit", "must be between 1 and " + MAX_LIMIT);
        }
        String[] wanted = outcomes.isEmpty() ? null : outcomes.stream().map(JournalResource::outcome).toArray(String[]::new);
        UUID before = cursor == null ? null : UUID.fromString(cursors.decode(cursor, 1)[0]);
        Tuple row = Tuple.tuple().addUUID(organizationId).addUUID(accountId).addArrayOfString(wanted).addUUID(before).addInteger(limit + 1);
        return database.preparedQuery(ACCOUNT)
                .execute(Tuple.of(organizationId, accountId))
                .invoke(found -> present(found, "channel account"))
                .chain(() -> database.preparedQuery(LIST).execute(row))
                .map(rows -> page(Sql.all(rows, JournalResource::view), limit));
    }

    @GET
    @Path("/journal/{id}")
    @Operation(summary = "One raw event")
    public Uni<JournalView> get(@PathParam("id") UUID id) {
        return load(caller.require(Permission.JOURNAL_READ).organizationId(), id);
    }

    /** Applies the event again. What it already wrote stays as it is: replaying twice changes nothing. */
    @POST
    @Path("/journal/{id}/replay")
    @Operation(summary = "Apply a raw event again")
    public Uni<JournalView> replay(@PathParam("id") UUID id) {
        UUID organizationId = caller.require(Permission.JOURNAL_WRITE).organizationId();
        return load(organizationId, id)
                .invoke(JournalResource::replayable)
                .chain(event -> event.outcome().equals("applied") || event.outcome().equals("duplicate") || event.outcome().equals("pending")
                        ? Uni.createFrom().voidItem()
                        : reapply(id))
                .chain(() -> load(organizationId, id));
    }

    private Uni<Void> reapply(UUID id) {
        return journal.reopen(id)
                .map(event -> event.orElseThrow(() -> Problems.conflict(
                        "account_archived", "The channel account of this event is archived.", "Events of archived accounts are kept, not applied.")))
                .chain(lanes::handAndAwait)
                .ifNoItem().after(REPLAY_PATIENCE).recoverWithItem(List.of())
                .replaceWithVoid();
    }

    private static void replayable(JournalView event) {
        if (event.outcome().equals("rejected")) {
            throw Problems.conflict(
                    "not_verified", "This delivery did not prove its origin, so its content was not kept.", "Ask the provider to send it again once the secret is right.");
        }
    }

    private Uni<JournalView> load(UUID organizationId, UUID id) {
        return database.preparedQuery(GET)
                .execute(Tuple.of(organizationId, id))
                .invoke(rows -> present(rows, "journal event"))
                .map(rows -> view(rows.iterator().next()));
    }

    private static void present(RowSet<Row> rows, String what) {
        if (rows.size() == 0) {
            throw Problems.notFound(what);
        }
    }

    private static String outcome(String word) {
        return Arrays.stream(EventResult.Outcome.values())
                .map(EventResult.Outcome::word)
                .filter(word::equals)
                .findFirst()
                .orElseThrow(() -> Problems.invalid("outcome", "must be one of pending, applied, duplicate, ignored, failed, rejected"));
    }

    private Page<JournalView> page(List<JournalView> found, int limit) {
        boolean more = found.size() > limit;
        List<JournalView> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? cursors.encode(items.getLast().id().toString()) : null);
    }

    private static JournalView view(Row row) {
        return new JournalView(
                row.getUUID("id"),
                Sql.instant(row, "received_at"),
                row.getString("source"),
                row.getString("outcome"),
                row.getString("reason"),
                Sql.map(row, "problem"),
                row.getInteger("event_count"),
                Optional.ofNullable(Sql.map(row, "headers")).orElse(Map.of()),
                new String(row.getBuffer("body").getBytes(), StandardCharsets.UTF_8),
                List.of(row.getArrayOfUUIDs("message_ids")),
                row.getInteger("attempts"),
                Sql.instant(row, "replayed_at"));
    }
}
