package dev.tributary.widget;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;

/** What a request says of where it comes from. */
record Knock(Optional<String> bearer, Optional<String> origin, HostAndPort authority, String address, Optional<String> userAgent) {

    private static final String BEARER = "Bearer ";
    private static final int MAX_USER_AGENT = 500;

    static Knock of(HttpServerRequest request) {
        return new Knock(
                header(request, "Authorization").filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length())).map(text -> text.substring(BEARER.length()).strip()),
                header(request, "Origin").or(() -> header(request, "Referer").flatMap(AllowedSites::originOf)),
                request.authority(),
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress(),
                header(request, "User-Agent").map(text -> VisitorFacts.cut(text, MAX_USER_AGENT)));
    }

    private static Optional<String> header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).filter(text -> !text.isBlank());
    }
}
