package dev.tributary.widget;

import dev.tributary.conversation.MailRefusals;
import dev.tributary.conversation.MailRefusals.Reason;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Signed links by which visitors end the mails about what they missed, and take that back. A link is good for a year, for its one address. */
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
            select u.conversation_id, u.address, c.organization_id,
                   exists (select 1 from mail_refusal r
                           where r.organization_id = c.organization_id and r.address = u.address and r.reason = 'unsubscribed') as is_unsubscribed
            from widget_unsubscribe u join conversation c on c.id = u.conversation_id where u.id = $1
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

    /** Whom a link is for, and how they stand. */
    record Standing(String address, boolean isUnsubscribed) {}

    /** Empty for what is no link of ours. */
    Uni<Optional<Standing>> standing(String id, String expires, String signature) {
        return find(id, expires, signature).map(found -> found.map(row -> new Standing(row.getString("address"), row.getBoolean("is_unsubscribed"))));
    }

    /** Once more changes nothing, and neither does what is no link of ours. */
    Uni<Void> unsubscribe(String id, String expires, String signature) {
        return change(id, expires, signature, (tx, link) -> refusals.refuse(tx, link.getUUID("conversation_id"), link.getString("address"), Reason.UNSUBSCRIBED));
    }

    /** They want the mails after all. An address that did not work stays refused. */
    Uni<Void> resubscribe(String id, String expires, String signature) {
        return change(id, expires, signature, (tx, link) -> refusals.allow(tx, link.getUUID("conversation_id"), link.getString("address")));
    }

    private Uni<Void> change(String id, String expires, String signature, BiFunction<SqlConnection, Row, Uni<List<Change>>> act) {
        return find(id, expires, signature).chain(found -> found.isEmpty() ? Uni.createFrom().voidItem() : change(found.get(), act));
    }

    private Uni<Void> change(Row link, BiFunction<SqlConnection, Row, Uni<List<Change>>> act) {
        UUID organizationId = link.getUUID("organization_id");
        return database.withTransaction(tx -> act.apply(tx, link).chain(told -> changes.append(tx, organizationId, told)))
                .invoke(() -> changes.announce(organizationId))
                .replaceWithVoid();
    }

    private Uni<Optional<Row>> find(String id, String expires, String signature) {
        Optional<UUID> known = VisitorWriting.id(id).filter(_ -> links.verifies(PATH + id, expires, signature, clock.instant()));
        return known.isEmpty() ? Uni.createFrom().item(Optional.empty()) : database.preparedQuery(FIND).execute(Tuple.of(known.get())).map(Sql::first);
    }
}
