package dev.tributary.platform.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes and checks the three headers. The signed content is {@code id.timestamp.body}, over the bytes as they travel. */
public final class WebhookSignature {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How far a timestamp may be from now, in either direction; the specification's libraries use the same. */
    public static final Duration TOLERANCE = Duration.ofSeconds(300);

    private static final int MAX_ENTRIES = 32;

    private WebhookSignature() {}

    /** Why a request does not prove its sender; the constants' names in lower case are the codes that callers read. */
    public enum Failure {
        SIGNATURE_MISSING("the headers webhook-id, webhook-timestamp and webhook-signature are needed"),
        TIMESTAMP_OUT_OF_TOLERANCE("webhook-timestamp is not within 300 seconds of now"),
        SIGNATURE_INVALID("no webhook-signature entry matches");

        private final String text;

        Failure(String text) {
            this.text = text;
        }

        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public String text() {
            return text;
        }
    }

    /** @param keys the newest first: one signature each, so that a receiver may hold either during a rotation */
    public static Map<String, String> headers(List<WebhookKey> keys, String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] content = content(id, timestamp, body);
        String entries = keys.stream().map(key -> entry(key, content)).collect(Collectors.joining(" "));
        return Map.of(ID, id, TIMESTAMP, timestamp, SIGNATURE, entries);
    }

    /**
     * Checks a request; one matching entry is enough, entries of unknown versions are skipped.
     *
     * @param headers compared without regard to case
     * @return why not, or empty when it is genuine
     */
    public static Optional<Failure> verify(List<WebhookKey> keys, Map<String, String> headers, byte[] body, Instant now) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        String id = anyCase.getOrDefault(ID, "");
        String timestamp = anyCase.getOrDefault(TIMESTAMP, "");
        String signatures = anyCase.getOrDefault(SIGNATURE, "");
        if (id.isBlank() || timestamp.isBlank() || signatures.isBlank()) {
            return Optional.of(Failure.SIGNATURE_MISSING);
        }
        if (id.indexOf('.') >= 0) {
            return Optional.of(Failure.SIGNATURE_INVALID); // the id could swallow the timestamp
        }
        if (!isTimely(timestamp, now)) {
            return Optional.of(Failure.TIMESTAMP_OUT_OF_TOLERANCE);
        }
        byte[] content = content(id, timestamp, body);
        boolean matches = Arrays.stream(signatures.split(" ", MAX_ENTRIES)).anyMatch(entry -> matches(keys, entry, content));
        return matches ? Optional.empty() : Optional.of(Failure.SIGNATURE_INVALID);
    }

    private static boolean isTimely(String timestamp, Instant now) {
        if (!timestamp.matches("\\d{1,12}")) {
            return false;
        }
        long away = Math.abs(now.getEpochSecond() - Long.parseLong(timestamp));
        return away <= TOLERANCE.toSeconds();
    }

    private static boolean matches(List<WebhookKey> keys, String entry, byte[] content) {
        int comma = entry.indexOf(',');
        if (comma < 0) {
            return false;
        }
        String version = entry.substring(0, comma);
        return decode(entry.substring(comma + 1))
                .filter(signature -> keys.stream().anyMatch(key -> key.version().equals(version) && key.verifies(content, signature)))
                .isPresent();
    }

    /** Only the one canonical spelling: the decoder would ignore the spare bits of the last character. */
    private static Optional<byte[]> decode(String base64) {
        try {
            byte[] signature = Base64.getDecoder().decode(base64);
            return Optional.of(signature).filter(bytes -> Base64.getEncoder().encodeToString(bytes).equals(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String entry(WebhookKey key, byte[] content) {
        return key.version() + "," + Base64.getEncoder().encodeToString(key.sign(content));
    }

    private static byte[] content(String id, String timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }
}
