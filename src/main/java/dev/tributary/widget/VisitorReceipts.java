package dev.tributary.widget;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.conversation.Deliveries;
import dev.tributary.conversation.Deliveries.Advance;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import dev.tributary.widget.VisitorSession.Person;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How far our messages got: sent once they were handed to one of the visitor's sockets or fetched, delivered once the frame said
 * that it has them, read once the visitor saw them.
 */
@ApplicationScoped
class VisitorReceipts {

    /** How many changes of the organization an acknowledgement reaches back. */
    private static final long REACH = 5_000;

    private static final String UP_TO_EVENT = """
            select m.id, m.conversation_id from message m join conversation c on c.id = m.conversation_id
            where c.contact_id = $1 and c.contact_identity_id = $2 and m.direction = 'outbound' and (m.delivery_status in ('queued', 'sending', 'sent') or m.error ->> 'code' = 'mail_bounced')
                and exists (select 1 from change_event e where e.organization_id = $3 and e.seq <= $4 and e.seq > $5
                    and e.message_id = m.id and e.kind = 'message.created')
            order by m.created_at
            """;
    private static final String UP_TO_MESSAGE = """
            select m.id, m.conversation_id from message m
            where m.conversation_id = $1 and m.direction = 'outbound' and (m.delivery_status in ('queued', 'sending', 'sent', 'delivered') or m.error ->> 'code' = 'mail_bounced')
                and (m.created_at, m.id) <= (select last.created_at, last.id from message last where last.id = $2 and last.conversation_id = $1)
            order by m.created_at
            """;

    private final Pool database;
    private final Deliveries deliveries;
    private final ChangeFeed changes;
    private final Clock clock;

    VisitorReceipts(Pool database, Deliveries deliveries, ChangeFeed changes, Clock clock) {
        this.database = database;
        this.deliveries = deliveries;
        this.changes = changes;
        this.clock = clock;
    }

    private record Receipt(UUID messageId, UUID conversationId) {}

    /** These messages were handed to the visitor's browser. */
    Uni<Void> sent(UUID organizationId, Collection<VisitorMessage> messages) {
        List<Receipt> ours = messages.stream()
                .filter(message -> message.isOurs() && !message.read())
                .map(message -> new Receipt(message.id(), message.conversationId()))
                .toList();
        return advance(organizationId, ours, DeliveryStatus.SENT);
    }

    /** These messages were mailed to the visitor. */
    Uni<Void> mailed(UUID organizationId, UUID conversationId, Collection<UUID> messageIds) {
        return advance(organizationId, messageIds.stream().map(id -> new Receipt(id, conversationId)).toList(), DeliveryStatus.SENT);
    }

    /** The frame has everything up to this event. */
    Uni<Void> delivered(UUID organizationId, Optional<Person> person, long position) {
        if (person.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.preparedQuery(UP_TO_EVENT)
                .execute(Tuple.of(person.get().contactId(), person.get().identityId(), organizationId, position, position - REACH))
                .chain(rows -> advance(organizationId, receipts(rows), DeliveryStatus.DELIVERED));
    }

    /** The visitor saw everything up to this message. */
    Uni<Void> read(UUID organizationId, UUID conversationId, UUID upTo) {
        return database.preparedQuery(UP_TO_MESSAGE)
                .execute(Tuple.of(conversationId, upTo))
                .chain(rows -> advance(organizationId, receipts(rows), DeliveryStatus.READ));
    }

    private static List<Receipt> receipts(RowSet<Row> rows) {
        return Sql.all(rows, row -> new Receipt(row.getUUID("id"), row.getUUID("conversation_id")));
    }

    private Uni<Void> advance(UUID organizationId, List<Receipt> receipts, DeliveryStatus status) {
        if (receipts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.withTransaction(tx -> advance(tx, receipts, status).call(news -> changes.append(tx, organizationId, news)))
                .invoke(news -> {
                    if (!news.isEmpty()) {
                        changes.announce(organizationId);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<List<Change>> advance(SqlConnection tx, List<Receipt> receipts, DeliveryStatus status) {
        return Multi.createFrom().iterable(receipts)
                .onItem().transformToUniAndConcatenate(
                        receipt -> deliveries.advance(tx, receipt.conversationId(), receipt.messageId(), status, clock.instant(), Optional.empty()))
                .select().where(advance -> advance.change().isPresent())
                .map((Advance advance) -> advance.change().get())
                .collect().asList();
    }
}
