package dev.tributary.conversation;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Tickets: work that has a number, an owner and an end, whatever becomes of the conversation that it came from. */
@ApplicationScoped
public class Tickets {

    /**
     * @param createdBy a name: a person's or a rule's
     * @param helpDesk null where no help desk is told
     */
    public record Ticket(
            UUID id,
            long number,
            String subject,
            @Nullable String description,
            @Schema(enumeration = {"open", "pending", "resolved", "closed"}) String status,
            @Schema(enumeration = {"low", "normal", "high", "urgent"}) String priority,
            @Nullable UUID assigneeId,
            @Nullable UUID conversationId,
            String createdBy,
            Instant createdAt,
            Instant updatedAt,
            @Nullable HelpDeskView helpDesk) {}

    /**
     * @param name a mail address, or the host of a webhook: its whole address may carry a secret
     * @param state queued, done or failed
     * @param detail what was answered; null while it is queued
     */
    public record HelpDeskView(String name, @Schema(enumeration = {"queued", "done", "failed"}) String state, @Nullable String detail) {}

    /** Null status is open, null priority normal. */
    public record NewTicket(String subject, String description, String status, String priority, UUID assigneeId, UUID conversationId) {}

    /** @param assigneeGiven false leaves the assignee as it is; other nulls leave what is there */
    record TicketChange(String subject, String description, String status, String priority, UUID assigneeId, boolean assigneeGiven) {}

    record Filter(String status, UUID conversationId, UUID assigneeId) {}

    private static final String COLUMNS =
            "id, number, subject, description, status, priority, assignee_id, conversation_id, created_by, created_at, updated_at, help_desk, help_desk_state, help_desk_detail";
    private static final String LIST = "select " + COLUMNS + """
             from ticket
            where organization_id = $1 and id < $2 and ($3::text is null or status = $3)
              and ($4::uuid is null or conversation_id = $4) and ($5::uuid is null or assignee_id = $5)
            order by id desc limit $6
            """;
    private static final String GET = "select " + COLUMNS + " from ticket where organization_id = $1 and id = $2";
    private static final String CREATE = """
            with numbered as (
                insert into ticket_number as n (organization_id, last) values ($2, 1)
                on conflict (organization_id) do update set last = n.last + 1 returning last)
            insert into ticket (id, organization_id, number, subject, description, status, priority, assignee_id, conversation_id, created_by,
                                created_at, updated_at)
            select $1, $2, last, $3, $4, $5, $6, $7, (select id from conversation where organization_id = $2 and id = $8), $9, $10, $10 from numbered
            returning\s""" + COLUMNS;
    private static final String CHANGE = """
            update ticket set subject = coalesce($3, subject), description = coalesce($4, description), status = coalesce($5, status),
                priority = coalesce($6, priority), assignee_id = case when $8 then $7 else assignee_id end, updated_at = $9
            where organization_id = $1 and id = $2 returning\s""" + COLUMNS;
    private static final String DELETE = "delete from ticket where organization_id = $1 and id = $2 returning " + COLUMNS;
    private static final String HANDED_ON = "update ticket set help_desk = $2, help_desk_state = 'queued', help_desk_detail = null where id = $1 returning " + COLUMNS;
    private static final String DESK_WAS_TOLD = "update ticket set help_desk_state = $2, help_desk_detail = $3 where id = $1 and help_desk is not null returning organization_id";
    private static final UUID LAST = new UUID(-1, -1);

    private final Pool database;
    private final Cursors cursors;
    private final ChangeFeed changeFeed;
    private final EventLines lines;
    private final TicketDesk desk;
    private final Audit audit;
    private final Clock clock;

    Tickets(Pool database, Cursors cursors, ChangeFeed changeFeed, EventLines lines, TicketDesk desk, Audit audit, Clock clock) {
        this.database = database;
        this.cursors = cursors;
        this.changeFeed = changeFeed;
        this.lines = lines;
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
    }

    /** What was made, with the changes for the feed. */
    public record Made(Ticket ticket, List<Change> changes) {}

    /** Creates within a transaction of the caller's, who appends the changes to the feed; the conversation's thread gets a line. */
    public Uni<Made> create(SqlConnection tx, UUID organizationId, Author by, NewTicket wanted) {
        Tuple row = Tuple.tuple()
                .addUUID(Ids.next()).addUUID(organizationId).addString(wanted.subject()).addString(wanted.description())
                .addString(Optional.ofNullable(wanted.status()).orElse("open")).addString(Optional.ofNullable(wanted.priority()).orElse("normal"))
                .addUUID(wanted.assigneeId()).addUUID(wanted.conversationId()).addString(by.name()).addOffsetDateTime(Sql.time(clock.instant()));
        return tx.preparedQuery(CREATE).execute(row)
                .map(rows -> read(rows.iterator().next()))
                .chain(ticket -> ticket.conversationId() == null
                        ? Uni.createFrom().item(new Made(ticket, List.of(Change.of("ticket.created", ticket.id()))))
                        : line(tx, by, ticket));
    }

    Uni<Page<Ticket>> page(UUID organizationId, Filter filter, String cursor, int limit) {
        UUID before = cursor == null ? LAST : UUID.fromString(cursors.decode(cursor, 1)[0]);
        Tuple row = Tuple.of(organizationId, before, filter.status(), filter.conversationId(), filter.assigneeId(), limit + 1);
        return database.preparedQuery(LIST).execute(row)
                .map(rows -> Page.of(Sql.all(rows, Tickets::read), limit, last -> cursors.encode(last.id().toString())));
    }

    Uni<Ticket> get(UUID organizationId, UUID id) {
        return database.preparedQuery(GET).execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).map(Tickets::read).orElseThrow(() -> Problems.notFound("ticket")));
    }

    /** Says of a ticket that a help desk is going to be told. */
    public Uni<Ticket> handedOn(SqlConnection tx, UUID ticketId, String deskName) {
        return tx.preparedQuery(HANDED_ON).execute(Tuple.of(ticketId, deskName)).map(rows -> read(rows.iterator().next()));
    }

    /** What became of telling the help desk; nothing where the ticket is gone. */
    public Uni<Void> deskWasTold(UUID ticketId, boolean done, String detail) {
        return database.withTransaction(tx -> tx.preparedQuery(DESK_WAS_TOLD)
                        .execute(Tuple.of(ticketId, done ? "done" : "failed", detail))
                        .map(rows -> Sql.first(rows).map(row -> row.getUUID("organization_id")))
                        .call(organization -> organization.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : changeFeed.append(tx, organization.get(), List.of(Change.of("ticket.updated", ticketId)))))
                .invoke(organization -> organization.ifPresent(changeFeed::announce))
                .replaceWithVoid();
    }

    /** The workspace's help desk, if it has one, is told of it. */
    Uni<Ticket> create(Caller caller, NewTicket wanted) {
        return database.withTransaction(tx -> create(tx, caller.organizationId(), Author.of(caller), wanted)
                        .invoke(made -> {
                            if (wanted.conversationId() != null && made.ticket().conversationId() == null) {
                                throw Problems.invalid("conversation_id", "is no conversation of this workspace");
                            }
                        })
                        .chain(made -> handOn(tx, caller.organizationId(), made))
                        .call(made -> audited(tx, caller, "ticket.created", made.ticket()))
                        .call(made -> changeFeed.append(tx, caller.organizationId(), made.changes())))
                .invoke(() -> changeFeed.announce(caller.organizationId()))
                .map(Made::ticket)
                .onFailure(Tickets::isAboutAssignee)
                .transform(_ -> nobody());
    }

    private Uni<Made> handOn(SqlConnection tx, UUID organizationId, Made made) {
        return desk.handOn(tx, organizationId, made.ticket()).chain(name -> name.isEmpty()
                ? Uni.createFrom().item(made)
                : handedOn(tx, made.ticket().id(), name.get()).map(ticket -> new Made(ticket, made.changes())));
    }

    Uni<Ticket> change(Caller caller, UUID id, TicketChange change) {
        Tuple row = Tuple.tuple()
                .addUUID(caller.organizationId()).addUUID(id).addString(change.subject()).addString(change.description())
                .addString(change.status()).addString(change.priority()).addUUID(change.assigneeId()).addBoolean(change.assigneeGiven())
                .addOffsetDateTime(Sql.time(clock.instant()));
        return write(caller, "ticket.updated", CHANGE, row);
    }

    Uni<Void> delete(Caller caller, UUID id) {
        return write(caller, "ticket.deleted", DELETE, Tuple.of(caller.organizationId(), id)).replaceWithVoid();
    }

    private Uni<Ticket> write(Caller caller, String what, String sql, Tuple row) {
        return database.withTransaction(tx -> tx.preparedQuery(sql).execute(row)
                        .map(rows -> Sql.first(rows).map(Tickets::read).orElseThrow(() -> Problems.notFound("ticket")))
                        .call(ticket -> audited(tx, caller, what, ticket))
                        .call(ticket -> changeFeed.append(tx, caller.organizationId(), List.of(Change.of(what, ticket.id())))))
                .invoke(() -> changeFeed.announce(caller.organizationId()))
                .onFailure(Tickets::isAboutAssignee)
                .transform(_ -> nobody());
    }

    private Uni<Made> line(SqlConnection tx, Author by, Ticket ticket) {
        JsonObject content = new JsonObject().put("event", "ticket_created").put("id", ticket.id().toString()).put("number", ticket.number());
        String text = "%s opened ticket #%d".formatted(by.name(), ticket.number());
        return lines.write(tx, ticket.conversationId(), by, text, content)
                .map(line -> new Made(ticket, List.of(
                        Change.of("ticket.created", ticket.id()), Change.message("message.created", ticket.conversationId(), line))));
    }

    private Uni<Void> audited(SqlConnection tx, Caller caller, String action, Ticket ticket) {
        return audit.record(tx, caller, action, new Target("ticket", ticket.id()), Map.of("number", ticket.number()));
    }

    private static boolean isAboutAssignee(Throwable failure) {
        return failure instanceof PgException refusal && "ticket_organization_id_assignee_id_fkey".equals(refusal.getConstraint());
    }

    private static Throwable nobody() {
        return Problems.invalid("assignee_id", "is no user of this workspace");
    }

    private static Ticket read(Row row) {
        return new Ticket(
                row.getUUID("id"), row.getLong("number"), row.getString("subject"), row.getString("description"), row.getString("status"),
                row.getString("priority"), row.getUUID("assignee_id"), row.getUUID("conversation_id"), row.getString("created_by"),
                Sql.instant(row, "created_at"), Sql.instant(row, "updated_at"),
                row.getString("help_desk") == null ? null : new HelpDeskView(row.getString("help_desk"), row.getString("help_desk_state"), row.getString("help_desk_detail")));
    }
}
