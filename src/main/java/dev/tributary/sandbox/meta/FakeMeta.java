package dev.tributary.sandbox.meta;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.platform.Secret;
import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Every number of the fake. It stands in for Meta for all accounts with one of its tokens, also of a process that is gone: those are refused. */
@ApplicationScoped
class FakeMeta implements ProviderStandIn {

    static final String PATH = "/sandbox/meta";
    static final String TOKEN = "EAASANDBOX";
    static final String INSTAGRAM_TOKEN = "IGAASANDBOX";
    /** What ids of its apps begin with: accounts that wait for a consent have no token yet. */
    static final String APP = "90909";
    private static final Set<String> TYPES = Set.of("WHATSAPP_CLOUD", "MESSENGER", "INSTAGRAM");
    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 24;

    private final Map<String, FakeNumber> numbers = new ConcurrentSkipListMap<>();
    private final Fresh fresh;
    private final Sandbox sandbox;

    FakeMeta(Fresh fresh, Sandbox sandbox) {
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return sandbox.isOn() && TYPES.contains(account.type()) && isOurs(account) ? Optional.of(sandbox.localUrl() + PATH) : Optional.empty();
    }

    @Override
    public Optional<String> pageUrl(ChannelAccount account) {
        return baseUrl(account).map(_ -> sandbox.publicUrl() + PATH);
    }

    private static boolean isOurs(ChannelAccount account) {
        return account.settings().text("app_id").filter(id -> id.startsWith(APP)).isPresent()
                || Stream.of("access_token", "page_access_token")
                        .flatMap(name -> account.settings().secret(name).stream())
                        .map(Secret::reveal)
                        .anyMatch(token -> token.startsWith(TOKEN) || token.startsWith(INSTAGRAM_TOKEN));
    }

    FakeNumber create(String name) {
        return create(name, fresh.digits("31"), fresh.hex(16));
    }

    FakeNumber create(String name, String appId, String appSecret) {
        if (numbers.size() >= MOST) {
            throw new Control.Refusal(409, "there are " + MOST + " numbers already");
        }
        FakeNumber number = new FakeNumber(fresh.digits("51"), fresh.digits("41"), appId, appSecret, token(), name);
        numbers.put(number.id, number);
        return number;
    }

    /** By its own id or that of its business account. */
    Optional<FakeNumber> owner(String id) {
        return numbers.values().stream().filter(number -> number.owns(id)).findFirst();
    }

    Optional<FakeNumber> number(String id) {
        return Optional.ofNullable(numbers.get(id));
    }

    Optional<FakeNumber> byToken(String token) {
        return numbers.values().stream().filter(number -> number.token().equals(token)).findFirst();
    }

    String token() {
        return TOKEN + fresh.hex(TOKEN_BYTES);
    }
}
