package dev.tributary.conversation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@ConfigMapping(prefix = "tributary.conversation")
public interface ConversationConfig {

    /** How long PostgreSQL may look for words before it is told to stop. */
    @WithDefault("3s")
    Duration searchTime();

    /** Searches of this process at the same time; more are asked to come again, so that they never take the lists' connections. */
    @WithDefault("4")
    int searches();

    /** An uploaded file that no message took is deleted after this. */
    @WithDefault("24h")
    Duration unusedUploads();

    /** The largest file that an agent may upload; each channel has its own limit beside it. */
    @WithDefault("52428800")
    long uploadBytes();
}
