package dev.tributary.platform;

import java.net.InetAddress;
import java.net.URI;

/**
 * A URL that was let through, with the one address it may be connected to.
 *
 * @param host as it is named to the server, for {@code Host}, SNI and the certificate check
 * @param address resolved once; connecting to anything else would undo the check
 */
record EgressTarget(URI uri, String host, int port, InetAddress address) {

    boolean isTls() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Path and query, as they are sent. */
    String pathAndQuery() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    String origin() {
        return origin(uri.getScheme(), host, port);
    }

    boolean hasOriginOf(URI other) {
        int otherPort = other.getPort() >= 0 ? other.getPort() : "https".equalsIgnoreCase(other.getScheme()) ? 443 : 80;
        return uri.getScheme().equalsIgnoreCase(other.getScheme()) && host.equalsIgnoreCase(other.getHost()) && port == otherPort;
    }

    /** Scheme, host and port of any text, or a placeholder: what may be printed of a URL. */
    static String originOf(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() == null ? "(an unreadable URL)" : origin(uri.getScheme(), uri.getHost(), uri.getPort());
        } catch (IllegalArgumentException unreadable) {
            return "(an unreadable URL)";
        }
    }

    private static String origin(String scheme, String host, int port) {
        return (scheme + "://" + host + (port < 0 ? "" : ":" + port)).toLowerCase(java.util.Locale.ROOT);
    }
}
