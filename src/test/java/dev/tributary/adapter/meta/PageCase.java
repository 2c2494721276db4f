package dev.tributary.adapter.meta;

import static dev.tributary.channel.AdapterCase.bytes;

import dev.tributary.channel.ProviderCase;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.platform.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Messenger and Instagram have in common in the conformance test. */
abstract class PageCase extends ProviderCase {

    static final String TOKEN = "EAAtestonlynotreal000000000000000000000000000000";
    static final String APP_SECRET = "tributary-test-app-secret";

    /** Where its fixtures are. */
    abstract String fixtures();

    @Override
    public List<String> secrets() {
        return List.of(TOKEN, APP_SECRET);
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
        return MetaFixtures.bytes(fixtures(), "text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return bytes("{\"entry\":[{\"messaging\":[{\"sender\":{\"id\":\"7\"},\"message\":{\"mid\":\"m\",\"text\":\"hi\"}}]}]}");
    }

    @Override
    public byte[] unknownType() {
        return bytes("{\"entry\":[{\"messaging\":[{\"sender\":{\"id\":\"7\"},\"timestamp\":1,\"hologram\":{}}]}]}");
    }

    @Override
    public Optional<byte[]> severalEvents() {
        String one = "{\"sender\":{\"id\":\"7\"},\"timestamp\":1,\"message\":{\"mid\":\"m1\",\"text\":\"hi\"}}";
        return Optional.of(bytes("{\"entry\":[{\"messaging\":[" + one + "," + one.replace("m1", "m2") + "]}]}"));
    }

    @Override
    public String recipient() {
        return "7400000000000123";
    }

    @Override
    public Answer accepted() {
        return MetaFixtures.answer(fixtures(), "response-send-ok.json");
    }

    @Override
    public List<Row> errors() {
        List<Row> rows = new ArrayList<>();
        WhatsAppCloudAdapterCase.codes(rows, "credentials_rejected", 190);
        WhatsAppCloudAdapterCase.codes(rows, "permission_missing", 3, 10, 200, 299, 33, 803);
        WhatsAppCloudAdapterCase.codes(rows, "recipient_unreachable", 551, 230, 9010, 2534001);
        WhatsAppCloudAdapterCase.codes(rows, "content_rejected", 100, 2534013, 2534025);
        WhatsAppCloudAdapterCase.codes(rows, "deferred", -1, 1, 2, 4, 17, 32, 199, 613, 1200, 80002, 80006);
        WhatsAppCloudAdapterCase.codes(rows, "misconfigured", 368);
        WhatsAppCloudAdapterCase.codes(rows, "provider_error", 987654);
        row(rows, 10, 2018278, "reply_window_closed");
        row(rows, 10, 2534022, "reply_window_closed");
        row(rows, 10, 1893063, "misconfigured");
        row(rows, 100, 2018001, "recipient_unreachable");
        row(rows, 100, 2534014, "recipient_unreachable");
        row(rows, 100, 2018109, "content_rejected");
        row(rows, 100, 33, "permission_missing");
        row(rows, 2, 2018344, "misconfigured");
        rows.addAll(strayAnswers(200));
        return rows;
    }

    private static void row(List<Row> rows, int code, int subcode, String outcome) {
        rows.add(new Row(MetaFixtures.error(400, code, subcode), outcome));
    }
}
