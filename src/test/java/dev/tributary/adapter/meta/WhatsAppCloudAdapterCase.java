package dev.tributary.adapter.meta;

import static dev.tributary.channel.AdapterCase.bytes;

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
import java.util.Optional;

/** The Cloud API's part of the conformance test. */
@Unremovable
@ApplicationScoped
class WhatsAppCloudAdapterCase extends ProviderCase {

    static final String TOKEN = "EAAtestonlynotreal000000000000000000000000000000";
    static final String APP_SECRET = "tributary-test-app-secret";

    @Override
    public String type() {
        return WhatsAppCloudAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        return new Settings(
                Map.of(
                        ScriptedMeta.URL, TextNode.valueOf(baseUrl),
                        WhatsAppSettings.PHONE_NUMBER_ID, TextNode.valueOf("510000000000001"),
                        WhatsAppSettings.WABA_ID, TextNode.valueOf("410000000000001"),
                        WhatsAppSettings.APP_ID, TextNode.valueOf("310000000000001")),
                Map.of(
                        WhatsAppSettings.ACCESS_TOKEN, new Secret(TOKEN),
                        WhatsAppSettings.APP_SECRET, new Secret(APP_SECRET),
                        WhatsAppSettings.HANDSHAKE_TOKEN, new Secret("tributary-verify-token")));
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN, APP_SECRET, "tributary-verify-token");
    }

    @Override
    protected String proofHeader() {
        return "x-hub-signature-256";
    }

    @Override
    protected String proof(byte[] body, ChannelAccount account) {
        return HubSignature.sign(new Secret(APP_SECRET), body);
    }

    @Override
    public boolean signsTheBody() {
        return true;
    }

    @Override
    public byte[] message() {
        return MetaFixtures.bytes("whatsapp-cloud", "text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return delivery("{\"from_user_id\":\"GB.1\",\"id\":\"wamid.1\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}");
    }

    @Override
    public byte[] unknownType() {
        return delivery("{\"from\":\"447700900123\",\"id\":\"wamid.1\",\"timestamp\":\"1\",\"type\":\"hologram\",\"hologram\":{}}");
    }

    @Override
    public Optional<byte[]> severalEvents() {
        String one = "{\"from\":\"447700900123\",\"id\":\"wamid.1\",\"timestamp\":\"1\",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}";
        return Optional.of(delivery(one + "," + one.replace("wamid.1", "wamid.2")));
    }

    static byte[] delivery(String messages) {
        return bytes("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"messages\":[" + messages + "]}}]}]}");
    }

    @Override
    public String recipient() {
        return "447700900123";
    }

    @Override
    public Answer accepted() {
        return MetaFixtures.answer("whatsapp-cloud", "response-send-ok.json");
    }

    @Override
    public List<Row> errors() {
        List<Row> rows = new ArrayList<>();
        codes(rows, "credentials_rejected", 190);
        codes(rows, "permission_missing", 3, 10, 200, 299, 131005);
        codes(rows, "content_rejected", 100, 33, 131008, 131009, 131051, 131052, 131053, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018);
        codes(rows, "deferred", 1, 2, 4, 80007, 130429, 131000, 131016, 131056, 131057, 133004);
        codes(rows, "misconfigured", 368, 130497, 131031, 131037, 131042, 131044, 131045, 131048, 131064, 133010, 133016);
        codes(rows, "recipient_unreachable", 130472, 131021, 131026, 131030, 131049, 131050, 131062, 137000);
        codes(rows, "reply_window_closed", 131047);
        codes(rows, "provider_error", 987654);
        List.of("130429-throughput", "131056-pair-rate", "500-transient").forEach(name -> rows.add(new Row(recorded(name), "deferred")));
        rows.add(new Row(recorded("131047-window"), "reply_window_closed"));
        rows.add(new Row(recorded("132001-template-missing"), "content_rejected"));
        rows.add(new Row(recorded("190-expired-token"), "credentials_rejected"));
        rows.addAll(strayAnswers(200));
        return rows;
    }

    private static Answer recorded(String name) {
        return MetaFixtures.answer("whatsapp-cloud", "response-error-" + name + ".json");
    }

    static void codes(List<Row> rows, String outcome, int... codes) {
        for (int code : codes) {
            rows.add(new Row(MetaFixtures.error(400, code, 0), outcome));
        }
    }
}
