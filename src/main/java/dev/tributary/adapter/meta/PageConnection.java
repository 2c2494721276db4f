package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An account's standing with Messenger or Instagram: whose token it is, and whether its events are subscribed. */
@ApplicationScoped
class PageConnection {

    /**
     * What is asked and subscribed.
     *
     * @param identity the path that tells whose token it is
     * @param subscription the path of the account's subscribed apps
     * @param fields the events that we want
     * @param account reads the provider's id and what else is learned; empty where the token is not this account's
     */
    record Wanted(Line line, String identity, String subscription, String fields, Function<JsonNode, Optional<Known>> account) {}

    record Known(String id, Map<String, JsonNode> learned) {}

    private final MetaApi api;

    PageConnection(MetaApi api) {
        this.api = api;
    }

    Uni<Connection> prove(Wanted wanted) {
        return proven(wanted, known -> Standing.now(connected(known)));
    }

    Uni<Connection> connect(Wanted wanted) {
        ObjectNode body = ProviderJson.object().put("subscribed_fields", wanted.fields());
        return proven(wanted, known -> api.post(wanted.line(), wanted.subscription(), body)
                .chain(result -> Standing.then(result, PageErrors::of, _ -> Standing.now(connected(known))))
                .map(connection -> but(known, connection)));
    }

    Uni<Connection> check(Wanted wanted) {
        return proven(wanted, known -> api.get(wanted.line(), wanted.subscription())
                .chain(result -> Standing.then(result, PageErrors::of, apps -> Standing.now(isSubscribed(apps) ? connected(known) : unsubscribed()))));
    }

    Uni<Void> disconnect(Wanted wanted) {
        return api.delete(wanted.line(), wanted.subscription()).replaceWithVoid();
    }

    private Uni<Connection> proven(Wanted wanted, Function<Known, Uni<Connection>> next) {
        return api.get(wanted.line(), wanted.identity()).chain(result -> Standing.then(result, PageErrors::of, answer -> wanted.account()
                .apply(answer)
                .map(next)
                .orElseGet(() -> Standing.now(Connection.refused(new Misconfigured(
                        new ProviderError("other_account", "the token belongs to another account"), "Use the token of the account that is named in these settings"))))));
    }

    private static boolean isSubscribed(JsonNode apps) {
        return ProviderJson.items(apps, "data").stream()
                .anyMatch(app -> ProviderJson.items(app, "subscribed_fields").stream().anyMatch(field -> field.asText().equals("messages")
                        || ProviderJson.text(field, "name").filter("messages"::equals).isPresent()));
    }

    private static Connection unsubscribed() {
        return Connection.refused(new Misconfigured(
                new ProviderError("not_subscribed", "messages of this account are not subscribed"), "Test the channel: Tributary then subscribes again"));
    }

    /** Whose account it is was proven, even while its subscription is refused. */
    private static Connection but(Known known, Connection connection) {
        return new Connection(connection.state(), Optional.of(known.id()), known.learned(), Optional.empty(), connection.problem());
    }

    private static Connection connected(Known known) {
        return Connection.connected(known.id(), known.learned());
    }
}
