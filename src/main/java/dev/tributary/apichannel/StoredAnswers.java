package dev.tributary.apichannel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * The first answer to each webhook-id, for 24 hours: a caller that did not hear it asks again. Only successes are kept. Two
 * copies at the same moment may both pass; what they carry is told apart by the messages' own ids.
 */
@ApplicationScoped
class StoredAnswers {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_ID = 255;
    private static final String FIND = "select status, answer from api_channel_request where channel_account_id = $1 and webhook_id = $2 and created_at > $3";
    private static final String STORE = """
            insert into api_channel_request (channel_account_id, webhook_id, status, answer, created_at) values ($1, $2, $3, $4, $5)
            on conflict (channel_account_id, webhook_id) do update
            set status = excluded.status, answer = excluded.answer, created_at = excluded.created_at
            where api_channel_request.created_at <= $6
            """;
    private static final String FORGET = "delete from api_channel_request where created_at <= $1";

    record Answer(int status, JsonNode body) {}

    private final Pool database;
    private final ObjectMapper json;
    private final Clock clock;

    StoredAnswers(Pool database, ObjectMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** The first answer with every accepted event called a duplicate; empty where this id is new, or is none. */
    Uni<Optional<Answer>> find(UUID accountId, Optional<String> webhookId) {
        if (usable(webhookId).isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Tuple key = Tuple.of(accountId, webhookId.get(), clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC));
        return database.preparedQuery(FIND).execute(key).map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(again(rows.iterator().next())));
    }

    Uni<Void> store(UUID accountId, Optional<String> webhookId, int status, PostedResult.All answer) {
        if (usable(webhookId).isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple row = Tuple.tuple()
                .addUUID(accountId)
                .addString(webhookId.get())
                .addInteger(status)
                .addJsonObject(new JsonObject(write(answer)))
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC));
        return database.preparedQuery(STORE).execute(row).replaceWithVoid();
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return database.preparedQuery(FORGET).execute(Tuple.of(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))).replaceWithVoid();
    }

    private static Optional<String> usable(Optional<String> webhookId) {
        return webhookId.filter(id -> !id.isBlank() && id.length() <= MAX_ID && id.indexOf('\0') < 0);
    }

    private Answer again(Row row) {
        JsonNode body = read(row.getJsonObject("answer").encode());
        for (JsonNode result : body.path("results")) {
            if (result.path("result").asText().equals("accepted")) {
                ((ObjectNode) result).put("result", "duplicate");
            }
        }
        return new Answer(row.getInteger("status"), body);
    }

    private String write(PostedResult.All answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an answer is JSON", impossible);
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a stored answer is JSON", impossible);
        }
    }
}
