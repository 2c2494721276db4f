package dev.tributary.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.OAuthAttempt.Status;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Secret;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.Sql;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/** Keeps attempts to consent. A state is known by its hash alone; what may be chosen is sealed, since it holds tokens. */
@ApplicationScoped
class OAuthAttempts {

    /** Long enough to sign in at the provider, with a second factor, and to read what is asked. */
    static final Duration LIFE = Duration.ofMinutes(20);

    private static final Duration KEPT = Duration.ofDays(1);
    private static final String COLUMNS =
            "id, organization_id, channel_account_id, offer, user_id, sealed_verifier, redirect_uri, status, problem, sealed_choices, expires_at";

    private static final String INSERT = """
            insert into oauth_attempt (id, organization_id, channel_account_id, offer, state_hash, session_id, user_id, token_id,
                                       sealed_verifier, redirect_uri, status, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'started', $11, $12)""";

    /** Whoever began in a browser comes back in the same session; whoever began with an API token comes back as the same person. */
    private static final String CLAIM = """
            update oauth_attempt set status = 'redeeming'
            where state_hash = $1 and status = 'started' and expires_at > $2
              and (session_id = $3 or (session_id is null and user_id = $4) or (session_id is null and user_id is null and token_id = $5))
            returning\s""" + COLUMNS;

    private static final String LATEST = "select " + COLUMNS + " from oauth_attempt where organization_id = $1 and channel_account_id = $2 order by created_at desc limit 1";
    private static final String PUT_CHOICES = "update oauth_attempt set status = 'choosing', sealed_choices = $2 where id = $1";
    private static final String CHOOSE = "update oauth_attempt set status = 'redeeming' where id = $1 and status = 'choosing' and expires_at > $2";
    private static final String BACK_TO_CHOICE = "update oauth_attempt set status = 'choosing' where id = $1 and status = 'redeeming'";
    private static final String END = "update oauth_attempt set status = $2, problem = $3, sealed_choices = null, sealed_verifier = null where id = $1";
    private static final String CLEAR = "delete from oauth_attempt where created_at < $1";

    /** As it is sealed. */
    @RegisterForReflection
    record Kept(String id, String label, String detail, String obstacle, Map<String, JsonNode> settings, Map<String, String> secrets, Instant expiresAt) {

        static Kept of(Choice choice) {
            Map<String, String> secrets = choice.secrets().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().reveal()));
            return new Kept(choice.id(), choice.label(), choice.detail(), choice.obstacle().orElse(null), choice.settings(), secrets, choice.expiresAt().orElse(null));
        }

        Choice choice() {
            Map<String, Secret> opened = secrets.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> new Secret(entry.getValue())));
            return new Choice(id, label, detail, Optional.ofNullable(obstacle), settings, opened, Optional.ofNullable(expiresAt));
        }
    }

    private final Pool database;
    private final SecretBox box;
    private final ObjectMapper json;
    private final Clock clock;

    OAuthAttempts(Pool database, SecretBox box, ObjectMapper json, Clock clock) {
        this.database = database;
        this.box = box;
        this.json = json;
        this.clock = clock;
    }

    /** @param sessionId of the browser that begins; empty for a program */
    Uni<Void> begin(Caller caller, Optional<UUID> sessionId, UUID accountId, String offer, String state, Optional<String> verifier, URI redirectUri) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        String sealed = verifier.map(text -> box.seal(text, context(caller.organizationId(), id, "verifier"))).orElse(null);
        Tuple row = Tuple.tuple(Arrays.asList(
                id, caller.organizationId(), accountId, offer, hash(state), sessionId.orElse(null), caller.userId().orElse(null), caller.tokenId().orElse(null), sealed,
                redirectUri.toString(), Sql.time(now), Sql.time(now.plus(LIFE))));
        return database.preparedQuery(CLEAR).execute(Tuple.of(Sql.time(now.minus(KEPT))))
                .chain(() -> database.preparedQuery(INSERT).execute(row))
                .replaceWithVoid();
    }

    /** The attempt that this state stands for, and from then on for nobody: empty where it is unknown, used, too old or somebody else's. */
    Uni<Optional<OAuthAttempt>> claim(String state, Caller caller, Optional<UUID> sessionId) {
        Tuple values = Tuple.tuple(Arrays.asList(
                hash(state), Sql.time(clock.instant()), sessionId.orElse(null), caller.userId().orElse(null), caller.tokenId().orElse(null)));
        return database.preparedQuery(CLAIM).execute(values).map(this::first);
    }

    Uni<Optional<OAuthAttempt>> latest(UUID organizationId, UUID accountId) {
        return database.preparedQuery(LATEST).execute(Tuple.of(organizationId, accountId)).map(this::first);
    }

    Uni<Void> offerChoices(OAuthAttempt attempt, List<Choice> choices) {
        String sealed = box.seal(write(choices.stream().map(Kept::of).toList()), context(attempt.organizationId(), attempt.id(), "choices"));
        return database.preparedQuery(PUT_CHOICES).execute(Tuple.of(attempt.id(), sealed)).replaceWithVoid();
    }

    /** True for one caller only. */
    Uni<Boolean> choose(OAuthAttempt attempt) {
        return database.preparedQuery(CHOOSE).execute(Tuple.of(attempt.id(), Sql.time(clock.instant()))).map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> letChooseAgain(OAuthAttempt attempt) {
        return database.preparedQuery(BACK_TO_CHOICE).execute(Tuple.of(attempt.id())).replaceWithVoid();
    }

    Uni<Void> connected(OAuthAttempt attempt) {
        return database.preparedQuery(END).execute(Tuple.of(attempt.id(), Status.CONNECTED.word(), null)).replaceWithVoid();
    }

    Uni<Void> failed(OAuthAttempt attempt, Map<String, String> problem) {
        return database.preparedQuery(END).execute(Tuple.of(attempt.id(), Status.FAILED.word(), new JsonObject(Map.copyOf(problem)))).replaceWithVoid();
    }

    private Optional<OAuthAttempt> first(RowSet<Row> rows) {
        return Sql.first(rows).map(this::read);
    }

    private OAuthAttempt read(Row row) {
        UUID id = row.getUUID("id");
        UUID organizationId = row.getUUID("organization_id");
        return new OAuthAttempt(
                id,
                organizationId,
                row.getUUID("channel_account_id"),
                row.getString("offer"),
                Optional.ofNullable(row.getUUID("user_id")),
                Optional.ofNullable(row.getString("sealed_verifier")).map(sealed -> box.open(sealed, context(organizationId, id, "verifier"))),
                URI.create(row.getString("redirect_uri")),
                Status.of(row.getString("status")),
                Sql.map(row, "problem"),
                Optional.ofNullable(row.getString("sealed_choices")).map(sealed -> choices(box.open(sealed, context(organizationId, id, "choices")))).orElse(List.of()),
                Sql.instant(row, "expires_at"));
    }

    private List<Choice> choices(String text) {
        try {
            return json.readValue(text, new TypeReference<List<Kept>>() {}).stream().map(Kept::choice).toList();
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("choices that were written here cannot be read", broken);
        }
    }

    private String write(List<Kept> choices) {
        try {
            return json.writeValueAsString(choices);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String context(UUID organizationId, UUID id, String field) {
        return organizationId + "/oauth_attempt/" + id + "/" + field;
    }

    private static Buffer hash(String state) {
        return Buffer.buffer(DigestUtils.sha256(state));
    }
}
