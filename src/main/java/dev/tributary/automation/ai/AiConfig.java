package dev.tributary.automation.ai;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The model that answers customers, where rules say so. */
@ConfigMapping(prefix = "tributary.ai")
public interface AiConfig {

    /** Base URL of an OpenAI-compatible API, up to and with its version: {@code https://api.openai.com/v1}. Absent: rules cannot use the AI. */
    Optional<String> url();

    /** Sent as a bearer token; absent for endpoints that want none. */
    Optional<String> key();

    @WithDefault("gpt-4o-mini")
    String model();

    /** How long one answer may take, to its last word. */
    @WithDefault("30s")
    Duration timeout();

    /** The longest answer, in the model's tokens. */
    @WithDefault("600")
    int maxTokens();

    /** How often a request is made before a person is asked to take over. */
    @WithDefault("3")
    int attempts();
}
