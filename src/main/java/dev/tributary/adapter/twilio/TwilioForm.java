package dev.tributary.adapter.twilio;

import dev.tributary.channel.UnreadableEventException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A form as Twilio posts it. Pure. */
final class TwilioForm {

    private final TreeMap<String, SortedSet<String>> fields = new TreeMap<>();

    private TwilioForm() {}

    /** @throws UnreadableEventException where it is not encoded as a form */
    static TwilioForm read(byte[] body) {
        TwilioForm form = new TwilioForm();
        for (String field : new String(body, StandardCharsets.UTF_8).split("&")) {
            String[] parts = field.split("=", 2);
            if (!field.isEmpty()) {
                form.fields.computeIfAbsent(decoded(parts[0]), _ -> new TreeSet<>()).add(parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return form;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(fields.get(name)).map(SortedSet::first).filter(value -> !value.isBlank());
    }

    String required(String name) {
        return text(name).orElseThrow(() -> new UnreadableEventException(name + " is missing"));
    }

    int number(String name) {
        return text(name).filter(value -> value.matches("\\d{1,3}")).map(Integer::parseInt).orElse(0);
    }

    /** Names and values in the order and form in which they are signed. */
    String signed() {
        StringBuilder all = new StringBuilder();
        for (Map.Entry<String, SortedSet<String>> field : fields.entrySet()) {
            field.getValue().forEach(value -> all.append(field.getKey()).append(value));
        }
        return all.toString();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new UnreadableEventException("the body is no form", notEncoded);
        }
    }
}
