package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramPayload.BusinessConnection;
import dev.tributary.adapter.telegram.TelegramPayload.Rights;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Settings;
import dev.tributary.channel.ThreadKey;
import java.time.Instant;
import java.util.Optional;

/** Business accounts for which the bot answers: what Telegram told of each is kept with the channel account. Pure. */
final class TelegramBusiness {

    private static final String WHERE = "in Telegram under Settings → Telegram Business → Chatbots";

    private TelegramBusiness() {}

    /** What is kept of a connection, and shown to admins. */
    static ObjectNode kept(BusinessConnection connection) {
        ObjectNode kept = TelegramPayload.JSON.createObjectNode();
        connection.user().ifPresent(user -> {
            kept.put("user_id", Long.toString(user.id()));
            TelegramNames.of(user).ifPresent(name -> kept.put("name", name));
            user.username().ifPresent(name -> kept.put("username", name));
        });
        return kept.put("is_enabled", connection.isEnabled())
                .put("can_reply", connection.rights().map(Rights::canReply).orElse(false))
                .put("can_read_messages", connection.rights().map(Rights::canReadMessages).orElse(false))
                .put("at", Instant.ofEpochSecond(connection.date()).toString());
    }

    /** Why nothing can be sent in a business account's chat; empty for other chats, and where nothing is known against it. */
    static Optional<ChannelProblem> refusal(ThreadKey thread, Settings settings) {
        return TelegramKeys.address(thread).businessConnection()
                .map(id -> settings.json(TelegramSettings.BUSINESS_CONNECTIONS).path(id))
                .filter(JsonNode::isObject)
                .flatMap(TelegramBusiness::refusal);
    }

    /** Whether the business account lets this bot mark its customers' messages as read. */
    static boolean marksRead(ThreadKey thread, Settings settings) {
        return TelegramKeys.address(thread).businessConnection()
                .map(id -> settings.json(TelegramSettings.BUSINESS_CONNECTIONS).path(id))
                .filter(connection -> connection.path("is_enabled").asBoolean() && connection.path("can_read_messages").asBoolean())
                .isPresent();
    }

    private static Optional<ChannelProblem> refusal(JsonNode connection) {
        if (!connection.path("is_enabled").asBoolean()) {
            ProviderError cause = new ProviderError("business_connection_closed", "the business account has disconnected this bot");
            return Optional.of(new PermissionMissing(cause, "Connect the bot to the business account again " + WHERE));
        }
        if (!connection.path("can_reply").asBoolean()) {
            ProviderError cause = new ProviderError("business_reply_not_allowed", "the business account does not let this bot reply");
            return Optional.of(new PermissionMissing(cause, "Let the bot reply to messages " + WHERE));
        }
        return Optional.empty();
    }
}
