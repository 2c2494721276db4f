package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ProviderCase;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** 360dialog's part of the conformance test. */
@Unremovable
@ApplicationScoped
class WhatsAppDialogAdapterCase extends ProviderCase {

    private static final String KEY = "tributary-360-test-api-key";
    private static final String SECRET = "tributary-360-webhook-secret";

    @Override
    public String type() {
        return WhatsAppDialogAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        return new Settings(
                Map.of(ScriptedMeta.URL, TextNode.valueOf(baseUrl)),
                Map.of(WhatsAppSettings.API_KEY, new Secret(KEY), WhatsAppSettings.WEBHOOK_SECRET, new Secret(SECRET)));
    }

    @Override
    public List<String> secrets() {
        return List.of(KEY, SECRET);
    }

    @Override
    protected String proofHeader() {
        return "authorization";
    }

    @Override
    protected String proof(byte[] body, ChannelAccount account) {
        return "Bearer " + SECRET;
    }

    @Override
    public boolean signsTheBody() {
        return false;
    }

    @Override
    public byte[] message() {
        return MetaFixtures.bytes("whatsapp-360dialog", "text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return WhatsAppCloudAdapterCase.delivery("{\"from\":\"46700123456\",\"id\":\"wamid.1\",\"type\":\"text\",\"text\":{\"body\":\"hej\"}}");
    }

    @Override
    public byte[] unknownType() {
        return WhatsAppCloudAdapterCase.delivery("{\"from\":\"46700123456\",\"id\":\"wamid.1\",\"type\":\"hologram\"}");
    }

    @Override
    public String recipient() {
        return "46700123456";
    }

    @Override
    public Answer accepted() {
        return MetaFixtures.answer("whatsapp-360dialog", "response-send-ok.json");
    }

    @Override
    public List<Row> errors() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(recorded("400-payment"), "misconfigured"));
        rows.add(new Row(recorded("401-bad-key"), "credentials_rejected"));
        rows.add(new Row(recorded("131047-window"), "reply_window_closed"));
        rows.add(new Row(recorded("132000-template-params"), "content_rejected"));
        rows.add(new Row(own(400, "This API has been disabled"), "misconfigured"));
        rows.add(new Row(own(400, "You exceeded the endpoint rate limit"), "deferred"));
        rows.add(new Row(own(403, "This endpoint is blocked"), "permission_missing"));
        rows.add(new Row(own(429, "Too many"), "deferred"));
        rows.add(new Row(own(502, "not available"), "deferred"));
        WhatsAppCloudAdapterCase.codes(rows, "credentials_rejected", 190);
        WhatsAppCloudAdapterCase.codes(rows, "deferred", 1, 2, 130429, 131000, 131016, 131056);
        return rows;
    }

    private static Answer recorded(String name) {
        return MetaFixtures.answer("whatsapp-360dialog", "response-error-" + name + ".json");
    }

    private static Answer own(int status, String words) {
        return Answer.json(status, "{\"meta\":{\"success\":false,\"http_code\":" + status + ",\"developer_message\":\"" + words + "\"}}");
    }
}
