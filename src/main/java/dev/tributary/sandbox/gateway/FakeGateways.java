package dev.tributary.sandbox.gateway;

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

/** Every fake gateway. They stand in for all accounts with one of their keys, also of a process that is gone: those are refused. */
@ApplicationScoped
class FakeGateways implements ProviderStandIn {

    static final String PATH = "/sandbox/gateway";
    private static final String KEY = "SANDBOXGATEWAY";
    private static final int MOST = 1_000;

    private final Map<String, FakeGateway> gateways = new ConcurrentSkipListMap<>();
    private final Fresh fresh;
    private final Sandbox sandbox;

    FakeGateways(Fresh fresh, Sandbox sandbox) {
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return account.settings()
                .secret("api_key")
                .map(Secret::reveal)
                .filter(key -> sandbox.isOn() && account.type().equals("WHATSAPP_LITE") && key.matches(KEY + "-[0-9a-f]+-[0-9a-f]+"))
                .map(key -> sandbox.localUrl() + PATH + "/" + key.split("-")[1]);
    }

    FakeGateway create() {
        if (gateways.size() >= MOST) {
            throw new Control.Refusal(409, "there are " + MOST + " gateways already");
        }
        String id = fresh.hex(8);
        FakeGateway gateway = new FakeGateway(id, KEY + "-" + id + "-" + fresh.hex(16));
        gateways.put(id, gateway);
        return gateway;
    }

    Optional<FakeGateway> find(String id) {
        return Optional.ofNullable(gateways.get(id));
    }

    Fresh fresh() {
        return fresh;
    }
}
