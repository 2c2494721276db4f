package dev.tributary.adapter.telegram;

import static dev.tributary.channel.AdapterCase.bytes;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ProviderCase;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Telegram's part of the conformance test. */
@Unremovable
@ApplicationScoped
class TelegramAdapterCase extends ProviderCase {

    static final String TOKEN = "7012345678:TEST-only-token-not-real-0000000000000";
    static final String WEBHOOK_SECRET = "tg-test-secret_0123456789ABCDEFabcdef";

    @Override
    public String type() {
        return TelegramAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        return new Settings(
                Map.of(TelegramSettings.API_BASE_URL, TextNode.valueOf(baseUrl), TelegramSettings.BOT_ID, TextNode.valueOf("7012345678")),
                Map.of(TelegramSettings.BOT_TOKEN, new Secret(TOKEN), TelegramSettings.WEBHOOK_SECRET, new Secret(WEBHOOK_SECRET)));
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN, WEBHOOK_SECRET);
    }

    @Override
    protected String proofHeader() {
        return "x-telegram-bot-api-secret-token";
    }

    @Override
    protected String proof(byte[] body, ChannelAccount account) {
        return WEBHOOK_SECRET;
    }

    @Override
    public boolean signsTheBody() {
        return false;
    }

    @Override
    public byte[] message() {
        return fixture("text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return bytes("{\"update_id\":1,\"message\":{\"message_id\":1,\"from\":{\"id\":5,\"first_name\":\"Ada\"},\"chat\":{\"id\":5,\"type\":\"private\"},\"date\":1,\"text\":\"hi\"}}");
    }

    @Override
    public byte[] unknownType() {
        return fixture("update-from-the-future.json");
    }

    /** An update is one event, except for a deletion of several messages. */
    @Override
    public Optional<byte[]> severalEvents() {
        return Optional.of(fixture("business-messages-deleted.json"));
    }

    @Override
    public String recipient() {
        return "987654321";
    }

    @Override
    public Answer accepted() {
        return Answer.json(200, new String(fixture("response-sendMessage.json"), java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public List<Row> errors() {
        List<Row> rows = new ArrayList<>();
        Map.ofEntries(
                        Map.entry("401 Unauthorized", "credentials_rejected"),
                        Map.entry("404 Not Found", "credentials_rejected"),
                        Map.entry("403 Forbidden: bot was blocked by the user", "recipient_unreachable"),
                        Map.entry("403 Forbidden: user is deactivated", "recipient_unreachable"),
                        Map.entry("403 Forbidden: bot can't initiate conversation with a user", "recipient_unreachable"),
                        Map.entry("403 Forbidden: bot was kicked from the supergroup chat", "recipient_unreachable"),
                        Map.entry("403 Forbidden: the group chat was deleted", "recipient_unreachable"),
                        Map.entry("403 Forbidden: bot can't send messages to bots", "recipient_unreachable"),
                        Map.entry("400 Bad Request: chat not found", "recipient_unreachable"),
                        Map.entry("400 Bad Request: message text is empty", "content_rejected"),
                        Map.entry("400 Bad Request: message is too long", "content_rejected"),
                        Map.entry("400 Bad Request: can't parse entities: x", "content_rejected"),
                        Map.entry("400 Bad Request: message to be replied not found", "content_rejected"),
                        Map.entry("400 Bad Request: BUTTON_DATA_INVALID", "content_rejected"),
                        Map.entry("400 Bad Request: file is too big", "content_rejected"),
                        Map.entry("400 Bad Request: wrong file_id or the file is temporarily unavailable", "content_rejected"),
                        Map.entry("400 Bad Request: failed to get HTTP URL content", "content_rejected"),
                        Map.entry("400 Bad Request: not enough rights to send text messages to the chat", "permission_missing"),
                        Map.entry("400 Bad Request: message thread not found", "recipient_unreachable"),
                        Map.entry("400 Bad Request: something new", "provider_error"),
                        Map.entry("409 Conflict: terminated by other getUpdates request", "misconfigured"),
                        Map.entry("429 Too Many Requests: retry after 7", "deferred"),
                        Map.entry("500 Internal Server Error", "deferred"),
                        Map.entry("502 Bad Gateway", "deferred"))
                .forEach((error, outcome) -> rows.add(new Row(error(error), outcome)));
        rows.addAll(strayAnswers(200));
        rows.add(new Row(error("400 Bad Request: group chat was upgraded to a supergroup chat"), "recipient_unreachable"));
        return rows;
    }

    private static Answer error(String error) {
        int code = Integer.parseInt(error.substring(0, 3));
        return Answer.json(code, "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"" + error.substring(4) + "\"}");
    }

    private static byte[] fixture(String name) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/fixtures/telegram", name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
