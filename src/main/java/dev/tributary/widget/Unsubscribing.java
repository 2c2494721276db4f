package dev.tributary.widget;

import dev.tributary.conversation.MailRefusals;
import dev.tributary.conversation.MailRefusals.Reason;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SignedLinks;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Signed links by which visitors end the mails about what they missed. A link is good for a year, for its one address. */
@ApplicationScoped
class Unsubscribing {

    static final String PATH = "/widget/unsubscribe/";

    private static final Duration LIFE = Duration.ofDays(365);

    private static final String LINK = """
            insert into widget_unsubscribe as known (id, conversation_id, address, created_at) values ($1, $2, $3, $4)
            on conflict (conversation_id, address) do update set created_at = known.created_at
            returning id
            """;
    private static final String FIND = """
            select u.conversation_id, u.address, c.organization_id from widget_unsubscribe u join conversation c on c.id = u.conversation_id where u.id = $1
            """;

    private final Pool database;
    private final SignedLinks links;
    private final MailRefusals refusals;
    private final ChangeFeed changes;
    private final Clock clock;

    Unsubscribing(Pool database, SignedLinks links, MailRefusals refusals, ChangeFeed changes, Clock clock) {
        this.database = database;
        this.links = links;
        this.refusals = refusals;
        this.changes = changes;
        this.clock = clock;
    }

    /** @param address in small letters */
    Uni<String> link(SqlConnection tx, UUID conversationId, String address) {
        return tx.preparedQuery(LINK)
                .execute(Tuple.of(Ids.next(), conversationId, address, Sql.time(clock.instant())))
                .map(rows -> links.url(PATH + rows.iterator().next().getUUID("id"), clock.instant().plus(LIFE)));
    }

    /** The address of a link of ours; empty for any other. */
    Uni<Optional<String>> address(String id, String expires, String signature) {
        return find(id, expires, signature).map(found -> found.map(row -> row.getString("address")));
    }

    /** False for what is no link of ours. Once more changes nothing. */
    Uni<Boolean> unsubscribe(String id, String expires, String signature) {
        return find(id, expires, signature).chain(found -> found.map(this::refuse).orElseGet(() -> Uni.createFrom().item(false)));
    }

    private Uni<Boolean> refuse(Row link) {
        UUID organizationId = link.getUUID("organization_id");
        return database.withTransaction(tx -> refusals.refuse(tx, link.getUUID("conversation_id"), link.getString("address"), Reason.UNSUBSCRIBED)
                        .chain(told -> changes.append(tx, organizationId, told)))
                .invoke(() -> changes.announce(organizationId))
                .replaceWith(true);
    }

    private Uni<Optional<Row>> find(String id, String expires, String signature) {
        Optional<UUID> known = VisitorWriting.id(id).filter(_ -> links.verifies(PATH + id, expires, signature, clock.instant()));
        return known.isEmpty() ? Uni.createFrom().item(Optional.empty()) : database.preparedQuery(FIND).execute(Tuple.of(known.get())).map(Sql::first);
    }
}
