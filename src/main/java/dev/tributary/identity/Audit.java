package dev.tributary.identity;

import dev.tributary.platform.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes the audit log: who changed what, in the transaction of the change itself, so that neither is there without the
 * other. Names of changed fields belong into the detail; secrets, message texts and passwords never do.
 */
@ApplicationScoped
public class Audit {
    private static final String INSERT = """
            insert into audit_entry (id, organization_id, actor_type, actor_id, actor_name, action, target_type, target_id,
                                     detail, address, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    private final Clock clock;

    Audit(Clock clock) {
        this.clock = clock;
    }

    /** What was changed: {@code new Target("channel_account", id)}. */
    public record Target(String type, UUID id) {}

    /**
     * @param action what happened, in the past tense: {@code channel_account.archived}
     * @param detail small and readable; values as JSON has them
     */
    public Uni<Void> record(
            SqlConnection tx, Caller caller, String action, Target target, Map<String, ?> detail) {
        return insert(tx, entry(caller, action, target, detail, null));
    }

    /** The same for changes made through Hibernate. */
    public Uni<Void> record(
            Mutiny.Session session, Caller caller, String action, Target target, Map<String, ?> detail) {
        return session.persist(entry(caller, action, target, detail, null));
    }

    Uni<Void> signedIn(SqlConnection tx, Caller caller, String method, String address) {
        Target user = new Target("user", caller.userId().orElseThrow());
        return insert(tx, entry(caller, "session.started", user, Map.of("method", method), address));
    }

    private static Uni<Void> insert(SqlConnection tx, AuditEntry entry) {
        return tx.preparedQuery(INSERT)
                .execute(Tuple.tuple(Arrays.asList(
                        entry.id,
                        entry.organizationId,
                        entry.actorType,
                        entry.actorId,
                        entry.actorName,
                        entry.action,
                        entry.targetType,
                        entry.targetId,
                        new JsonObject(entry.detail),
                        entry.address,
                        entry.createdAt)))
                .replaceWithVoid();
    }

    private AuditEntry entry(Caller caller, String action, Target target, Map<String, ?> detail, String address) {
        AuditEntry entry = new AuditEntry();
        entry.id = Ids.next();
        entry.organizationId = caller.organizationId();
        entry.actorType = actorType(caller);
        entry.actorId = caller.tokenId().or(caller::userId).orElse(null);
        entry.actorName = caller.name();
        entry.action = action;
        entry.targetType = target.type();
        entry.targetId = target.id();
        entry.detail = new LinkedHashMap<>(detail);
        entry.address = address;
        entry.createdAt = clock.instant().atOffset(ZoneOffset.UTC);
        return entry;
    }

    private static String actorType(Caller caller) {
        if (caller.tokenId().isPresent()) {
            return "api_token";
        }
        return caller.userId().isPresent() ? "user" : "system";
    }
}
