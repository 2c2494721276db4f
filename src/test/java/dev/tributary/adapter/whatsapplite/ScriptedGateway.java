package dev.tributary.adapter.whatsapplite;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Leads the accounts of a test to the gateway that the test plays. */
@Unremovable
@ApplicationScoped
class ScriptedGateway implements ProviderStandIn {

    static final String URL = "scripted_gateway_url";

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return account.settings().text(URL);
    }
}
