package dev.tributary.channel;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where providers reach us: {@code /webhooks/{type in lower case, - for _}/{key}} below the public URL. */
@ApplicationScoped
public class WebhookUrls {

    private final String publicUrl;

    WebhookUrls(@ConfigProperty(name = "tributary.public-url", defaultValue = "http://localhost:8080") String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    public URI of(String type, String webhookKey) {
        return URI.create(publicUrl + "/webhooks/" + pathOf(type) + "/" + webhookKey);
    }

    /** Any other address of ours. */
    URI below(String path) {
        return URI.create(publicUrl + path);
    }

    /** {@code WHATSAPP_CLOUD} as it stands in a URL. */
    public static String pathOf(String type) {
        return type.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
