package dev.tributary.contact;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The CRM directory: clients, contacts and leads that customers are recognised as. */
@ApplicationScoped
class CrmRecords {

    record CrmRecordView(
            UUID id,
            @Schema(enumeration = {"client", "contact", "lead"}) String kind,
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String url,
            Instant createdAt) {}

    /** @param email and phone in the form in which they are compared */
    record NewRecord(String kind, String name, String email, String phone, String url) {}

    private static final String PAGE = """
            select id, kind, name, email, phone, url, created_at from crm_record
            where organization_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
            """;

    private static final String INSERT = """
            insert into crm_record (id, organization_id, kind, name, email, phone, url, created_at, updated_at)
            select r.id, $1, r.kind, r.name, r.email, r.phone, r.url, $8, $8
            from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) r(id, kind, name, email, phone, url)
            returning id, kind, name, email, phone, url, created_at
            """;

    /** Customers who were here before their record was. */
    private static final String RECOGNISE = """
            update contact c set crm_record_id = r.id, updated_at = $3
            from crm_record r
            where r.id = any($2) and c.organization_id = $1 and c.crm_record_id is null and c.merged_into_id is null
              and (r.email is not null and lower(c.email) = lower(r.email) or r.phone is not null and c.phone = r.phone)
            """;

    private final Pool database;
    private final Cursors cursors;
    private final Audit audit;
    private final Clock clock;

    CrmRecords(Pool database, Cursors cursors, Audit audit, Clock clock) {
        this.database = database;
        this.cursors = cursors;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Page<CrmRecordView>> page(UUID organizationId, String cursor, int limit) {
        UUID before = cursor == null ? null : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return database.preparedQuery(PAGE)
                .execute(Tuple.of(organizationId, before, limit + 1))
                .map(rows -> Page.of(Sql.all(rows, CrmRecords::view), limit, last -> cursors.encode(last.id().toString())));
    }

    /** All of them or none, in one statement. */
    Uni<List<CrmRecordView>> add(Caller caller, List<NewRecord> records) {
        return database.withTransaction(tx -> insert(tx, caller, records)
                .call(added -> recognise(tx, caller, added))
                .call(added -> audit.record(
                        tx, caller, "crm_record.added", new Target("organization", caller.organizationId()), Map.of("count", added.size()))));
    }

    private Uni<List<CrmRecordView>> insert(SqlConnection tx, Caller caller, List<NewRecord> records) {
        Tuple row = Tuple.tuple()
                .addUUID(caller.organizationId())
                .addArrayOfUUID(records.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfString(column(records, NewRecord::kind))
                .addArrayOfString(column(records, NewRecord::name))
                .addArrayOfString(column(records, NewRecord::email))
                .addArrayOfString(column(records, NewRecord::phone))
                .addArrayOfString(column(records, NewRecord::url))
                .addOffsetDateTime(Sql.time(clock.instant()));
        return tx.preparedQuery(INSERT).execute(row).map(rows -> Sql.all(rows, CrmRecords::view));
    }

    private Uni<Void> recognise(SqlConnection tx, Caller caller, List<CrmRecordView> added) {
        UUID[] ids = added.stream().map(CrmRecordView::id).toArray(UUID[]::new);
        return tx.preparedQuery(RECOGNISE).execute(Tuple.of(caller.organizationId(), ids, Sql.time(clock.instant()))).replaceWithVoid();
    }

    private static String[] column(List<NewRecord> records, Function<NewRecord, String> value) {
        return records.stream().map(value).toArray(String[]::new);
    }

    private static CrmRecordView view(Row row) {
        return new CrmRecordView(
                row.getUUID("id"),
                row.getString("kind"),
                row.getString("name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("url"),
                Sql.instant(row, "created_at"));
    }
}
