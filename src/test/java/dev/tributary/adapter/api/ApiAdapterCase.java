package dev.tributary.adapter.api;

import static dev.tributary.channel.AdapterCase.bytes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AdapterCase;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Settings;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Secret;
import dev.tributary.platform.webhook.WebhookKey;
import dev.tributary.platform.webhook.WebhookSignature;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API channel's part of the conformance test. */
@Unremovable
@ApplicationScoped
class ApiAdapterCase implements AdapterCase, AdapterCase.Webhooks, AdapterCase.Sending {

    private static final String TOKEN = "tok_conformance_0123456789abcdef";

    @Override
    public String type() {
        return ApiDescriptor.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        Map<String, JsonNode> values = Map.of("channel_id", TextNode.valueOf("api_3c9d"), "outbound_url", TextNode.valueOf(baseUrl + "/hook"));
        Settings given = new Settings(
                values,
                Map.of(
                        "inbound_token", new Secret(TOKEN),
                        "inbound_secret", new Secret(ApiFixtures.SECRET),
                        "outbound_secret", new Secret(ApiFixtures.SECRET)));
        return ApiFixtures.merged(given, ApiKeys.issue(given));
    }

    @Override
    public List<String> secrets() {
        return List.of(TOKEN, ApiFixtures.SECRET);
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return Optional.of(this);
    }

    @Override
    public Optional<Sending> sending() {
        return Optional.of(this);
    }

    @Override
    public WebhookRequest signed(byte[] body, ChannelAccount account) {
        Map<String, String> headers =
                new HashMap<>(WebhookSignature.headers(List.of(WebhookKey.parse(ApiFixtures.SECRET)), "msg_conformance", ApiFixtures.CLOCK, body));
        headers.put("content-type", "application/json");
        return ApiFixtures.request(headers, body);
    }

    @Override
    public List<String> proofHeaders() {
        return List.of(WebhookSignature.ID, WebhookSignature.TIMESTAMP, WebhookSignature.SIGNATURE);
    }

    @Override
    public boolean signsTheBody() {
        return true;
    }

    @Override
    public byte[] message() {
        return ApiFixtures.bytes("text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return bytes("{\"type\":\"message.created\",\"data\":{\"external_message_id\":\"x\",\"contact\":{\"external_id\":\"c\"},\"content\":{\"type\":\"text\",\"text\":\"hi\"}}}");
    }

    @Override
    public byte[] unknownType() {
        return ApiFixtures.bytes("future-event.json");
    }

    @Override
    public Optional<byte[]> severalEvents() {
        return Optional.of(ApiFixtures.bytes("batch.json"));
    }

    @Override
    public ThreadKey thread() {
        return ApiThreads.ofThread("t-5");
    }

    @Override
    public String recipient() {
        return "cust-77";
    }

    @Override
    public Answer accepted() {
        return Answer.json(200, "{\"external_message_id\":\"p-55\"}");
    }

    @Override
    public List<Row> errors() {
        return List.of(
                new Row(Answer.json(302, ""), "deferred"),
                new Row(Answer.json(400, "{}"), "deferred"),
                new Row(Answer.json(401, "{}"), "deferred"),
                new Row(Answer.json(403, "{}"), "deferred"),
                new Row(Answer.json(404, "{}"), "deferred"),
                new Row(Answer.json(408, "{}"), "deferred"),
                new Row(Answer.json(410, "{}"), "receiver_disabled"),
                new Row(Answer.json(422, "{\"error\":{\"code\":\"not_reachable\",\"text\":\"user blocked us\"}}"), "recipient_unreachable"),
                new Row(Answer.json(422, "{\"error\":{\"code\":\"too_long\",\"text\":\"at most 160 characters\"}}"), "content_rejected"),
                new Row(Answer.json(422, "{\"message\":\"no error object\"}"), "deferred"),
                new Row(new Answer(429, Map.of("retry-after", "30"), ""), "deferred"),
                new Row(Answer.json(500, "{}"), "deferred"),
                new Row(Answer.json(502, "<html>"), "deferred"),
                new Row(Answer.json(503, ""), "deferred"),
                new Row(Answer.json(504, ""), "deferred"));
    }

    /** The receiver drops the second copy of a webhook-id. */
    @Override
    public boolean silenceMeansMaybeSent() {
        return false;
    }
}
