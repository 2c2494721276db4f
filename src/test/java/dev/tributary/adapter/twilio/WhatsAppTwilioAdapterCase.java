package dev.tributary.adapter.twilio;

import static dev.tributary.channel.AdapterCase.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ProviderCase;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Settings;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Twilio's part of the conformance test. */
@Unremovable
@ApplicationScoped
class WhatsAppTwilioAdapterCase extends ProviderCase {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @Override
    public String type() {
        return WhatsAppTwilioAdapter.TYPE;
    }

    /** {@code scripted_url} leads to the provider that the test plays. */
    @Override
    public Settings settings(String baseUrl) {
        return new Settings(
                Map.of(
                        "scripted_url", TextNode.valueOf(baseUrl),
                        TwilioSettings.ACCOUNT_SID, TextNode.valueOf("AC00000000000000000000000000000001"),
                        TwilioSettings.SENDER, TextNode.valueOf("whatsapp:+15550100777")),
                Map.of(TwilioSettings.AUTH_TOKEN, new Secret(TOKEN)));
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN);
    }

    private static String signedFields(byte[] body) {
        try {
            return TwilioForm.read(body).signed();
        } catch (UnreadableEventException notAForm) {
            return "";
        }
    }

    @Override
    protected String proofHeader() {
        return TwilioSignature.HEADER;
    }

    @Override
    protected String proof(byte[] body, ChannelAccount account) {
        return TwilioSignature.sign(new Secret(TOKEN), account.webhookUrl() + signedFields(body));
    }

    @Override
    protected String contentType() {
        return "application/x-www-form-urlencoded";
    }

    @Override
    public boolean signsTheBody() {
        return true;
    }

    @Override
    public byte[] message() {
        return fixture("text.txt");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return bytes("MessageSid=SM1&From=whatsapp%3A%2B34600000123&Body=hola");
    }

    @Override
    public byte[] unknownType() {
        return bytes("MessageSid=SM1&From=whatsapp%3A%2B34600000123&MessageType=hologram&Body=");
    }

    @Override
    public String recipient() {
        return "34600000123";
    }

    @Override
    public Answer accepted() {
        return recorded("response-send-ok.json");
    }

    @Override
    public List<Row> errors() {
        List<Row> rows = new ArrayList<>();
        codes(rows, "credentials_rejected", 20003);
        codes(rows, "deferred", 20429, 14107, 20500, 30001, 63010, 63011, 63012, 63018, 63023);
        codes(rows, "recipient_unreachable", 21211, 21614, 21610, 63003, 63014, 63024, 63031, 63032);
        codes(rows, "permission_missing", 21408, 21612);
        codes(rows, "content_rejected", 21617, 21656, 21654, 21655, 63027, 63028, 63029, 11751, 63013, 63019, 63021, 63025, 63030);
        codes(rows, "misconfigured", 20404, 63001, 63005, 63007, 63008, 63020, 63038, 63049, 63051, 63112);
        codes(rows, "reply_window_closed", 63016);
        codes(rows, "provider_error", 99999);
        rows.add(new Row(recorded("response-error-20003-auth.json"), "credentials_rejected"));
        rows.add(new Row(recorded("response-error-20429-too-many.json"), "deferred"));
        rows.add(new Row(recorded("response-error-21211-invalid-to.json"), "recipient_unreachable"));
        rows.add(new Row(recorded("response-error-63007-no-channel.json"), "misconfigured"));
        rows.addAll(strayAnswers(201));
        return rows;
    }

    private static void codes(List<Row> rows, String outcome, int... codes) {
        for (int code : codes) {
            rows.add(new Row(Answer.json(400, "{\"code\":" + code + ",\"message\":\"some words\",\"status\":400}"), outcome));
        }
    }

    private static Answer recorded(String name) {
        try {
            JsonNode answer = new ObjectMapper().readTree(fixture(name));
            return Answer.json(answer.path("httpStatus").asInt(), answer.path("body").toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] fixture(String name) {
        try {
            return Files.readAllBytes(TwilioInboundTest.FIXTURES.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
