package dev.tributary.identity;

import dev.tributary.platform.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            values (%s)""";
    private static final String POSITIONS = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11";
    private static final String NATIVE_POSITIONS = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, cast(?9 as jsonb), ?10, ?11";

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
        return insert(tx, entry(caller, action, target, new JsonObject(Map.copyOf(detail)), null));
    }

    /** The same for changes made through Hibernate. */
    public Uni<Void> record(
            Mutiny.Session session, Caller caller, String action, Target target, Map<String, ?> detail) {
        List<Object> entry = entry(caller, action, target, new JsonObject(Map.copyOf(detail)).encode(), null);
        Mutiny.Query<?> insert = session.createNativeQuery(INSERT.formatted(NATIVE_POSITIONS));
        for (int i = 0; i < entry.size(); i++) {
            insert = insert.setParameter(i + 1, entry.get(i));
        }
        return insert.executeUpdate().replaceWithVoid();
    }

    Uni<Void> signedIn(SqlConnection tx, Caller caller, String method, String address) {
        JsonObject detail = new JsonObject().put("method", method);
        Target user = new Target("user", caller.userId().orElseThrow());
        return insert(tx, entry(caller, "session.started", user, detail, address));
    }

    private Uni<Void> insert(SqlConnection tx, List<Object> entry) {
        return tx.preparedQuery(INSERT.formatted(POSITIONS))
                .execute(Tuple.tuple(entry))
                .replaceWithVoid();
    }

    private List<Object> entry(Caller caller, String action, Target target, Object detail, String address) {
        boolean isToken = caller.tokenId().isPresent();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return new ArrayList<>(Arrays.asList(
                Ids.next(),
                caller.organizationId(),
                isToken ? "api_token" : caller.userId().isPresent() ? "user" : "system",
                caller.tokenId().or(caller::userId).orElse(null),
                caller.name(),
                action,
                target.type(),
                target.id(),
                detail,
                address,
                now));
    }
}
