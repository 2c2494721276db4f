package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.OrganizationChanged;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import dev.tributary.platform.Secret;
import dev.tributary.platform.SecretBox;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Live accounts with their secrets opened, for the hot paths: kept in memory, dropped on every replica when an account changes
 * ({@link #changed}) and after a few seconds in any case. Archived accounts are not found.
 */
@ApplicationScoped
public class AccountDirectory {

    /** Some account changed, on whichever replica. */
    public static final String TOPIC = "channel_account";

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int MAX_KEPT = 10_000;
    private static final int OF_TYPE_AT_ONCE = 200;
    private static final UUID LAST = new UUID(-1, -1);
    private static final String FIND = """
            select a.id, a.organization_id, a.type, a.name, a.settings, a.sealed_settings, a.webhook_key, a.is_active, a.reopen_days,
                   a.connection_state = 'disconnected' and coalesce(a.connection_problem ->> 'code', '') = 'credentials_rejected' as signed_out,
                   case when a.connection_problem ->> 'code' = 'receiver_disabled' then a.connection_problem end as disabled, o.channels_enabled
            from channel_account a join organization o on o.id = a.organization_id
            where a.archived_at is null and %s
            """;
    private static final String BY_ID = FIND.formatted("a.id = $1");
    private static final String BY_WEBHOOK_KEY = FIND.formatted("a.webhook_key = $1");
    private static final String BY_PROVIDER_ACCOUNT = FIND.formatted("a.type = $1 and a.provider_account_id = $2");
    private static final String OF_TYPE = FIND.formatted("a.type = $1 and a.id < $2 order by a.id desc limit " + OF_TYPE_AT_ONCE);

    private record ProviderAccount(String type, String id) {}

    private record Kept(Optional<LiveAccount> account, Instant until) {}

    private final Map<Object, Kept> kept = new ConcurrentHashMap<>();
    private final Pool database;
    private final AdapterRegistry adapters;
    private final SecretBox secrets;
    private final ObjectMapper json;
    private final Announcements announcements;
    private final Clock clock;
    private final WebhookUrls webhookUrls;

    AccountDirectory(
            Pool database,
            AdapterRegistry adapters,
            SecretBox secrets,
            ObjectMapper json,
            Announcements announcements,
            Clock clock,
            WebhookUrls webhookUrls) {
        this.database = database;
        this.adapters = adapters;
        this.secrets = secrets;
        this.json = json;
        this.announcements = announcements;
        this.clock = clock;
        this.webhookUrls = webhookUrls;
    }

    /** What a sealed setting of an account is bound to: it opens nowhere else. */
    public static String sealContext(UUID organizationId, UUID accountId, String setting) {
        return organizationId + "/channel_account/" + accountId + "/" + setting;
    }

    public Uni<Optional<LiveAccount>> find(UUID accountId) {
        return find(accountId, BY_ID, Tuple.of(accountId));
    }

    public Uni<Optional<LiveAccount>> findByWebhookKey(String webhookKey) {
        return find(webhookKey, BY_WEBHOOK_KEY, Tuple.of(webhookKey));
    }

    /** The account that has this bot, page or number, in whichever organization. */
    public Uni<Optional<LiveAccount>> findByProviderAccount(String type, String providerAccountId) {
        return find(new ProviderAccount(type, providerAccountId), BY_PROVIDER_ACCOUNT, Tuple.of(type, providerAccountId));
    }

    /** Every account of a type, whoever owns it, the newest first, read anew and only as far as they are asked for: for what happens rarely. */
    public Multi<LiveAccount> ofType(String type) {
        return Multi.createBy()
                .repeating().uni(() -> new AtomicReference<>(LAST), last -> ofType(type, last))
                .whilst(page -> page.size() == OF_TYPE_AT_ONCE)
                .onItem().disjoint();
    }

    private Uni<List<LiveAccount>> ofType(String type, AtomicReference<UUID> last) {
        return database.preparedQuery(OF_TYPE)
                .execute(Tuple.of(type, last.get()))
                .map(rows -> Sql.all(rows, this::read).stream().flatMap(Optional::stream).toList())
                .invoke(page -> last.set(page.isEmpty() ? last.get() : page.getLast().account().id()));
    }

    /** To be called after the commit of every change to an account or to its organization's switch. */
    public void changed() {
        announcements.publish(new Announcement(TOPIC, "changed"));
    }

    void forget(@Observes Announcement announcement) {
        if (announcement.topic().equals(TOPIC) || announcement.topic().equals(OrganizationChanged.TOPIC)) {
            kept.clear();
        }
    }

    void forget(@Observes Announcements.Reconnected reconnected) {
        kept.clear();
    }

    private Uni<Optional<LiveAccount>> find(Object key, String sql, Tuple values) {
        Kept known = kept.get(key);
        if (known != null && clock.instant().isBefore(known.until())) {
            return Uni.createFrom().item(known.account());
        }
        return database.preparedQuery(sql).execute(values).map(rows -> keep(key, rows));
    }

    private Optional<LiveAccount> keep(Object key, RowSet<Row> rows) {
        Optional<LiveAccount> account = rows.size() == 0 ? Optional.empty() : read(rows.iterator().next());
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(key, new Kept(account, clock.instant().plus(FRESH)));
        return account;
    }

    private Optional<LiveAccount> read(Row row) {
        return adapters.find(row.getString("type")).map(adapter -> new LiveAccount(
                account(row, adapter),
                adapter,
                row.getBoolean("is_active"),
                row.getBoolean("channels_enabled"),
                row.getInteger("reopen_days"),
                row.getBoolean("signed_out"),
                Optional.ofNullable(row.getJsonObject("disabled")).map(AccountDirectory::disabled)));
    }

    private static ChannelProblem.ReceiverDisabled disabled(JsonObject problem) {
        String[] codeAndWords = problem.getString("detail").split(": ", 2);
        ProviderError cause = new ProviderError(codeAndWords[0], codeAndWords.length == 2 ? codeAndWords[1] : "");
        return new ChannelProblem.ReceiverDisabled(cause, problem.getString("hint"));
    }

    private ChannelAccount account(Row row, ChannelAdapter adapter) {
        UUID id = row.getUUID("id");
        UUID organizationId = row.getUUID("organization_id");
        String type = row.getString("type");
        String webhookKey = row.getString("webhook_key");
        Map<String, JsonNode> values = new HashMap<>();
        adapter.descriptor().settings().forEach(field -> field.preset().ifPresent(preset -> values.put(field.name(), preset)));
        row.getJsonObject("settings").forEach(entry -> values.put(entry.getKey(), json.valueToTree(plain(entry.getValue()))));
        Map<String, Secret> opened = new HashMap<>();
        row.getJsonObject("sealed_settings").forEach(entry -> opened.put(
                entry.getKey(), new Secret(secrets.open((String) entry.getValue(), sealContext(organizationId, id, entry.getKey())))));
        URI webhookUrl = webhookUrls.of(type, webhookKey);
        return new ChannelAccount(id, organizationId, type, row.getString("name"), new Settings(values, opened), webhookKey, webhookUrl);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonObject object -> object.getMap();
            case io.vertx.core.json.JsonArray array -> array.getList();
            case null, default -> value;
        };
    }
}
