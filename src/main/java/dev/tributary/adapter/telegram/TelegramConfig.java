package dev.tributary.adapter.telegram;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How Telegram is reached. */
@ConfigMapping(prefix = "tributary.providers.telegram")
interface TelegramConfig {

    /** Base URL of the Bot API for every account without one of its own; absent: Telegram's, and the sandbox for its own bots. */
    Optional<String> url();

    /** How long one call may take, its answer included. */
    @WithDefault("20s")
    Duration timeout();

    /** How long one call that carries files may take. */
    @WithDefault("120s")
    Duration transferTimeout();
}
