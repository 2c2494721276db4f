package dev.tributary.channel;

import dev.tributary.platform.Leases;
import dev.tributary.platform.SealException;
import dev.tributary.platform.SecretBox;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Seals stored credentials again with the newest key, so that after a rotation the old key can leave the keyset. */
@ApplicationScoped
class AccountResealing {

    private static final Duration LEASE = Duration.ofMinutes(50);
    private static final int PAGE = 200;

    private static final String READ = """
            select id, organization_id, sealed_settings from channel_account
            where id > $1 and sealed_settings <> '{}' order by id limit $2""";

    /** A change that came in between wins: it is sealed with the newest key anyway. */
    private static final String WRITE = "update channel_account set sealed_settings = $2 where id = $1 and sealed_settings = $3";

    private final Pool database;
    private final SecretBox box;
    private final Leases leases;

    AccountResealing(Pool database, SecretBox box, Leases leases) {
        this.database = database;
        this.box = box;
        this.leases = leases;
    }

    @Scheduled(every = "1h", delayed = "2m", identity = "credential-resealing")
    Uni<Void> resealInTurn() {
        return leases.whenHeld("credential-resealing", LEASE, this::resealAll);
    }

    Uni<Void> resealAll() {
        return resealAfter(new UUID(0, 0));
    }

    private Uni<Void> resealAfter(UUID id) {
        return database.preparedQuery(READ).execute(Tuple.of(id, PAGE)).call(this::reseal).chain(this::goOn);
    }

    private Uni<Void> reseal(RowSet<Row> rows) {
        return Multi.createFrom().iterable(rows).onItem().transformToUniAndConcatenate(this::resealOrSkip).collect().asList().replaceWithVoid();
    }

    private Uni<Void> goOn(RowSet<Row> rows) {
        UUID last = null;
        for (Row row : rows) {
            last = row.getUUID("id");
        }
        return rows.size() < PAGE ? Uni.createFrom().voidItem() : resealAfter(last);
    }

    /** Credentials that no key opens are for a person to enter again; they do not keep the others waiting. */
    private Uni<Void> resealOrSkip(Row row) {
        return Uni.createFrom()
                .deferred(() -> reseal(row))
                .onFailure(SealException.class)
                .invoke(lost -> Log.warnf("Credentials cannot be opened with any key of the keyset account=%s", row.getUUID("id")))
                .onFailure(SealException.class)
                .recoverWithNull();
    }

    private Uni<Void> reseal(Row row) {
        JsonObject sealed = row.getJsonObject("sealed_settings");
        boolean current = sealed.stream().allMatch(field -> box.isCurrent((String) field.getValue()));
        return current
                ? Uni.createFrom().voidItem()
                : database.preparedQuery(WRITE).execute(Tuple.of(row.getUUID("id"), resealed(row, sealed), sealed)).replaceWithVoid();
    }

    private JsonObject resealed(Row row, JsonObject sealed) {
        JsonObject fresh = new JsonObject();
        for (String name : sealed.fieldNames()) {
            String context = AccountDirectory.sealContext(row.getUUID("organization_id"), row.getUUID("id"), name);
            fresh.put(name, box.seal(box.open(sealed.getString(name), context), context));
        }
        return fresh;
    }
}
