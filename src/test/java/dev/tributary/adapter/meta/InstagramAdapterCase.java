package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Instagram's part of the conformance test. */
@Unremovable
@ApplicationScoped
class InstagramAdapterCase extends PageCase {

    @Override
    public String type() {
        return InstagramAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        return new Settings(
                Map.of(ScriptedMeta.URL, TextNode.valueOf(baseUrl), PageSettings.IG_ACCOUNT_ID, TextNode.valueOf("17841400000000001")),
                Map.of(PageSettings.ACCESS_TOKEN, new Secret(TOKEN), PageSettings.APP_SECRET, new Secret(APP_SECRET)));
    }

    @Override
    String fixtures() {
        return "instagram";
    }
}
