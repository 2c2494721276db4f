package dev.tributary.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The case of an adapter whose provider posts to us, proves itself by one header, and is called to send. */
public abstract class ProviderCase implements AdapterCase, AdapterCase.Webhooks, AdapterCase.Sending {

    /** In lower case. */
    protected abstract String proofHeader();

    protected abstract String proof(byte[] body, ChannelAccount account);

    protected String contentType() {
        return "application/json";
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
        return new WebhookRequest(
                "POST",
                account.webhookUrl().toString(),
                Map.of(),
                Map.of("content-type", contentType(), proofHeader(), proof(body, account)),
                body,
                Instant.parse("2026-11-21T12:00:00Z"));
    }

    @Override
    public List<String> proofHeaders() {
        return List.of(proofHeader());
    }

    @Override
    public ThreadKey thread() {
        return new ThreadKey(recipient());
    }

    /** What proxies answer in the provider's place. */
    protected static List<Row> strayAnswers(int success) {
        return List.of(
                new Row(new Answer(502, Map.of("content-type", "text/html"), "<html>Bad Gateway</html>"), "deferred"),
                new Row(new Answer(success, Map.of("content-type", "text/html"), "<html>a captive portal</html>"), "may_have_been_sent"));
    }
}
