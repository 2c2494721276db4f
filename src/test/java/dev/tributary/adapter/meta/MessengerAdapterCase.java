package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Messenger's part of the conformance test. */
@Unremovable
@ApplicationScoped
class MessengerAdapterCase extends PageCase {

    @Override
    public String type() {
        return MessengerAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        return new Settings(
                Map.of(ScriptedMeta.URL, TextNode.valueOf(baseUrl), PageSettings.PAGE_ID, TextNode.valueOf("610000000000001")),
                Map.of(PageSettings.PAGE_ACCESS_TOKEN, new Secret(TOKEN), PageSettings.APP_SECRET, new Secret(APP_SECRET)));
    }

    @Override
    String fixtures() {
        return "messenger";
    }
}
