package dev.tributary.widget;

import dev.tributary.channel.LiveAccount;
import java.util.UUID;

/** One live widget account. */
record WidgetChannel(LiveAccount live) {

    UUID id() {
        return live.account().id();
    }

    UUID organizationId() {
        return live.account().organizationId();
    }

    String name() {
        return live.account().name();
    }

    WidgetSettings settings() {
        return new WidgetSettings(live.account().settings());
    }
}
