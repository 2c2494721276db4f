package dev.tributary.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/**
 * The cookie that a browser is signed in by: not readable by scripts, not sent along by other sites' forms, and by
 * encrypted connections alone where browsers reach the service by them. It lasts as long as the server lets it.
 */
@ApplicationScoped
class SessionCookies {
    static final String NAME = "tributary_session";

    private final boolean isSecure;
    private final Duration lifetime;

    SessionCookies(SameOrigin address, IdentityConfig config) {
        this.isSecure = address.isHttps();
        this.lifetime = config.session().lifetime();
    }

    NewCookie with(String token) {
        return cookie(token, lifetime);
    }

    NewCookie gone() {
        return cookie("", Duration.ZERO);
    }

    private NewCookie cookie(String value, Duration maxAge) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .maxAge(Math.toIntExact(maxAge.toSeconds()))
                .httpOnly(true)
                .secure(isSecure)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
