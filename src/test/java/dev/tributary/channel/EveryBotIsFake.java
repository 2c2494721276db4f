package dev.tributary.channel;

import dev.tributary.sandbox.Sandbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** In tests no bot is asked of the real Telegram: one that the sandbox does not know is one whose token was revoked. */
@ApplicationScoped
public class EveryBotIsFake implements ProviderStandIn {

    private final Sandbox sandbox;

    EveryBotIsFake(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return account.type().equals("TELEGRAM") ? Optional.of(sandbox.localUrl() + "/sandbox/telegram") : Optional.empty();
    }
}
