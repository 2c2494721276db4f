package dev.tributary.sandbox.dialog;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.platform.Secret;
import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final Fresh fresh;
    private final Sandbox sandbox;

    FakeDialog(Fresh fresh, Sandbox sandbox) {
        this.fresh = fresh;
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
        FakeKey number = new FakeKey(fresh.digits("52"), key());
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
        return KEY + fresh.hex(16);
    }

    String wamid() {
        return "wamid.SANDBOX" + fresh.hex(16);
    }
}
