package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.MetaApps.App;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * The app's own webhook, one for all of its Pages: events arrive only where both the app and the Page subscribed to them. Entered by us
 * where the account knows its app and the app has none yet; an address of somebody else's is left alone and told.
 */
@ApplicationScoped
class AppSubscription {

    private final MetaApi api;

    AppSubscription(MetaApi api) {
        this.api = api;
    }

    /**
     * @param object page or instagram
     * @return the connection, or why nothing would arrive on it
     */
    Uni<Connection> ensured(ChannelAccount account, App app, String object, String fields, Connection connection) {
        return api.get(api.anonymous(account), path(app)).chain(result -> switch (result) {
            case Result.Done done -> known(done.body(), object)
                    .map(subscription -> Standing.now(judged(account, subscription, connection)))
                    .orElseGet(() -> subscribe(account, app, object, fields, connection));
            // The token was proven a moment ago: a list that cannot be had says nothing against it.
            case Result.Failed _, Result.NotReached _, Result.Lost _ -> Standing.now(connection);
        });
    }

    private Uni<Connection> subscribe(ChannelAccount account, App app, String object, String fields, Connection connection) {
        ObjectNode body = ProviderJson.object()
                .put("object", object)
                .put("callback_url", address(account))
                .put("verify_token", account.settings().requiredSecret(PageSettings.VERIFY_TOKEN).reveal())
                .put("fields", fields);
        return api.post(api.anonymous(account), path(app), body).map(result -> switch (result) {
            case Result.Failed failed -> but(connection, new Misconfigured(
                    failed.error().cause(), "Facebook could not reach our webhook address: it must be https and open to the internet. Then test the channel"));
            case Result.Done _, Result.NotReached _, Result.Lost _ -> connection;
        });
    }

    private static Connection judged(ChannelAccount account, JsonNode subscription, Connection connection) {
        Optional<String> elsewhere = ProviderJson.text(subscription, "callback_url").filter(url -> !url.equals(address(account)) && !url.equals(account.webhookUrl().toString()));
        return elsewhere
                .map(_ -> but(connection, new Misconfigured(
                        new ProviderError("other_address", "the app delivers its events to another address"),
                        "In the App Dashboard under Webhooks, enter our address and the verify token; or use an app of its own")))
                .orElse(connection);
    }

    private static Optional<JsonNode> known(JsonNode answer, String object) {
        return ProviderJson.items(answer, "data").stream().filter(subscription -> ProviderJson.text(subscription, "object").filter(object::equals).isPresent()).findFirst();
    }

    private static Connection but(Connection connection, Misconfigured problem) {
        return new Connection(Connection.State.DISCONNECTED, connection.providerAccountId(), connection.learned(), connection.expiresAt(), Optional.of(problem));
    }

    /** The app speaks for itself here, without anybody's token. */
    private String path(App app) {
        return api.version() + "/" + MetaPaths.segment(app.id()) + "/subscriptions?access_token=" + MetaPaths.value(app.token().reveal());
    }

    /** {@code /webhooks/messenger}, without an account's key. */
    private static String address(ChannelAccount account) {
        String own = account.webhookUrl().toString();
        return own.substring(0, own.lastIndexOf('/'));
    }
}
