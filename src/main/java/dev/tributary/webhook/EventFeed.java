package dev.tributary.webhook;

import dev.tributary.platform.Announcement;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SignedLinks;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * Turns changes into deliveries, each once: the position of an organization is locked, the changes after it become rows, and
 * the position moves, all in one transaction. Whatever replica dies wherever, the next one goes on at the same change.
 */
@ApplicationScoped
public class EventFeed {

    private static final int BATCH = 200;
    private static final Duration LINK_LIFE = Duration.ofHours(24);
    private static final long GATHER_MILLIS = 100;

    private static final String BEHIND = """
            select c.organization_id from change_position c left join webhook_position p using (organization_id)
            where c.seq > coalesce(p.seq, 0) limit 500
            """;
    private static final String LOCK = "select seq from webhook_position where organization_id = $1 for update skip locked";
    private static final String CREATE = "insert into webhook_position (organization_id, seq) values ($1, 0) on conflict do nothing";
    private static final String CHANGES = """
            select id, seq, kind, subject_id, conversation_id, message_id, detail from change_event
            where organization_id = $1 and seq > $2 order by seq limit %d
            """.formatted(BATCH);
    private static final String INSERT = """
            insert into webhook_delivery (id, organization_id, subscription_id, webhook_id, event_type, lane, body, state, next_attempt_at,
                                          last_code, created_at, finished_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (subscription_id, webhook_id) do nothing
            """;
    private static final String ADVANCE = "update webhook_position set seq = $2 where organization_id = $1";
    private static final String SKIP = """
            update webhook_position p set seq = c.seq from change_position c
            where p.organization_id = $1 and c.organization_id = p.organization_id and c.seq > p.seq
            """;

    private final Pool database;
    private final Receivers receivers;
    private final FactsReader facts;
    private final EventRenderer renderer;
    private final DeliveryDispatcher dispatcher;
    private final Clock clock;
    private final Vertx vertx;
    private final Set<UUID> awake = ConcurrentHashMap.newKeySet();

    EventFeed(Pool database, Receivers receivers, FactsReader facts, SignedLinks links, DeliveryDispatcher dispatcher, Clock clock, Vertx vertx) {
        this.database = database;
        this.receivers = receivers;
        this.facts = facts;
        this.renderer = new EventRenderer((attachment, at) -> links.url("/api/v1/files/" + attachment, at.plus(LINK_LIFE)));
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** Many changes in a moment are read together. */
    void wake(@Observes Announcement announcement) {
        if (announcement.topic().equals(ChangeFeed.TOPIC)) {
            UUID organizationId = UUID.fromString(announcement.payload());
            if (awake.add(organizationId)) {
                vertx.setTimer(GATHER_MILLIS, _ -> gathered(organizationId));
            }
        }
    }

    private void gathered(UUID organizationId) {
        awake.remove(organizationId);
        consume(organizationId).subscribe().with(_ -> dispatcher.pump(), failure -> Log.warnf(failure, "Reading changes failed organization=%s", organizationId));
    }

    @Scheduled(every = "${tributary.webhook.poll:1s}", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return database.query(BEHIND)
                .execute()
                .onItem().transformToMulti(rows -> Multi.createFrom().items(StreamSupport.stream(rows.spliterator(), false)))
                .onItem().transformToUniAndConcatenate(row -> consume(row.getUUID("organization_id")))
                .collect().asList()
                .invoke(dispatcher::pump)
                .replaceWithVoid();
    }

    /** Everything that this organization's feed holds by now; at once done where another replica is at it. */
    Uni<Void> consume(UUID organizationId) {
        return database.withTransaction(tx -> consume(tx, organizationId))
                .chain(more -> more ? consume(organizationId) : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> consume(SqlConnection tx, UUID organizationId) {
        return lock(tx, organizationId).chain(position -> position.isEmpty() ? Uni.createFrom().item(false) : consume(tx, organizationId, position.get()));
    }

    private Uni<Optional<Long>> lock(SqlConnection tx, UUID organizationId) {
        return tx.preparedQuery(CREATE)
                .execute(Tuple.of(organizationId))
                .chain(() -> tx.preparedQuery(LOCK).execute(Tuple.of(organizationId)))
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getLong("seq")));
    }

    private Uni<Boolean> consume(SqlConnection tx, UUID organizationId, long position) {
        return receivers.of(tx, organizationId).chain(all -> all.isEmpty()
                ? tx.preparedQuery(SKIP).execute(Tuple.of(organizationId)).replaceWith(false)
                : read(tx, organizationId, position, all));
    }

    private Uni<Boolean> read(SqlConnection tx, UUID organizationId, long position, List<Receiver> all) {
        return tx.preparedQuery(CHANGES)
                .execute(Tuple.of(organizationId, position))
                .map(EventFeed::changes)
                .chain(changes -> changes.isEmpty() ? Uni.createFrom().item(false) : write(tx, organizationId, changes, all));
    }

    private Uni<Boolean> write(SqlConnection tx, UUID organizationId, List<Change> changes, List<Receiver> all) {
        return facts.read(tx, organizationId, changes)
                .map(known -> rows(organizationId, changes, known, all))
                .chain(rows -> rows.isEmpty() ? Uni.createFrom().voidItem() : tx.preparedQuery(INSERT).executeBatch(rows).replaceWithVoid())
                .chain(() -> tx.preparedQuery(ADVANCE).execute(Tuple.of(organizationId, changes.getLast().seq())))
                .replaceWith(changes.size() == BATCH);
    }

    private List<Tuple> rows(UUID organizationId, List<Change> changes, Facts known, List<Receiver> all) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return changes.stream()
                .flatMap(change -> all.stream().flatMap(receiver -> renderer.render(change, known, receiver).stream()
                        .map(event -> row(organizationId, receiver, event, now))))
                .toList();
    }

    private static Tuple row(UUID organizationId, Receiver receiver, EventRenderer.Event event, OffsetDateTime now) {
        UUID id = Ids.next();
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(organizationId)
                .addUUID(receiver.id())
                .addString(dev.tributary.platform.webhook.WebhookIds.of(id))
                .addString(event.type().word())
                .addUUID(event.lane())
                .addBuffer(io.vertx.mutiny.core.buffer.Buffer.buffer(event.body()));
        return receiver.active()
                ? row.addString("pending").addOffsetDateTime(now).addString(null).addOffsetDateTime(now).addOffsetDateTime(null)
                : row.addString("failed").addOffsetDateTime(null).addString(DeliveryQueue.DISABLED).addOffsetDateTime(now).addOffsetDateTime(now);
    }

    private static List<Change> changes(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(EventFeed::change).toList();
    }

    private static Change change(Row row) {
        return new Change(
                row.getLong("seq"),
                row.getString("kind"),
                row.getUUID("subject_id"),
                Optional.ofNullable(row.getUUID("conversation_id")),
                Optional.ofNullable(row.getUUID("message_id")),
                Optional.ofNullable(row.getJsonObject("detail")).orElseGet(JsonObject::new),
                Change.timeOf(row.getUUID("id")));
    }
}
