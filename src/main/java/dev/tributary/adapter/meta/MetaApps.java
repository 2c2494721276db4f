package dev.tributary.adapter.meta;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ConnectsByOAuth.Offer;
import dev.tributary.platform.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The apps that people consent to: an account's own, or else the installation's, which its accounts then take over. */
@ApplicationScoped
class MetaApps {

    /** The settings that name an app. */
    static final String ID = WhatsAppSettings.APP_ID;
    static final String SECRET = WhatsAppSettings.APP_SECRET;
    static final String CONFIG_ID = "config_id";

    record App(String id, Secret secret) {
        /** The app's own credentials, for calls about a token or about the app. */
        Secret token() {
            return new Secret(id + "|" + secret.reveal());
        }
    }

    enum Kind {
        FACEBOOK,
        INSTAGRAM
    }

    private final MetaConfig config;

    MetaApps(MetaConfig config) {
        this.config = config;
    }

    /** An account that has an id or a secret of its own never gets the other half from the installation. */
    Optional<App> of(ChannelAccount account, Kind kind) {
        Optional<String> id = account.settings().text(ID);
        Optional<Secret> secret = account.settings().secret(SECRET);
        return id.isPresent() && secret.isPresent() ? Optional.of(new App(id.get(), secret.get())) : id.isPresent() ? Optional.empty() : installed(kind);
    }

    App required(ChannelAccount account, Kind kind) {
        return of(account, kind).orElseThrow(() -> new IllegalStateException("setting " + ID + " or " + SECRET + " is missing"));
    }

    /** The configuration of Facebook Login for Business, instead of a list of scopes. */
    Optional<String> configId(ChannelAccount account) {
        return account.settings().text(CONFIG_ID).or(() -> account.type().equals(WhatsAppCloudAdapter.TYPE) ? config.whatsappConfigId() : config.pageConfigId());
    }

    /** An offer that asks for the app only where the installation has none. */
    Offer offer(String id, String label, Kind kind, Set<String> fills, boolean withConfigId) {
        Set<String> needs = new HashSet<>();
        Set<String> filled = new HashSet<>(fills);
        (installed(kind).isPresent() ? filled : needs).addAll(Set.of(ID, SECRET));
        if (withConfigId && config.whatsappConfigId().isEmpty()) {
            needs.add(CONFIG_ID);
        }
        return new Offer(id, label, false, needs, filled);
    }

    /** Secrets that every grant writes: the app's, so that the account verifies its deliveries by itself. */
    static Map<String, Secret> withSecret(App app, String tokenName, Secret token) {
        Map<String, Secret> secrets = new HashMap<>();
        secrets.put(tokenName, token);
        secrets.put(SECRET, app.secret());
        return secrets;
    }

    private Optional<App> installed(Kind kind) {
        return kind == Kind.FACEBOOK ? app(config.appId(), config.appSecret()) : app(config.instagramAppId(), config.instagramAppSecret());
    }

    private static Optional<App> app(Optional<String> id, Optional<String> secret) {
        return id.flatMap(known -> secret.map(text -> new App(known, new Secret(text))));
    }
}
