package dev.tributary.adapter.whatsapplite;

import dev.tributary.channel.ProviderCase;
import dev.tributary.channel.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What both gateways have in common in the conformance test. */
abstract class LiteCase extends ProviderCase {

    abstract String dialect();

    abstract String secret();

    @Override
    public String type() {
        return WhatsAppLiteAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        return LiteFixtures.settings(dialect(), false, Map.of(ScriptedGateway.URL, baseUrl));
    }

    @Override
    public List<String> secrets() {
        return List.of(LiteFixtures.API_KEY, secret());
    }

    @Override
    public String recipient() {
        return "14155550142";
    }

    /** The message of the conformance test is older than a link is waited for. */
    @Override
    public List<Row> errors() {
        List<Row> rows = new ArrayList<>(strayAnswers(201));
        rows.add(new Row(LiteFixtures.answer("response-error-400-not-on-whatsapp.json"), "recipient_unreachable"));
        rows.add(new Row(LiteFixtures.answer("response-error-400-connection-closed.json"), "provider_unavailable"));
        rows.add(new Row(LiteFixtures.answer("response-error-401-bad-key.json"), "credentials_rejected"));
        rows.add(new Row(LiteFixtures.answer("response-error-403-name-in-use.json"), "misconfigured"));
        rows.add(new Row(LiteFixtures.answer("response-error-404-no-instance.json"), "misconfigured"));
        rows.add(new Row(Answer.json(400, "{\"status\":400,\"response\":{\"message\":[\"instance requires property text\"]}}"), "content_rejected"));
        rows.add(new Row(Answer.json(422, "{\"message\":\"Session status is not as expected\"}"), "provider_unavailable"));
        rows.add(new Row(Answer.json(500, "{\"status\":500,\"error\":\"Internal Server Error\"}"), "deferred"));
        return rows;
    }
}
