package dev.tributary.sandbox.meta;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** The page on which people consent, or do not. */
final class ConsentPage {

    static final String POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private ConsentPage() {}

    /** @param ways what can be done, with where it leads */
    static String of(String provider, Collection<String> scopes, Map<String, String> ways) {
        String asked = scopes.stream().map(scope -> "<li><code>" + escaped(scope) + "</code></li>").collect(Collectors.joining());
        String links = ways.entrySet().stream()
                .map(way -> "<p><a class=\"button\" href=\"" + escaped(way.getValue()) + "\">" + escaped(way.getKey()) + "</a></p>")
                .collect(Collectors.joining());
        return page(provider, "<h1>Log in with " + escaped(provider) + "</h1><p>Tributary asks for:</p><ul>" + asked + "</ul>" + links);
    }

    static String refusal(String words) {
        return page("Not possible", "<h1>URL blocked</h1><p>" + escaped(words) + "</p>");
    }

    static String back(String redirectUri, Map<String, String> query) {
        return redirectUri + "?" + query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(title)
                + " (sandbox)</title><link rel=\"stylesheet\" href=\"/simulator/simulator.css\"></head><body><main>" + body
                + "<p>This is the sandbox: no real account is asked for.</p></main></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
