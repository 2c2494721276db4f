package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Sender;
import dev.tributary.channel.StartsConversations.Started;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writing first: a bot may, to a channel that it administrates; to a person it never may. */
@ApplicationScoped
class TelegramStart {

    private static final Pattern ADDRESS = Pattern.compile("(?:(?:https?://)?t\\.me/|@)(\\w{4,64})|(-\\d{1,18})");

    private final TelegramApi api;

    TelegramStart(TelegramApi api) {
        this.api = api;
    }

    Uni<Started> start(String address, ChannelAccount account) {
        Matcher parts = ADDRESS.matcher(address.strip());
        if (!parts.matches()) {
            return Uni.createFrom().item(new Started.Refused(notFirst(new ProviderError("not_a_channel", "a bot cannot write to a person first"))));
        }
        var body = TelegramPayload.JSON.createObjectNode();
        body.put("chat_id", parts.group(1) != null ? "@" + parts.group(1) : parts.group(2));
        return api.call(account, "getChat", body).map(TelegramStart::started);
    }

    private static Started started(Result result) {
        return switch (result) {
            case Result.Done chat -> channel(chat.result());
            case Result.Failed failed -> new Started.Refused(TelegramErrors.of(failed.code(), failed.words()).problem());
            case Result.Lost lost -> unreachable(lost.error());
            case Result.NotReached gone -> unreachable(gone.error());
        };
    }

    private static Started channel(JsonNode chat) {
        String type = chat.path("type").asText();
        if (type.equals("private") || type.isEmpty()) {
            return new Started.Refused(notFirst(new ProviderError("not_a_channel", "the address belongs to a person")));
        }
        String id = chat.path("id").asText();
        String title = chat.path("title").asText(id);
        InboundEvent.Thread thread =
                new InboundEvent.Thread(TelegramKeys.thread(Long.parseLong(id)), Optional.of(title), Optional.empty(), Map.of());
        return new Started.Thread(Sender.of(id, title), thread);
    }

    private static Started unreachable(ProviderError error) {
        return new Started.Refused(new Unavailable(error, "Telegram could not be reached: try again"));
    }

    private static ChannelProblem notFirst(ProviderError error) {
        return new RecipientUnreachable(error, "The customer must write to the bot first");
    }
}
