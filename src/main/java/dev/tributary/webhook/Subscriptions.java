package dev.tributary.webhook;

import dev.tributary.channel.Disconnections;
import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.webhook.WebhookKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The subscriptions of an organization, as its admins keep them. Every change is in the audit log; secrets are in neither. */
@ApplicationScoped
class Subscriptions {

    /** How long the replaced secret signs beside the new one. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String LIST = "select " + SubscriptionView.COLUMNS + """
             from webhook_subscription
            where organization_id = $1 and id > $2 and ($3::uuid is null or channel_account_id = $3) order by id limit $4
            """;
    private static final String GET = "select " + SubscriptionView.COLUMNS + " from webhook_subscription where organization_id = $1 and id = $2";
    private static final String INSERT = """
            insert into webhook_subscription (id, organization_id, name, url, events, algorithm, sealed_secret, after_seq, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, coalesce((select seq from change_position where organization_id = $2), 0), $8, $8)
            """;
    private static final String CHANGE = """
            update webhook_subscription
            set name = coalesce($3, name), url = coalesce($4, url), events = coalesce($5, events), updated_at = $6
            where organization_id = $1 and id = $2
            """;
    private static final String ENABLE = """
            update webhook_subscription
            set is_active = true, disabled_reason = null, disabled_at = null, failing_since = null, paused_until = null, updated_at = $3
            where organization_id = $1 and id = $2
            """;
    private static final String DISABLE = """
            update webhook_subscription set is_active = false, disabled_reason = 'by_hand', disabled_at = $3, updated_at = $3
            where organization_id = $1 and id = $2 and is_active
            """;
    private static final String ROTATE = """
            update webhook_subscription
            set sealed_previous_secret = $3, previous_until = $4, sealed_secret = $5, updated_at = $6
            where organization_id = $1 and id = $2
            """;
    private static final String DELETE = "delete from webhook_subscription where organization_id = $1 and id = $2";

    private final Pool database;
    private final Receivers receivers;
    private final SecretBox secrets;
    private final Cursors cursors;
    private final Audit audit;
    private final Disconnections disconnections;
    private final Clock clock;

    Subscriptions(Pool database, Receivers receivers, SecretBox secrets, Cursors cursors, Audit audit, Disconnections disconnections, Clock clock) {
        this.database = database;
        this.receivers = receivers;
        this.secrets = secrets;
        this.cursors = cursors;
        this.audit = audit;
        this.disconnections = disconnections;
        this.clock = clock;
    }

    Uni<Page<SubscriptionView>> page(UUID organizationId, Optional<UUID> channelAccountId, String cursor, int limit) {
        UUID after = cursor == null ? new UUID(0, 0) : UUID.fromString(cursors.decode(cursor, 1)[0]);
        Tuple key = Tuple.of(organizationId, after, channelAccountId.orElse(null), limit + 1);
        return database.withTransaction(tx -> receivers.enrol(tx, organizationId).chain(() -> tx.preparedQuery(LIST).execute(key)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(this::view).toList())
                .map(views -> Page.of(views, limit, last -> cursors.encode(last.id().toString())));
    }

    Uni<SubscriptionView> get(UUID organizationId, UUID id) {
        return database.preparedQuery(GET).execute(Tuple.of(organizationId, id)).map(Subscriptions::existing).map(this::view);
    }

    Uni<SubscriptionView.WithSecret> create(Caller caller, String name, String url, List<String> events, String algorithm) {
        UUID id = Ids.next();
        String secret = newSecret(algorithm);
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(caller.organizationId())
                .addString(name)
                .addString(url)
                .addArrayOfString(events.toArray(String[]::new))
                .addString(algorithm)
                .addString(secrets.seal(secret, SealedSecrets.context(caller.organizationId(), id, SealedSecrets.SECRET)))
                .addOffsetDateTime(now());
        return database.withTransaction(tx -> tx.preparedQuery(INSERT)
                        .execute(row)
                        .chain(() -> audit.record(tx, caller, "webhook_subscription.created", target(id), Map.of("name", name)))
                        .chain(() -> row(tx, caller.organizationId(), id)))
                .map(stored -> new SubscriptionView.WithSecret(view(stored), WebhookKey.parse(secret).forReceiver()));
    }

    /** Null leaves a field as it is. */
    Uni<SubscriptionView> change(Caller caller, UUID id, String name, String url, List<String> events, Boolean isActive) {
        String[] eventNames = events == null ? null : events.toArray(String[]::new);
        Tuple change = Tuple.tuple()
                .addUUID(caller.organizationId())
                .addUUID(id)
                .addString(name)
                .addString(url)
                .addArrayOfString(eventNames)
                .addOffsetDateTime(now());
        return database.withTransaction(tx -> row(tx, caller.organizationId(), id)
                        .invoke(row -> refuseForChannel(row, url != null || events != null))
                        .chain(() -> tx.preparedQuery(CHANGE).execute(change))
                        .chain(() -> isActive == null ? Uni.createFrom().voidItem() : activate(tx, caller.organizationId(), id, isActive))
                        .chain(() -> audit.record(tx, caller, "webhook_subscription.changed", target(id), Map.of()))
                        .chain(() -> row(tx, caller.organizationId(), id))
                        .call(row -> Boolean.TRUE.equals(isActive) ? enableChannel(tx, row) : Uni.createFrom().voidItem()))
                .invoke(() -> disconnections.announce(caller.organizationId()))
                .map(this::view);
    }

    /** The secret of the other side of a channel is rotated there. */
    Uni<SubscriptionView.WithSecret> rotate(Caller caller, UUID id) {
        UUID organizationId = caller.organizationId();
        return database.withTransaction(tx -> row(tx, organizationId, id)
                .invoke(row -> refuseForChannel(row, true))
                .chain(row -> rotate(tx, caller, row)));
    }

    Uni<Void> delete(Caller caller, UUID id) {
        return database.withTransaction(tx -> row(tx, caller.organizationId(), id)
                .invoke(row -> refuseForChannel(row, true))
                .chain(() -> tx.preparedQuery(DELETE).execute(Tuple.of(caller.organizationId(), id)))
                .chain(() -> audit.record(tx, caller, "webhook_subscription.deleted", target(id), Map.of())));
    }

    private Uni<SubscriptionView.WithSecret> rotate(SqlConnection tx, Caller caller, Row row) {
        UUID organizationId = caller.organizationId();
        UUID id = row.getUUID("id");
        String old = secrets.open(row.getString("sealed_secret"), SealedSecrets.context(organizationId, id, SealedSecrets.SECRET));
        String secret = newSecret(row.getString("algorithm"));
        Tuple change = Tuple.of(
                organizationId,
                id,
                secrets.seal(old, SealedSecrets.context(organizationId, id, SealedSecrets.PREVIOUS)),
                now().plus(OVERLAP),
                secrets.seal(secret, SealedSecrets.context(organizationId, id, SealedSecrets.SECRET)),
                now());
        return tx.preparedQuery(ROTATE)
                .execute(change)
                .chain(() -> audit.record(tx, caller, "webhook_subscription.secret_rotated", target(id), Map.of()))
                .chain(() -> row(tx, organizationId, id))
                .map(stored -> new SubscriptionView.WithSecret(view(stored), WebhookKey.parse(secret).forReceiver()));
    }

    /** Its messages leave by the channel, which stopped with it. */
    private Uni<Void> enableChannel(SqlConnection tx, Row row) {
        UUID accountId = row.getUUID("channel_account_id");
        return accountId == null ? Uni.createFrom().voidItem() : disconnections.enable(tx, row.getUUID("organization_id"), accountId);
    }

    private Uni<Void> activate(SqlConnection tx, UUID organizationId, UUID id, boolean active) {
        return tx.preparedQuery(active ? ENABLE : DISABLE).execute(Tuple.of(organizationId, id, now())).replaceWithVoid();
    }

    private static Uni<Row> row(SqlConnection tx, UUID organizationId, UUID id) {
        return tx.preparedQuery(GET + " for update").execute(Tuple.of(organizationId, id)).map(Subscriptions::existing);
    }

    private static Row existing(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problems.notFound("webhook subscription");
        }
        return rows.iterator().next();
    }

    private static void refuseForChannel(Row row, boolean changesChannelSettings) {
        if (changesChannelSettings && row.getUUID("channel_account_id") != null) {
            throw Problems.conflict(
                    "belongs_to_channel", "URL, events and secret of this webhook are settings of its channel.", "Change them at the channel account.");
        }
    }

    private SubscriptionView view(Row row) {
        boolean asymmetric = "v1a".equals(row.getString("algorithm")) && row.getString("sealed_secret") != null;
        return SubscriptionView.of(row, asymmetric ? publicKey(row) : null);
    }

    private String publicKey(Row row) {
        String context = SealedSecrets.context(row.getUUID("organization_id"), row.getUUID("id"), SealedSecrets.SECRET);
        return WebhookKey.parse(secrets.open(row.getString("sealed_secret"), context)).forReceiver();
    }

    private static String newSecret(String algorithm) {
        return algorithm.equals("v1a") ? WebhookKey.newSigningKey() : WebhookKey.newSecret();
    }

    private static Audit.Target target(UUID id) {
        return new Audit.Target("webhook_subscription", id);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
