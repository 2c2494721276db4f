package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.Sender;
import dev.tributary.channel.Settings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code contact}: absent fields leave what is stored, {@code null} takes it back. */
final class ApiContact {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]{1,64}@[^\\s@]{1,189}");
    private static final int MAX_NAME = 200;
    private static final int MAX_URL = 2_048;
    private static final int MAX_CUSTOM = 50;
    private static final int MAX_VALUE = 2_000;
    private static final int MAX_KEY = 100;

    private ApiContact() {}

    static Sender read(ApiField contact, Settings settings) {
        contact.object();
        String id = contact.required("external_id").text(ApiInbound.MAX_ID);
        Set<String> cleared = new HashSet<>();
        Map<String, String> attributes = new HashMap<>();
        custom(contact.get("custom"), attributes, cleared);
        Optional<String> email = matching(contact.get("email"), EMAIL, "must be a mail address", cleared);
        Optional<String> phone = matching(contact.get("phone"), E164, "must be a phone number as +4915112345678", cleared);
        boolean trusted = settings.json("identity_mode").asBoolean(true);
        if (!trusted) {
            email.ifPresent(address -> attributes.put("email", address));
            phone.ifPresent(number -> attributes.put("phone", number));
        }
        return new Sender(
                id,
                noting(contact.get("name"), "name", cleared).optionalText(MAX_NAME),
                Optional.empty(),
                phone.filter(_ -> trusted),
                email.filter(_ -> trusted),
                noting(contact.get("avatar_url"), "avatar", cleared).optionalText(MAX_URL).map(ApiContact::picture),
                noting(contact.get("locale"), "locale", cleared).optionalText(MAX_KEY),
                attributes,
                cleared);
    }

    private static MediaRef picture(String url) {
        return new MediaRef(ContentKind.IMAGE, new MediaRef.Source.Url(url), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<String> matching(ApiField field, Pattern pattern, String complaint, Set<String> cleared) {
        String name = field.path().substring(field.path().lastIndexOf('.') + 1);
        Optional<String> text = noting(field, name, cleared).optionalText(MAX_VALUE);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            throw field.invalid(complaint);
        }
        return text;
    }

    private static void custom(ApiField custom, Map<String, String> attributes, Set<String> cleared) {
        if (!custom.isPresent()) {
            return;
        }
        if (!custom.node().isObject() || custom.node().size() > MAX_CUSTOM) {
            throw custom.invalid("must be an object of at most " + MAX_CUSTOM + " entries");
        }
        custom.node().properties().forEach(entry -> custom(custom.get(entry.getKey()), entry.getKey(), attributes, cleared));
    }

    private static void custom(ApiField field, String key, Map<String, String> attributes, Set<String> cleared) {
        if (key.isBlank() || key.length() > MAX_KEY) {
            throw field.invalid("has a name of 1 to " + MAX_KEY + " characters");
        }
        noting(field, "attributes." + key, cleared);
        JsonNode value = field.node();
        String text = value.isValueNode() ? value.asText() : value.toString();
        if (text.length() > MAX_VALUE || text.indexOf('\0') >= 0) {
            throw field.invalid("is longer than " + MAX_VALUE + " characters, or holds a NUL");
        }
        if (!value.isNull()) {
            attributes.put(key, text);
        }
    }

    private static ApiField noting(ApiField field, String name, Set<String> cleared) {
        if (field.isNull()) {
            cleared.add(name);
        }
        return field;
    }
}
