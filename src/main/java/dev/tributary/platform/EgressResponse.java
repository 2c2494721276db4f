package dev.tributary.platform;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, whatever its status.
 *
 * @param headers names in lower case; several values of one name joined by {@code ", "}
 * @param body whole and within the request's bound; empty when it went to a file
 */
public record EgressResponse(int status, Map<String, String> headers, Buffer body) {

    public EgressResponse {
        headers = Map.copyOf(headers);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The media type without its parameters. */
    public Optional<String> contentType() {
        return header("content-type").map(type -> type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT));
    }

    /** What {@code Retry-After} asks for, in seconds or as a date; empty where there is none or it makes no sense. */
    public Optional<Duration> retryAfter(Instant now) {
        return header("retry-after").flatMap(text -> wait(text.strip(), now));
    }

    private static Optional<Duration> wait(String text, Instant now) {
        try {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "EgressResponse[" + status + ", " + body.length() + " bytes]";
    }
}
