package dev.tributary.automation;

import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Keeps what rules saw and what they did. Why a rule did not match is not kept but worked out again when somebody asks, from the same facts
 * and the rules as they were: a message's trace is as small with ten thousand rules as with ten.
 */
@ApplicationScoped
class Traces {

    /** A program wrote the message: rules leave it alone. */
    static final String AUTOMATIC = "automatic";

    /** One of so many mails of one sender that nothing may answer them. */
    static final String FLOOD = "flood";

    /** Rules had set each other off as often as they may; these would have run next. */
    static final String RECURSION = "recursion";

    /**
     * @param results of the matching rules, in order
     * @param halted why nothing, or nothing more, was done; null where all was
     */
    record Trace(
            UUID conversationId, UUID messageId, String event, int depth, long version, JsonObject facts, List<JsonObject> results, String halted) {}

    private static final String WRITE = """
            insert into automation_trace (id, organization_id, conversation_id, message_id, event, depth, version, facts, results, halted, created_at)
            select id, $1, conversation_id, message_id, event, depth, version, facts, results, halted, $11
            from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::bigint[], $8::jsonb[], $9::jsonb[], $10::text[])
                as t(id, conversation_id, message_id, event, depth, version, facts, results, halted)
            """;

    private final Clock clock;

    Traces(Clock clock) {
        this.clock = clock;
    }

    Uni<Void> write(SqlConnection tx, UUID organizationId, List<Trace> traces) {
        if (traces.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple rows = Tuple.tuple()
                .addUUID(organizationId)
                .addArrayOfUUID(traces.stream().map(_ -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfUUID(traces.stream().map(Trace::conversationId).toArray(UUID[]::new))
                .addArrayOfUUID(traces.stream().map(Trace::messageId).toArray(UUID[]::new))
                .addArrayOfString(traces.stream().map(Trace::event).toArray(String[]::new))
                .addArrayOfInteger(traces.stream().map(Trace::depth).toArray(Integer[]::new))
                .addArrayOfLong(traces.stream().map(Trace::version).toArray(Long[]::new))
                .addArrayOfJsonObject(traces.stream().map(Trace::facts).toArray(JsonObject[]::new))
                .addArrayOfJsonArray(traces.stream().map(trace -> new JsonArray(trace.results())).toArray(JsonArray[]::new))
                .addArrayOfString(traces.stream().map(Trace::halted).toArray(String[]::new))
                .addOffsetDateTime(Sql.time(clock.instant()));
        return tx.preparedQuery(WRITE).execute(rows).replaceWithVoid();
    }
}
