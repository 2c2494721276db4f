package dev.tributary.adapter.webwidget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AdapterCase;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** The widget's part of the conformance test: it has no provider that posts to it or is called. */
@Unremovable
@ApplicationScoped
class WebWidgetAdapterCase implements AdapterCase {

    private static final String SECRET = "widget-identity-secret-conformance";

    @Override
    public String type() {
        return WidgetDescriptor.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        Map<String, JsonNode> values = Map.of("channel_key", TextNode.valueOf("wch_conformance"));
        return new Settings(values, Map.of("identity_secret", new Secret(SECRET)));
    }

    @Override
    public List<String> secrets() {
        return List.of(SECRET);
    }
}
