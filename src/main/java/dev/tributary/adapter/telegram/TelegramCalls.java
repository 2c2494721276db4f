package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.adapter.telegram.TelegramKeys.Address;
import dev.tributary.adapter.telegram.TelegramOutbound.Call;
import dev.tributary.adapter.telegram.TelegramOutbound.Upload;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ThreadKey;
import dev.tributary.platform.EgressBody.Part;
import dev.tributary.platform.FileStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The calls that write to a chat. */
@ApplicationScoped
class TelegramCalls {

    private final TelegramApi api;
    private final FileStore store;

    TelegramCalls(TelegramApi api, FileStore store) {
        this.api = api;
        this.store = store;
    }

    /** Makes the call, with the bytes of its files. */
    Uni<Result> make(Call call, ChannelAccount account) {
        if (call.files().isEmpty()) {
            return api.call(account, call.method(), call.body());
        }
        return Multi.createFrom().iterable(call.files())
                .onItem().transformToUniAndConcatenate(this::part)
                .collect().asList()
                .chain(parts -> api.upload(account, call.method(), call.body(), parts));
    }

    private Uni<Part> part(Upload upload) {
        return store.path(upload.file().storageKey())
                .map(path -> new Part.FilePath(upload.part(), upload.file().fileName(), upload.file().contentType(), path));
    }

    Uni<Void> typing(ThreadKey thread, ChannelAccount account) {
        Address to = TelegramKeys.address(thread);
        ObjectNode body = TelegramPayload.JSON.createObjectNode().put("chat_id", to.chatId()).put("action", "typing");
        to.topic().ifPresent(topic -> body.put("message_thread_id", topic));
        to.businessConnection().ifPresent(connection -> body.put("business_connection_id", connection));
        return api.call(account, "sendChatAction", body).replaceWithVoid();
    }

    /** In a business account's chat; a bot's own chats know no read marks. */
    Uni<Void> read(ThreadKey thread, long message, ChannelAccount account) {
        Address chat = TelegramKeys.address(thread);
        ObjectNode body = TelegramPayload.JSON.createObjectNode()
                .put("business_connection_id", chat.businessConnection().orElseThrow())
                .put("chat_id", Long.parseLong(chat.chatId()))
                .put("message_id", message);
        return api.call(account, "readBusinessMessage", body).replaceWithVoid();
    }

    Uni<Void> answerCallback(String queryId, ChannelAccount account) {
        return api.call(account, "answerCallbackQuery", TelegramPayload.JSON.createObjectNode().put("callback_query_id", queryId)).replaceWithVoid();
    }
}
