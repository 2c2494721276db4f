package dev.tributary.contact;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How a contact ceases to be: it turns out to be another one, or everything about the person is deleted. */
@ApplicationScoped
class ContactEnds {

    private static final String TAKE_OVER = """
            update contact target set
                email = coalesce(target.email, source.email), phone = coalesce(target.phone, source.phone),
                avatar_url = coalesce(target.avatar_url, source.avatar_url), locale = coalesce(target.locale, source.locale),
                crm_record_id = coalesce(target.crm_record_id, source.crm_record_id),
                attributes = source.attributes || target.attributes, updated_at = $3
            from contact source where target.id = $2 and source.id = $1
            """;
    private static final String IDENTITIES = "update contact_identity set contact_id = $2 where contact_id = $1";
    private static final String CONVERSATIONS = "update conversation set contact_id = $2, updated_at = $3 where contact_id = $1 returning id";
    private static final String END = "update contact set merged_into_id = $2, updated_at = $3 where id = $1 or merged_into_id = $1";

    private static final String DELETE_CONVERSATIONS = "delete from conversation where contact_id = $1 returning id";
    private static final String DELETE_MERGED = "delete from contact where merged_into_id = $1";
    private static final String DELETE = "delete from contact where id = $1";

    private final Pool database;
    private final ChangeFeed changeFeed;
    private final Audit audit;
    private final Clock clock;

    ContactEnds(Pool database, ChangeFeed changeFeed, Audit audit, Clock clock) {
        this.database = database;
        this.changeFeed = changeFeed;
        this.audit = audit;
        this.clock = clock;
    }

    /** Gives everything of one contact to another, which wins where both know something. */
    Uni<Void> merge(Caller caller, UUID sourceId, UUID targetId) {
        if (sourceId.equals(targetId)) {
            throw Problems.invalid("into", "must be another contact");
        }
        UUID organizationId = caller.organizationId();
        return database.withTransaction(tx -> lockBoth(tx, organizationId, sourceId, targetId)
                        .chain(() -> merge(tx, caller, sourceId, targetId))
                        .chain(changes -> changeFeed.append(tx, organizationId, changes)))
                .invoke(() -> changeFeed.announce(organizationId));
    }

    /** Deletes the person with their conversations and files. */
    Uni<Void> delete(Caller caller, UUID id) {
        UUID organizationId = caller.organizationId();
        return database.withTransaction(tx -> Contacts.lock(tx, organizationId, id)
                        .chain(() -> delete(tx, caller, id))
                        .chain(changes -> changeFeed.append(tx, organizationId, changes)))
                .invoke(() -> changeFeed.announce(organizationId));
    }

    /** In the order of their ids, so that two merges of the same two never wait for each other in a circle. */
    private static Uni<Void> lockBoth(SqlConnection tx, UUID organizationId, UUID sourceId, UUID targetId) {
        UUID first = sourceId.compareTo(targetId) < 0 ? sourceId : targetId;
        UUID second = first.equals(sourceId) ? targetId : sourceId;
        return Contacts.lock(tx, organizationId, first).chain(() -> Contacts.lock(tx, organizationId, second)).replaceWithVoid();
    }

    private Uni<List<Change>> merge(SqlConnection tx, Caller caller, UUID sourceId, UUID targetId) {
        Tuple both = Tuple.of(sourceId, targetId, Sql.time(clock.instant()));
        List<Change> changes = new ArrayList<>(List.of(Change.of("contact.merged", sourceId), Change.of("contact.updated", targetId)));
        return tx.preparedQuery(TAKE_OVER).execute(both)
                .chain(() -> tx.preparedQuery(IDENTITIES).execute(Tuple.of(sourceId, targetId)))
                .chain(() -> tx.preparedQuery(CONVERSATIONS).execute(both))
                .invoke(rows -> Sql.all(rows, row -> row.getUUID("id")).forEach(moved -> changes.add(Change.conversation("conversation.updated", moved))))
                .chain(() -> tx.preparedQuery(END).execute(both))
                .chain(() -> audit.record(tx, caller, "contact.merged", new Target("contact", sourceId), Map.of("into", targetId.toString())))
                .replaceWith(changes);
    }

    private Uni<List<Change>> delete(SqlConnection tx, Caller caller, UUID id) {
        List<Change> changes = new ArrayList<>();
        return tx.preparedQuery(DELETE_CONVERSATIONS).execute(Tuple.of(id))
                .invoke(rows -> Sql.all(rows, row -> row.getUUID("id")).forEach(gone -> changes.add(Change.conversation("conversation.deleted", gone))))
                .chain(() -> tx.preparedQuery(DELETE_MERGED).execute(Tuple.of(id)))
                .chain(() -> tx.preparedQuery(DELETE).execute(Tuple.of(id)))
                .invoke(() -> changes.add(Change.of("contact.deleted", id)))
                .chain(() -> audit.record(tx, caller, "contact.deleted", new Target("contact", id), Map.of("conversations", changes.size() - 1)))
                .replaceWith(changes);
    }
}
