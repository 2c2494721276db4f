package dev.tributary.automation.action;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Queues what has to happen outside of the database, as rows of the transaction that asks for it. */
@ApplicationScoped
public class Jobs {

    private static final String ADD = """
            insert into automation_job (id, organization_id, conversation_id, message_id, rule_id, rule_name, kind, payload, not_before, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """;

    private final Clock clock;

    Jobs(Clock clock) {
        this.clock = clock;
    }

    public Uni<UUID> add(SqlConnection tx, ActionRun run, String kind, JsonObject payload) {
        return add(tx, run.organizationId(), run.conversationId(), run.messageId(), run.rule().id(), run.rule().name(), kind, payload);
    }

    /** What a person asked for, and no rule. @param conversationId null where it is about none */
    Uni<UUID> add(SqlConnection tx, UUID organizationId, UUID conversationId, String kind, JsonObject payload) {
        return add(tx, organizationId, conversationId, null, null, null, kind, payload);
    }

    private Uni<UUID> add(
            SqlConnection tx, UUID organizationId, UUID conversationId, UUID messageId, UUID ruleId, String ruleName, String kind, JsonObject payload) {
        UUID id = Ids.next();
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(organizationId)
                .addUUID(conversationId)
                .addUUID(messageId)
                .addUUID(ruleId)
                .addString(ruleName)
                .addString(kind)
                .addJsonObject(payload)
                .addOffsetDateTime(Sql.time(clock.instant()));
        return tx.preparedQuery(ADD).execute(row).replaceWith(id);
    }
}
