package dev.tributary.platform.webhook;

import java.util.regex.Pattern;

/** Where webhooks may be posted to, by its spelling; the address behind it is checked each time something is sent. */
public final class WebhookUrl {

    /** https; http to this machine alone, for tests and development. */
    public static final String FORM = "https://[^\\s]{1,2000}|http://(?:localhost|127\\.0\\.0\\.1|\\[::1\\])(?::\\d{1,5})?(?:[/?][^\\s]{0,2000})?";

    private static final Pattern PATTERN = Pattern.compile(FORM, Pattern.CASE_INSENSITIVE);

    private WebhookUrl() {}

    public static boolean isOne(String url) {
        return PATTERN.matcher(url).matches();
    }
}
