package dev.tributary.sandbox.dialog;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.platform.Secret;
import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every fake number of 360dialog. They stand in for it for all accounts with one of their keys, also of a process that is gone: those are refused. */
@ApplicationScoped
class FakeDialog implements ProviderStandIn {

    static final String PATH = "/sandbox/dialog";
    private static final String KEY = "D360SANDBOX";
    private static final int MOST = 1_000;

    private final Map<String, FakeKey> numbers = new ConcurrentSkipListMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Sandbox sandbox;

    FakeDialog(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return account.settings()
                .secret("api_key")
                .map(Secret::reveal)
                .filter(key -> sandbox.isOn() && account.type().equals("WHATSAPP_360DIALOG") && key.startsWith(KEY))
                .map(_ -> sandbox.localUrl() + PATH);
    }

    FakeKey create() {
        if (numbers.size() >= MOST) {
            throw new Control.Refusal(409, "there are " + MOST + " numbers already");
        }
        FakeKey number = new FakeKey("52" + (1_000_000_000_000L + random.nextLong(8_000_000_000_000L)), key());
        numbers.put(number.id, number);
        return number;
    }

    Optional<FakeKey> find(String id) {
        return Optional.ofNullable(numbers.get(id));
    }

    Optional<FakeKey> byKey(String key) {
        return numbers.values().stream().filter(number -> number.key().equals(key)).findFirst();
    }

    String key() {
        return KEY + hex(16);
    }

    String hex(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
