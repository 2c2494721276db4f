package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Connection.State;
import dev.tributary.channel.ProviderError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An account's standing with Telegram: whose bot it is, whether our webhook is set, whether updates get through. */
@ApplicationScoped
class TelegramConnection {

    /** Named one by one: message_reaction is among those that Telegram leaves out otherwise. */
    static final List<String> UPDATES = List.of(
            "message", "edited_message", "callback_query", "my_chat_member", "message_reaction", "channel_post", "edited_channel_post",
            "poll_answer", "business_connection", "business_message", "edited_business_message", "deleted_business_messages");

    private static final int PARALLEL_DELIVERIES = 40;

    private final TelegramApi api;

    TelegramConnection(TelegramApi api) {
        this.api = api;
    }

    /** Whose bot it is, without touching its webhook. */
    Uni<Connection> prove(ChannelAccount account) {
        return api.call(account, "getMe", body()).map(result -> switch (result) {
            case Result.Done bot -> Connection.connected(bot.result().path("id").asText(), learned(bot.result()));
            case Result.Failed failed -> notConnected(failed);
            case Result.Lost lost -> unreachable(lost.error());
            case Result.NotReached gone -> unreachable(gone.error());
        });
    }

    Uni<Connection> connect(ChannelAccount account) {
        return api.call(account, "getMe", body()).chain(result -> switch (result) {
            case Result.Done bot -> setWebhook(account, bot.result());
            case Result.Failed failed -> answer(notConnected(failed));
            case Result.Lost lost -> answer(unreachable(lost.error()));
            case Result.NotReached gone -> answer(unreachable(gone.error()));
        });
    }

    private Uni<Connection> setWebhook(ChannelAccount account, JsonNode bot) {
        Connection known = Connection.connected(bot.path("id").asText(), learned(bot));
        ObjectNode webhook = body()
                .put("url", account.webhookUrl().toString())
                .put("secret_token", account.settings().requiredSecret(TelegramSettings.WEBHOOK_SECRET).reveal())
                .put("max_connections", PARALLEL_DELIVERIES)
                .put("drop_pending_updates", false);
        UPDATES.forEach(webhook.putArray("allowed_updates")::add);
        return api.call(account, "setWebhook", webhook).chain(result -> switch (result) {
            case Result.Done done -> answer(by(TelegramSettings.WEBHOOK, known));
            case Result.Failed failed when TelegramErrors.isAddressRefused(failed.code(), failed.words()) -> poll(account, known);
            case Result.Failed failed -> answer(but(known, notConnected(failed)));
            case Result.Lost lost -> answer(but(known, unreachable(lost.error())));
            case Result.NotReached gone -> answer(but(known, unreachable(gone.error())));
        });
    }

    /** Telegram will not deliver to our address: it is asked instead, which it answers only while no webhook of old is set. */
    private Uni<Connection> poll(ChannelAccount account, Connection known) {
        return api.call(account, "deleteWebhook", body().put("drop_pending_updates", false)).map(result -> switch (result) {
            case Result.Done done -> by(TelegramSettings.POLLING, known);
            case Result.Failed failed -> but(known, notConnected(failed));
            case Result.Lost lost -> but(known, unreachable(lost.error()));
            case Result.NotReached gone -> but(known, unreachable(gone.error()));
        });
    }

    private static Connection by(String way, Connection known) {
        Map<String, JsonNode> learned = new HashMap<>(known.learned());
        learned.put(TelegramSettings.UPDATES_BY, TelegramSettings.value(way));
        return Connection.connected(known.providerAccountId().orElseThrow(), learned);
    }

    /** The bot is known already, so the account can be told apart from others even while its webhook is refused. */
    private static Connection but(Connection known, Connection trouble) {
        return new Connection(trouble.state(), known.providerAccountId(), known.learned(), Optional.empty(), trouble.problem());
    }

    private static Map<String, JsonNode> learned(JsonNode bot) {
        return Map.of(
                TelegramSettings.BOT_ID, TelegramSettings.value(bot.path("id").asText()),
                TelegramSettings.BOT_USERNAME, TelegramSettings.value("@" + bot.path("username").asText()));
    }

    /** An account that asks for its updates looks whether Telegram takes our address by now. */
    Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return TelegramSettings.polls(account.settings()) ? connect(account) : webhook(account, lastInboundAt);
    }

    private Uni<Connection> webhook(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return api.call(account, "getWebhookInfo", body()).map(result -> switch (result) {
            case Result.Done info -> health(account, info.result(), lastInboundAt);
            case Result.Failed failed -> notConnected(failed);
            case Result.Lost lost -> unreachable(lost.error());
            case Result.NotReached gone -> unreachable(gone.error());
        });
    }

    private static Connection health(ChannelAccount account, JsonNode info, Optional<Instant> lastInboundAt) {
        String url = info.path("url").asText("");
        if (!url.equals(account.webhookUrl().toString())) {
            return trouble(State.DISCONNECTED, url.isEmpty()
                    ? new Misconfigured(new ProviderError("webhook_missing", "Telegram has no webhook for this bot"), "Reconnect this channel: its webhook is gone at Telegram")
                    : new Misconfigured(new ProviderError("webhook_elsewhere", "Telegram delivers this bot's messages to another address"), "Another program uses this bot token"));
        }
        Optional<Instant> lastError = Optional.of(info.path("last_error_date")).filter(JsonNode::isNumber).map(JsonNode::asLong).map(Instant::ofEpochSecond);
        boolean failing = lastError.isPresent() && lastInboundAt.map(last -> last.isBefore(lastError.get())).orElse(true);
        if (failing) {
            String words = TelegramApi.withoutTokens(info.path("last_error_message").asText("no words"));
            return trouble(State.FAILED, new Misconfigured(
                    new ProviderError("webhook_error", words), "Telegram cannot deliver to this installation: check that its address is reachable from the internet"));
        }
        return new Connection(State.CONNECTED, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** A revoked token has no webhook any more either, so every answer will do. */
    Uni<Void> disconnect(ChannelAccount account) {
        return api.call(account, "deleteWebhook", body().put("drop_pending_updates", true)).replaceWithVoid();
    }

    private static Connection notConnected(Result.Failed failed) {
        ChannelProblem problem = TelegramErrors.of(failed.code(), failed.words()).problem();
        return problem instanceof Unavailable ? Connection.unreachable(problem) : Connection.refused(problem);
    }

    private static Connection unreachable(ProviderError error) {
        return Connection.unreachable(new Unavailable(error, "Telegram could not be reached: it is tried again by itself"));
    }

    private static Connection trouble(State state, ChannelProblem problem) {
        return new Connection(state, Optional.empty(), Map.of(), Optional.empty(), Optional.of(problem));
    }

    private static Uni<Connection> answer(Connection connection) {
        return Uni.createFrom().item(connection);
    }

    private static ObjectNode body() {
        return TelegramPayload.JSON.createObjectNode();
    }
}
