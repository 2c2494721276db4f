package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ExaminesAccount.Examination;
import dev.tributary.channel.TriesRoundTrip.RoundTrip;
import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What people do with channel accounts: make them, look at them, change them, test them. What ends them is {@link AccountEnding}. */
@ApplicationScoped
class Accounts {

    private static final String NEVER_CHECKED = "disconnected";
    private static final int DEFAULT_REOPEN_DAYS = 7;

    /** @param settings as sent; null for none */
    record New(String name, String type, Map<String, JsonNode> settings, boolean active, Optional<Integer> reopenDays) {}

    /** What to change; empty leaves it. */
    record Changes(Optional<String> name, Optional<Map<String, JsonNode>> settings, Optional<Boolean> active, Optional<Integer> reopenDays) {}

    private final AccountStore store;
    private final AccountSecrets secrets;
    private final AccountConnecting connecting;
    private final AccountViews views;
    private final Connections connections;
    private final AccountExaminations examinations;
    private final AdapterRegistry adapters;
    private final Audit audit;
    private final Cursors cursors;
    private final Clock clock;

    Accounts(
            AccountStore store,
            AccountSecrets secrets,
            AccountConnecting connecting,
            AccountViews views,
            Connections connections,
            AccountExaminations examinations,
            AdapterRegistry adapters,
            Audit audit,
            Cursors cursors,
            Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.connecting = connecting;
        this.views = views;
        this.connections = connections;
        this.examinations = examinations;
        this.adapters = adapters;
        this.audit = audit;
        this.cursors = cursors;
        this.clock = clock;
    }

    Uni<AccountView> get(UUID organizationId, UUID id) {
        return store.get(organizationId, id).map(views::of);
    }

    Uni<Page<AccountView>> list(AccountStore.Filter filter, String cursor, int limit) {
        UUID after = cursor == null ? new UUID(0, 0) : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return store.list(filter, after, limit + 1)
                .map(rows -> Page.of(rows, limit, last -> cursors.encode(last.id.toString())).map(views::of));
    }

    /** An account whose credentials are refused is made all the same, and says so in its connection. */
    Uni<AccountView> create(Caller caller, New wanted) {
        ChannelAdapter adapter = adapterOf(wanted.type());
        StoredAccount account = blank(caller.organizationId(), wanted);
        Set<String> later = filledByConsent(adapter, account.isActive);
        SettingsCheck.Checked given = SettingsCheck.merge(adapter.descriptor(), generated(adapter.descriptor()), orEmpty(wanted.settings()), later);
        Issuance issuance = Issuance.of(adapter, given, clock.instant());
        secrets.put(account, issuance.settings());
        return (account.isActive ? connecting.refuseDuplicate(adapter, account, connecting.live(adapter, account)) : Uni.createFrom().voidItem())
                .chain(() -> store.insert(account, session -> audit.record(session, caller, "channel_account.created", target(account.id), Map.of("name", account.name, "type", account.type))))
                .onFailure(AccountStore::isProviderAccountTaken).transform(raced -> AccountStore.taken())
                .chain(stored -> stored.isActive ? connectNew(stored) : Uni.createFrom().item(stored))
                .map(stored -> views.of(stored).showing(issuance.shown()));
    }

    /** Switching on, and new settings of an account that is on, connect it; switching off disconnects it. */
    Uni<AccountView> change(Caller caller, UUID id, Changes changes) {
        return store.get(caller.organizationId(), id)
                .invoke(Accounts::refuseArchived)
                .chain(before -> change(caller, before, changes));
    }

    private Uni<AccountView> change(Caller caller, StoredAccount before, Changes changes) {
        ChannelAdapter adapter = adapterOf(before.type);
        SettingsCheck.Checked stored = secrets.open(before);
        boolean active = changes.active().orElse(before.isActive);
        SettingsCheck.Checked merged = merge(adapter, stored, changes, active, before.isActive);
        Issuance issuance = changes.settings().isPresent() ? Issuance.of(adapter, merged, clock.instant()) : Issuance.none(stored);
        boolean newSettings = !issuance.settings().equals(stored);
        boolean connects = active && (newSettings || !before.isActive);
        boolean disconnects = !active && before.isActive;
        secrets.put(before, issuance.settings());
        return (connects ? connecting.refuseDuplicate(adapter, before, connecting.live(adapter, before)) : Uni.createFrom().voidItem())
                .chain(() -> store.change(caller.organizationId(), before.id, (session, row) -> {
                    refuseArchived(row);
                    apply(row, before, changes, newSettings);
                    return audit.record(session, caller, "channel_account.changed", target(row.id), Map.of("name", row.name, "changed", changed(changes, active)));
                }))
                .onFailure(AccountStore::isProviderAccountTaken).transform(raced -> AccountStore.taken())
                .chain(row -> connects ? connecting.connect(row) : Uni.createFrom().item(row))
                .call(row -> disconnects ? connecting.disconnect(row) : Uni.createFrom().voidItem())
                .map(row -> views.of(row).showing(issuance.shown()));
    }

    /** An account that is switched on has to be complete, also where nothing of it was changed. */
    private static SettingsCheck.Checked merge(ChannelAdapter adapter, SettingsCheck.Checked stored, Changes changes, boolean active, boolean wasActive) {
        boolean completes = active && !wasActive && adapter instanceof ConnectsByOAuth;
        return changes.settings().isPresent() || completes
                ? SettingsCheck.merge(adapter.descriptor(), stored, changes.settings().orElse(Map.of()), filledByConsent(adapter, active))
                : stored;
    }

    /** What an account may be without until it is switched on. */
    private static Set<String> filledByConsent(ChannelAdapter adapter, boolean active) {
        return adapter instanceof ConnectsByOAuth oauth && !active
                ? oauth.offers().stream().flatMap(offer -> offer.fills().stream()).collect(Collectors.toSet())
                : Set.of();
    }

    record Tested(AccountView.State connection, RoundTrip trip) {}

    /** Asks the provider now and keeps the answer, if the account is one that is in use. */
    Uni<Tested> test(UUID organizationId, UUID id, boolean roundTrip) {
        return store.get(organizationId, id).invoke(this::refuseUnauthorised).chain(account -> connecting.test(adapterOf(account.type), account)
                .call(connection -> account.archivedAt == null ? connecting.settle(account, connection) : Uni.createFrom().voidItem())
                .chain(connection -> tested(adapterOf(account.type), connecting.live(adapterOf(account.type), account), connection, roundTrip))
                .call(tested -> account.archivedAt == null && !tested.trip().findings().isEmpty() ? keep(account, tested.trip()) : Uni.createFrom().voidItem()))
                .onFailure(AccountStore::isProviderAccountTaken).transform(_ -> AccountStore.taken());
    }

    private Uni<Void> keep(StoredAccount account, RoundTrip trip) {
        return examinations.keep(account, new Examination(trip.findings(), Optional.empty()))
                .chain(() -> trip.learned().isEmpty() ? Uni.createFrom().voidItem() : connecting.learn(account, trip.learned()));
    }

    private Uni<Tested> tested(ChannelAdapter adapter, ChannelAccount live, Connection connection, boolean roundTrip) {
        if (roundTrip && !(adapter instanceof TriesRoundTrip)) {
            throw Problems.invalid("round_trip", adapter.descriptor().label() + " has no round trip");
        }
        AccountView.State state = AccountView.State.of(connection, clock.instant());
        return roundTrip && connection.state() == Connection.State.CONNECTED
                ? connections.roundTrip((TriesRoundTrip) adapter, live).map(trip -> new Tested(state, trip))
                : Uni.createFrom().item(new Tested(state, new RoundTrip(List.of(), Map.of())));
    }

    /** There is nothing to ask the provider about while nobody has consented. */
    private void refuseUnauthorised(StoredAccount account) {
        ChannelAdapter adapter = adapterOf(account.type);
        Set<String> awaited = filledByConsent(adapter, account.isActive);
        boolean incomplete = adapter.descriptor().settings().stream()
                .filter(field -> field.required() && awaited.contains(field.name()))
                .anyMatch(field -> !account.settings.containsKey(field.name()) && !account.sealedSettings.containsKey(field.name()));
        if (incomplete) {
            throw Problems.conflict("not_authorised", "Nobody has authorised this channel yet.", "Connect it first: press the button that names the provider.");
        }
    }

    /** Tries settings that are not saved: nothing is stored and nothing is registered with the provider. */
    Uni<Tested> testUnsaved(Caller caller, String type, Map<String, JsonNode> settings, boolean roundTrip) {
        ChannelAdapter adapter = adapterOf(type);
        StoredAccount account = blank(caller.organizationId(), new New("Test", type, settings, false, Optional.empty()));
        SettingsCheck.Checked given = SettingsCheck.merge(adapter.descriptor(), generated(adapter.descriptor()), orEmpty(settings));
        ChannelAccount live = secrets.live(account, adapter.descriptor(), Issuance.of(adapter, given, clock.instant()).settings());
        return connections.prove(adapter, live).chain(connection -> tested(adapter, live, connection, roundTrip));
    }

    private Uni<StoredAccount> connectNew(StoredAccount account) {
        return connecting.connect(account)
                .onFailure().call(() -> store.delete(account));
    }

    private void apply(StoredAccount row, StoredAccount wanted, Changes changes, boolean newSettings) {
        changes.name().ifPresent(name -> row.name = name.strip());
        changes.reopenDays().ifPresent(days -> row.reopenDays = days);
        if (newSettings) {
            if (!row.sealedSettings.equals(wanted.sealedSettings)) {
                row.expiresAt = row.refreshAt = null;
                row.expiryWarnedDays = null;
            }
            row.settings = wanted.settings;
            row.sealedSettings = wanted.sealedSettings;
        }
        row.providerAccountId = wanted.providerAccountId;
        changes.active().ifPresent(active -> {
            if (row.isActive && !active) {
                row.connectionState = NEVER_CHECKED;
                row.connectionProblem = null;
            }
            row.isActive = active;
        });
        row.updatedAt = now();
    }

    private StoredAccount blank(UUID organizationId, New wanted) {
        StoredAccount account = new StoredAccount();
        account.id = Ids.next();
        account.organizationId = organizationId;
        account.name = wanted.name().strip();
        account.type = wanted.type();
        account.settings = Map.of();
        account.sealedSettings = Map.of();
        account.webhookKey = AccountSecrets.random();
        account.isActive = wanted.active();
        account.reopenDays = wanted.reopenDays().orElse(DEFAULT_REOPEN_DAYS);
        account.connectionState = wanted.active() ? "connecting" : NEVER_CHECKED;
        account.createdAt = account.updatedAt = now();
        return account;
    }

    /** What we make ourselves, there before anything that was sent. */
    private static SettingsCheck.Checked generated(Descriptor descriptor) {
        Map<String, JsonNode> values = new HashMap<>();
        Map<String, Secret> made = new HashMap<>();
        for (SettingField field : descriptor.settings()) {
            if (field.source() == SettingField.Source.GENERATED && field.secret()) {
                made.put(field.name(), new Secret(AccountSecrets.random()));
            } else if (field.source() == SettingField.Source.GENERATED) {
                values.put(field.name(), TextNode.valueOf(AccountSecrets.random()));
            }
        }
        return new SettingsCheck.Checked(values, made);
    }

    private ChannelAdapter adapterOf(String type) {
        return adapters.find(type).orElseThrow(() -> Problems.invalid(
                "type", "must be one of " + String.join(", ", adapters.all().stream().map(adapter -> adapter.descriptor().type()).toList())));
    }

    private static List<String> changed(Changes changes, boolean active) {
        TreeSet<String> names = new TreeSet<>();
        changes.name().ifPresent(name -> names.add("name"));
        changes.reopenDays().ifPresent(days -> names.add("reopen_days"));
        changes.active().ifPresent(_ -> names.add(active ? "activated" : "deactivated"));
        changes.settings().ifPresent(settings -> settings.keySet().forEach(name -> names.add("settings." + name)));
        return List.copyOf(names);
    }

    static void refuseArchived(StoredAccount account) {
        if (account.archivedAt != null) {
            throw Problems.conflict("channel_account_archived", "This channel account is archived.", "Make a new one; an archived account is not changed any more.");
        }
    }

    static Target target(UUID id) {
        return new Target("channel_account", id);
    }

    private static Map<String, JsonNode> orEmpty(Map<String, JsonNode> settings) {
        return settings == null ? Map.of() : settings;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
