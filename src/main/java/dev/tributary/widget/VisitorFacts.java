package dev.tributary.widget;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What visitors and pages tell, made safe to keep: trimmed, bounded, without control characters. Pure. */
final class VisitorFacts {

    static final int MAX_EMAIL = 254;
    static final int MAX_NAME = 128;
    private static final int MAX_URL = 2_000;
    private static final int MAX_TITLE = 300;
    private static final int MAX_ATTRIBUTES = 30;
    private static final int MAX_VALUE = 500;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"',;]{1,64}@[^\\s@<>\"',;]{1,190}\\.[^\\s@<>\"',;]{2,63}");
    private static final Pattern PHONE = Pattern.compile("\\+?[\\d\\s()./-]{6,25}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final Pattern UTM = Pattern.compile("[?&](utm_(?:source|medium|campaign|term|content))=([^&#]*)");

    private VisitorFacts() {}

    /** A page as a visitor's browser tells it. */
    public record Page(String url, String title, String referrer) {}

    /** Empty for what is no address. */
    static Optional<String> email(String text) {
        return Optional.ofNullable(text).map(given -> given.strip().toLowerCase(Locale.ROOT)).filter(given -> given.length() <= MAX_EMAIL && EMAIL.matcher(given).matches());
    }

    static Optional<String> phone(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(given -> PHONE.matcher(given).matches());
    }

    static Optional<String> name(String text) {
        return Optional.ofNullable(text).map(given -> cut(given.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip(), MAX_NAME)).filter(given -> !given.isBlank());
    }

    /** Attributes of a contact: plain names, plain values, not too many. */
    static Map<String, String> attributes(Map<String, Object> given) {
        Map<String, String> kept = new HashMap<>();
        if (given != null) {
            given.forEach((key, value) -> {
                boolean isPlain = value instanceof String || value instanceof Number || value instanceof Boolean;
                if (isPlain && kept.size() < MAX_ATTRIBUTES && KEY.matcher(key).matches()) {
                    kept.put(key, cut(value.toString().replace("\0", ""), MAX_VALUE));
                }
            });
        }
        return kept;
    }

    /** Null where the page is not told. */
    static JsonObject page(Page page) {
        if (page == null || AllowedSites.originOf(page.url()).isEmpty()) {
            return null;
        }
        JsonObject kept = new JsonObject().put("url", cut(page.url(), MAX_URL));
        Optional.ofNullable(page.title()).ifPresent(title -> kept.put("title", cut(title, MAX_TITLE)));
        Optional.ofNullable(page.referrer()).filter(text -> !text.isBlank()).ifPresent(referrer -> kept.put("referrer", cut(referrer, MAX_URL)));
        UTM.matcher(page.url()).results().forEach(match -> kept.put(match.group(1), cut(match.group(2), MAX_VALUE)));
        return kept;
    }

    static String cut(String text, int length) {
        String clean = text.replace("\0", "");
        return clean.length() <= length ? clean : clean.substring(0, length);
    }
}
