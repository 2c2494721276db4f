package dev.tributary.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A failure as RFC 9457 tells it, with three members of ours: {@code code}, {@code hint} and {@code errors}.
 *
 * @param status the HTTP status
 * @param code stable and in snake case: what programs branch on
 * @param title what this code means, the same for every occurrence
 * @param detail what happened this time, without secrets and without our class names
 * @param hint what a person can do about it
 * @param errors the fields that are wrong; empty unless the request's content is the problem
 * @param retryAfter answered as the {@code Retry-After} header; null where waiting does not help
 * @param members further members of the JSON object, such as the id of the account that is in the way
 */
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "code", "hint", "errors"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        String hint,
        List<FieldError> errors,
        @JsonIgnore Duration retryAfter,
        @JsonIgnore Map<String, Object> members) {

    /** The media type of every failure. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One wrong field.
     *
     * @param field its path in the request, as {@code settings.bot_token} or {@code items[2].name}
     */
    public record FieldError(String field, String message) {}

    public Problem {
        Objects.requireNonNull(code, "code");
        errors = List.copyOf(errors);
        members = Map.copyOf(members);
    }

    public Problem(int status, String code, String title, String detail, String hint) {
        this(status, code, title, detail, hint, List.of(), null, Map.of());
    }

    public Problem withErrors(List<FieldError> wrong) {
        return new Problem(status, code, title, detail, hint, wrong, retryAfter, members);
    }

    public Problem withRetryAfter(Duration wait) {
        return new Problem(status, code, title, detail, hint, errors, wait, members);
    }

    /** The same problem with one more member; the names of RFC 9457 and ours are taken. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(status, code, title, detail, hint, errors, retryAfter, more);
    }

    /** A name for the kind of problem, not an address: there is nothing to fetch. */
    public String getType() {
        return "urn:tributary:problem:" + code;
    }

    @JsonAnyGetter
    Map<String, Object> furtherMembers() {
        return members;
    }

    /** Seconds for the {@code Retry-After} header: rounded up and at least one, so that a client never comes back too early. */
    @JsonIgnore
    public long retryAfterSeconds() {
        return Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    }
}
