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

    /** The most answers in one conversation within an hour; then people take over. Two programs that answer each other end here. */
    @WithDefault("10")
    int conversationRepliesPerHour();

    /**
     * 0 to 1: how likely the model's words must have been to it, on average, for them to be sent; below, a person is asked to take over.
     * Absent: it is not asked, as not every endpoint tells ({@code logprobs}).
     */
    Optional<Double> minConfidence();
}
