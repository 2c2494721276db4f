package dev.tributary.adapter.meta;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Ids and values on their way into an address. Pure. */
final class MetaPaths {

    private MetaPaths() {}

    /** One step of a path: it cannot leave it. */
    static String segment(String id) {
        return value(id).replace("+", "%20").replace(".", "%2E");
    }

    static String value(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
