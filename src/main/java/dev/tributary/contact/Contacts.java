package dev.tributary.contact;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Given;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What people do to contacts by hand. What an agent wrote down counts as proven: the next message from there is theirs. */
@ApplicationScoped
class Contacts {

    /** @param attributes put beside what is there; a null value takes one away */
    record Details(
            Optional<String> name,
            Given<String> email,
            Given<String> phone,
            Map<String, Object> attributes,
            Given<UUID> crmRecordId,
            Optional<Boolean> isBlocked) {}

    private static final String CREATE = """
            insert into contact (id, organization_id, name, name_is_set, created_at, updated_at) values ($1, $2, $3, true, $4, $4)
            """;

    private static final String LOCK = """
            select id, email, phone from contact where organization_id = $1 and id = $2 and merged_into_id is null for no key update
            """;

    private static final String UPDATE = """
            update contact set
                name = coalesce($2, name), name_is_set = name_is_set or $2::text is not null,
                email = case when $3 then $4 else email end, phone = case when $5 then $6 else phone end,
                attributes = jsonb_strip_nulls(attributes || $7), is_blocked = coalesce($8, is_blocked),
                crm_record_id = case when $9 then $10 else crm_record_id end, updated_at = $11
            where id = $1
            """;

    private static final String HOLDER = """
            select contact_id from contact_identity where organization_id = $1 and kind = $2 and value = $3 and is_verified and contact_id <> $4
            """;

    private static final String FORGET_ADDRESS = "delete from contact_identity where contact_id = $1 and kind = $2";

    private static final String ADDRESS = """
            insert into contact_identity (id, organization_id, contact_id, kind, value, created_at) values ($1, $2, $3, $4, $5, $6)
            """;

    private static final String CRM = "select 1 from crm_record where organization_id = $1 and id = $2";

    private final Pool database;
    private final ChangeFeed changeFeed;
    private final Audit audit;
    private final Clock clock;

    Contacts(Pool database, ChangeFeed changeFeed, Audit audit, Clock clock) {
        this.database = database;
        this.changeFeed = changeFeed;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<UUID> create(Caller caller, String name, Details details) {
        UUID id = Ids.next();
        return inTransaction(caller, tx -> tx.preparedQuery(CREATE)
                        .execute(Tuple.of(id, caller.organizationId(), name, now()))
                        .chain(() -> write(tx, caller, id, details))
                        .replaceWith(List.of(Change.of("contact.created", id))))
                .replaceWith(id);
    }

    Uni<Void> change(Caller caller, UUID id, Details details) {
        return inTransaction(caller, tx -> lock(tx, caller.organizationId(), id)
                .chain(() -> write(tx, caller, id, details))
                .chain(() -> details.isBlocked().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : audit.record(tx, caller, details.isBlocked().get() ? "contact.blocked" : "contact.unblocked", new Target("contact", id), Map.of()))
                .replaceWith(List.of(Change.of("contact.updated", id))));
    }

    /** Locked until the end of the transaction; 404 where there is none, or where it was merged. */
    static Uni<Row> lock(SqlConnection tx, UUID organizationId, UUID id) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound("contact")));
    }

    private Uni<Void> write(SqlConnection tx, Caller caller, UUID id, Details details) {
        String email = details.email() == null ? null : Addresses.requireEmail(details.email().value());
        String phone = details.phone() == null ? null : Addresses.requirePhone(details.phone().value());
        UUID crmRecordId = details.crmRecordId() == null ? null : details.crmRecordId().value();
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addString(details.name().orElse(null))
                .addBoolean(details.email() != null)
                .addString(email)
                .addBoolean(details.phone() != null)
                .addString(phone)
                .addValue(new JsonObject(details.attributes()))
                .addBoolean(details.isBlocked().orElse(null))
                .addBoolean(details.crmRecordId() != null)
                .addUUID(crmRecordId)
                .addOffsetDateTime(now());
        return requireCrm(tx, caller.organizationId(), crmRecordId)
                .chain(() -> tx.preparedQuery(UPDATE).execute(row))
                .chain(() -> details.email() == null ? Uni.createFrom().voidItem() : address(tx, caller.organizationId(), id, "email", email))
                .chain(() -> details.phone() == null ? Uni.createFrom().voidItem() : address(tx, caller.organizationId(), id, "phone", phone));
    }

    private Uni<Void> address(SqlConnection tx, UUID organizationId, UUID id, String kind, String value) {
        Uni<Void> forgotten = tx.preparedQuery(FORGET_ADDRESS).execute(Tuple.of(id, kind)).replaceWithVoid();
        if (value == null) {
            return forgotten;
        }
        return forgotten
                .chain(() -> tx.preparedQuery(HOLDER).execute(Tuple.of(organizationId, kind, value, id)))
                .invoke(rows -> Sql.first(rows).ifPresent(holder -> {
                    throw taken(kind, holder.getUUID("contact_id"));
                }))
                .chain(() -> tx.preparedQuery(ADDRESS).execute(Tuple.of(Ids.next(), organizationId, id, kind, value, now())))
                .replaceWithVoid();
    }

    private static Uni<Void> requireCrm(SqlConnection tx, UUID organizationId, UUID crmRecordId) {
        if (crmRecordId == null) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(CRM)
                .execute(Tuple.of(organizationId, crmRecordId))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.invalid("crm_record_id", "is no record of this workspace's directory");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> inTransaction(Caller caller, Function<SqlConnection, Uni<List<Change>>> work) {
        UUID organizationId = caller.organizationId();
        return database.withTransaction(tx -> work.apply(tx).chain(changes -> changeFeed.append(tx, organizationId, changes)))
                .invoke(() -> changeFeed.announce(organizationId));
    }

    private static ProblemException taken(String kind, UUID holder) {
        Problem problem = Problems.conflict(
                        "contact_" + kind + "_taken", "Another contact has this " + (kind.equals("email") ? "mail address." : "phone number."), "Merge the two contacts.")
                .problem();
        return new ProblemException(problem.with("contact_id", holder));
    }

    private OffsetDateTime now() {
        return Sql.time(clock.instant());
    }
}
