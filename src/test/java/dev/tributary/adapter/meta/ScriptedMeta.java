package dev.tributary.adapter.meta;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Leads the accounts of a test to the provider that the test plays. */
@Unremovable
@ApplicationScoped
class ScriptedMeta implements ProviderStandIn {

    static final String URL = "scripted_url";

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return account.settings().text(URL);
    }
}
