package dev.tributary.adapter.meta;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How Meta's Graph API is reached. */
@ConfigMapping(prefix = "tributary.providers.meta")
interface MetaConfig {

    /** Base URL of the Graph API; absent: Meta's, and the sandbox for its own accounts. */
    Optional<String> url();

    /** Base URL of the Graph API for accounts of Instagram Login; absent: Instagram's. */
    Optional<String> instagramUrl();

    /** Where people consent at Facebook; absent: Facebook itself. */
    Optional<String> dialogUrl();

    /** Where people consent at Instagram; absent: Instagram itself. */
    Optional<String> instagramDialogUrl();

    /** Where a code of Instagram's is exchanged; absent: Instagram. */
    Optional<String> instagramLoginUrl();

    /** The installation's own Facebook app, so that nobody has to make one to connect a Page or a number. */
    Optional<String> appId();

    Optional<String> appSecret();

    /** A configuration of Facebook Login for Business for Pages, instead of single permissions. */
    Optional<String> pageConfigId();

    /** The configuration of that app's WhatsApp embedded signup. */
    Optional<String> whatsappConfigId();

    /** The installation's own Instagram app: it has another id and secret than the Facebook app around it. */
    Optional<String> instagramAppId();

    Optional<String> instagramAppSecret();

    /** The version that stands in front of every path. */
    @WithDefault("v25.0")
    String version();

    /** How long one call may take, its answer included. */
    @WithDefault("20s")
    Duration timeout();

    /** How long one call that carries a file may take. */
    @WithDefault("120s")
    Duration transferTimeout();
}
