package dev.tributary.widget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.DemoAccount;
import dev.tributary.identity.FirstStartSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The widget of {@code /demo}, so that a newcomer can write to themselves before anybody has set up a channel. */
@ApplicationScoped
class DemoWebsite implements DemoAccount {

    private final FirstStartSettings settings;

    DemoWebsite(FirstStartSettings settings) {
        this.settings = settings;
    }

    /** With the embedded database only: an installation with one of its own is not there to try things in. */
    @Override
    public boolean isOffered() {
        return settings.databaseUrl().isEmpty();
    }

    @Override
    public String type() {
        return "WEB_WIDGET";
    }

    @Override
    public String name() {
        return "Demo website";
    }

    @Override
    public Map<String, JsonNode> settings() {
        return Map.of("greeting", TextNode.valueOf("Welcome to the demo. Write to us: your message appears in the inbox."));
    }
}
