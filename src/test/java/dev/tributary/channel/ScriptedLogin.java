package dev.tributary.channel;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.platform.Secret;
import io.quarkus.test.junit.QuarkusMock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A channel that is connected by consent, at a provider that does what a test says. {@link #install} it before each test. */
final class ScriptedLogin implements RefreshesAccess {

    static final String TYPE = "SCRIPTED_LOGIN";
    static final ScriptedLogin IT = new ScriptedLogin();

    /** What the provider says to a code and to a refresh, and how often it was asked for one, account by account. */
    volatile Function<Code, Consent> onCode;

    volatile Function<ChannelAccount, Renewal> onRefresh;
    volatile Connection connection;
    private final Map<UUID, AtomicInteger> refreshes = new ConcurrentHashMap<>();

    private ScriptedLogin() {}

    static void install() {
        IT.onCode = _ -> new Consent.Granted(List.of());
        IT.onRefresh = _ -> new Renewal.Renewed(Map.of(), Optional.empty());
        IT.connection = null;
        QuarkusMock.installMockForType(new Registry(CDI.current().select(new TypeLiteral<ChannelAdapter>() {}, Any.Literal.INSTANCE)), AdapterRegistry.class);
    }

    int refreshes(String accountId) {
        return refreshes.getOrDefault(UUID.fromString(accountId), new AtomicInteger()).get();
    }

    static Choice choice(String id, String label, String token, Optional<Instant> expiresAt) {
        return new Choice(id, label, "", Optional.empty(), Map.of("page_id", TextNode.valueOf(id)), Map.of("token", new Secret(token)), expiresAt);
    }

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                TYPE, "Scripted login", "developer", Descriptor.Connect.OAUTH, EnumSet.of(ContentKind.TEXT), EnumSet.of(ContentKind.TEXT), Set.of(),
                List.of(
                        SettingField.text("page_id", "Page", "").asRequired(true),
                        SettingField.secret("token", "Token", ""),
                        SettingField.secret("app_secret", "App secret", "").asRequired(false),
                        SettingField.text("greeting", "Greeting", "")),
                List.of(), Optional.empty(), new Limits(100, 100, 0, Map.of(), 0, 100, 100), false, false);
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return Uni.createFrom().item(connection != null ? connection : Connection.connected(account.settings().text("page_id").orElse("none"), Map.of()));
    }

    @Override
    public List<Offer> offers() {
        Set<String> fills = Set.of("page_id", "token");
        return List.of(new Offer("pages", "Pages", true, Set.of("app_secret"), fills), new Offer("plain", "Plain", false, Set.of(), fills));
    }

    @Override
    public String consentPage(Request request, ChannelAccount account) {
        return "https://login.example/consent?redirect_uri=" + request.redirectUri() + "&state=" + request.state()
                + request.codeChallenge().map(challenge -> "&code_challenge=" + challenge + "&code_challenge_method=S256").orElse("");
    }

    @Override
    public Uni<Consent> redeem(Code code, ChannelAccount account) {
        return Uni.createFrom().item(() -> onCode.apply(code));
    }

    @Override
    public boolean isRefreshable(Settings settings) {
        return true;
    }

    @Override
    public Uni<Renewal> refresh(ChannelAccount account) {
        refreshes.computeIfAbsent(account.id(), _ -> new AtomicInteger()).incrementAndGet();
        return Uni.createFrom().item(() -> onRefresh.apply(account));
    }

    private static final class Registry extends AdapterRegistry {
        Registry(Instance<ChannelAdapter> real) {
            super(real);
        }

        @Override
        public Optional<ChannelAdapter> find(String type) {
            return type.equals(TYPE) ? Optional.of(IT) : super.find(type);
        }
    }
}
