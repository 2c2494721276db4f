package dev.tributary.sandbox.meta;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.platform.Secret;
import dev.tributary.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every number of the fake. It stands in for Meta for all accounts with one of its tokens, also of a process that is gone: those are refused. */
@ApplicationScoped
class FakeMeta implements ProviderStandIn {

    static final String PATH = "/sandbox/meta";
    private static final String TOKEN = "EAASANDBOX";
    private static final int MOST = 1_000;
    private static final int TOKEN_BYTES = 24;

    private final Map<String, FakeNumber> numbers = new ConcurrentSkipListMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Sandbox sandbox;

    FakeMeta(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        boolean ours = sandbox.isOn()
                && account.type().equals("WHATSAPP_CLOUD")
                && account.settings().secret("access_token").map(Secret::reveal).filter(token -> token.startsWith(TOKEN)).isPresent();
        return ours ? Optional.of(sandbox.localUrl() + PATH) : Optional.empty();
    }

    FakeNumber create(String name) {
        if (numbers.size() >= MOST) {
            throw new GraphRefusal(409, 0, "there are " + MOST + " numbers already");
        }
        FakeNumber number = new FakeNumber(digits("51"), digits("41"), digits("31"), hex(16), token(), name);
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
        return TOKEN + hex(TOKEN_BYTES);
    }

    String digits(String prefix) {
        return prefix + (1_000_000_000_000L + random.nextLong(8_000_000_000_000L));
    }

    private String hex(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
