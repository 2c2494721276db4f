package dev.tributary.identity;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether a browser's request was made by one of our own pages. Browsers name the page's origin in every POST and in
 * every WebSocket upgrade; programs name none, and have no cookie that somebody could make them send.
 */
@ApplicationScoped
public class SameOrigin {
    private final URI publicUrl;

    SameOrigin(@ConfigProperty(name = "tributary.public-url", defaultValue = "http://localhost:8080") URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Fails with 403 {@code origin_foreign}, unless {@link #isOurs}. */
    public void require(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (!isOurs(origin, context.request().authority())) {
            throw IdentityProblems.originForeign();
        }
    }

    /**
     * @param origin    the Origin header; null where there is none, which no browser leaves out
     * @param authority host and port that the request was sent to
     */
    public boolean isOurs(String origin, HostAndPort authority) {
        if (origin == null) {
            return true;
        }
        try {
            String from = authorityOf(URI.create(origin));
            return from.equals(authorityOf(publicUrl)) || (authority != null && from.equals(normal(authority)));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Whether browsers reach the service over encrypted connections. */
    boolean isHttps() {
        return "https".equalsIgnoreCase(publicUrl.getScheme());
    }

    URI publicUrl() {
        return publicUrl;
    }

    private static String authorityOf(URI uri) {
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("an origin without a host");
        }
        int port = uri.getPort() != -1 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** A Host header leaves out the scheme's own port; which scheme it was, a proxy may have hidden. */
    private String normal(HostAndPort authority) {
        int port = authority.port() > 0 ? authority.port() : isHttps() ? 443 : 80;
        return authority.host().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
