package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.AdapterCase;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** E-mail's part of the conformance test: it speaks SMTP rather than HTTP, so its error table is tested beside its sending. */
@Unremovable
@ApplicationScoped
class EmailAdapterCase implements AdapterCase {

    private static final String PASSWORD = "conformance-app-password";

    @Override
    public String type() {
        return EmailAdapter.TYPE;
    }

    @Override
    public Settings settings(String baseUrl) {
        Map<String, JsonNode> values = Map.of(
                EmailSettings.ADDRESS, TextNode.valueOf("support@shop.example"),
                EmailSettings.IMAP_HOST, TextNode.valueOf("127.0.0.1"),
                EmailSettings.IMAP_PORT, IntNode.valueOf(1),
                EmailSettings.IMAP_TLS, TextNode.valueOf("none"));
        return new Settings(values, Map.of(EmailSettings.IMAP_PASSWORD, new Secret(PASSWORD)));
    }

    @Override
    public List<String> secrets() {
        return List.of(PASSWORD);
    }
}
