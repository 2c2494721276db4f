package dev.tributary.platform;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call out of the service. Printing one shows method and origin only.
 *
 * @param url http or https; checked by {@link EgressGuard} when it is sent
 * @param timeout for everything: the name, the connection, redirects, the last byte of the answer
 * @param maxAnswerBytes of the answer's body, counted after decompression
 * @param trusted true only for a base URL that the operator configured: it may be private
 * @param followRedirects up to {@value #MAX_REDIRECTS}, each checked anew; headers do not follow to another origin
 */
public record EgressRequest(
        String method,
        String url,
        Map<String, String> headers,
        EgressBody body,
        Duration timeout,
        long maxAnswerBytes,
        boolean trusted,
        boolean followRedirects) {

    public static final int MAX_REDIRECTS = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long MAX_ANSWER_BYTES = 4L << 20;

    public EgressRequest {
        headers = Map.copyOf(headers);
    }

    /** A GET that follows redirects. */
    public static EgressRequest get(String url) {
        return new EgressRequest("GET", url, Map.of(), new EgressBody.None(), TIMEOUT, MAX_ANSWER_BYTES, false, true);
    }

    /** A POST that answers redirects as they are. */
    public static EgressRequest post(String url, EgressBody body) {
        return of("POST", url, body);
    }

    /** Any method; redirects are answered as they are. */
    public static EgressRequest of(String method, String url, EgressBody body) {
        return new EgressRequest(method, url, Map.of(), body, TIMEOUT, MAX_ANSWER_BYTES, false, false);
    }

    public EgressRequest withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new EgressRequest(method, url, more, body, timeout, maxAnswerBytes, trusted, followRedirects);
    }

    public EgressRequest withBearer(Secret token) {
        return withHeader("Authorization", "Bearer " + token.reveal());
    }

    public EgressRequest withTimeout(Duration limit) {
        return new EgressRequest(method, url, headers, body, limit, maxAnswerBytes, trusted, followRedirects);
    }

    public EgressRequest withMaxAnswerBytes(long limit) {
        return new EgressRequest(method, url, headers, body, timeout, limit, trusted, followRedirects);
    }

    /** For a base URL out of the operator's configuration, never for anything that came in a message or a setting. */
    public EgressRequest asTrusted() {
        return new EgressRequest(method, url, headers, body, timeout, maxAnswerBytes, true, followRedirects);
    }

    public EgressRequest followingRedirects(boolean follow) {
        return new EgressRequest(method, url, headers, body, timeout, maxAnswerBytes, trusted, follow);
    }

    @Override
    public String toString() {
        return method + " " + EgressTarget.originOf(url);
    }
}
