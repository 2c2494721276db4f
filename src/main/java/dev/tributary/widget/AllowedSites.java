package dev.tributary.widget;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The websites that may show a widget: {@code shop.example} is that host alone, {@code *.shop.example} every host below it and not
 * itself; an empty list is everybody. A barrier against nuisance, not authentication: a program can claim any origin.
 */
record AllowedSites(List<String> domains) {

    boolean everybody() {
        return domains.isEmpty();
    }

    /** Whether a page of this origin may show the widget; text that is no http(s) origin never may. */
    boolean allows(String origin) {
        Optional<URI> site = parse(origin);
        return site.isPresent() && (everybody() || domains.stream().anyMatch(domain -> matches(domain.toLowerCase(Locale.ROOT), site.get())));
    }

    /** For the frame page's {@code Content-Security-Policy}. */
    String frameAncestors() {
        return everybody() ? "*" : "'self' " + String.join(" ", domains.stream().flatMap(domain -> java.util.stream.Stream.of("https://" + domain, "http://" + domain)).toList());
    }

    /** The origin of a page's address, as browsers spell it. */
    static Optional<String> originOf(String url) {
        return parse(url).map(site -> site.getScheme() + "://" + authority(site));
    }

    private static boolean matches(String domain, URI site) {
        int colon = domain.lastIndexOf(':');
        String host = colon < 0 ? domain : domain.substring(0, colon);
        boolean samePort = colon < 0 || site.getPort() == Integer.parseInt(domain.substring(colon + 1));
        boolean sameHost = host.startsWith("*.") ? site.getHost().endsWith(host.substring(1)) && site.getHost().length() > host.length() - 1 : site.getHost().equals(host);
        return samePort && sameHost;
    }

    private static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text.strip().toLowerCase(Locale.ROOT));
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return isWeb && uri.getHost() != null && uri.getUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException | NullPointerException notAnAddress) {
            return Optional.empty();
        }
    }

    private static String authority(URI site) {
        return site.getPort() < 0 ? site.getHost() : site.getHost() + ":" + site.getPort();
    }
}
