package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.PhoneVariants;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Sender;
import dev.tributary.channel.UnreadableEventException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * WhatsApp's people: known by a phone number, by an id that stays when the number is hidden behind a username, or by both. Whatever
 * a message carries leads to the same person. Pure.
 */
final class WhatsAppPeople {

    private static final Pattern PHONE = Pattern.compile("\\d{5,20}");
    private static final Pattern BUSINESS_SCOPED = Pattern.compile("[A-Z]{2}\\.\\S+");

    private WhatsAppPeople() {}

    static boolean isPhone(String id) {
        return PHONE.matcher(id).matches();
    }

    static boolean isBusinessScoped(String id) {
        return BUSINESS_SCOPED.matcher(id).matches();
    }

    /** @param value of the change: its contacts say more of who wrote */
    static Sender author(JsonNode value, JsonNode message) {
        Optional<String> phone = ProviderJson.text(message, "from");
        Optional<JsonNode> card = card(value, phone, ProviderJson.text(message, "from_user_id"));
        Optional<String> scoped = ProviderJson.text(message, "from_user_id").or(() -> card.flatMap(known -> ProviderJson.text(known, "user_id")));
        Optional<String> name = card.flatMap(known -> ProviderJson.text(known.path("profile"), "name"));
        Optional<String> username = card.flatMap(known -> ProviderJson.text(known.path("profile"), "username"));
        return person(phone, scoped, name.or(() -> username.map(handle -> "@" + handle)), username);
    }

    /** To whom a message of ours was written elsewhere. */
    static Sender recipient(JsonNode value, JsonNode message) {
        Optional<String> phone = ProviderJson.text(message, "to");
        Optional<String> scoped = ProviderJson.text(message, "to_user_id");
        Optional<String> name = card(value, phone, scoped).flatMap(known -> ProviderJson.text(known.path("profile"), "name"));
        return person(phone, scoped, name, Optional.empty());
    }

    /** A person under the ids that are given; at least one must be. */
    static Sender person(Optional<String> phone, Optional<String> scoped, Optional<String> name, Optional<String> username) {
        String id = phone.or(() -> scoped).orElseThrow(() -> new UnreadableEventException("nobody is named as the sender"));
        Set<String> aliases = new HashSet<>();
        phone.map(PhoneVariants::of).ifPresent(aliases::addAll);
        scoped.ifPresent(aliases::add);
        aliases.remove(id);
        return new Sender(
                id,
                name.or(() -> phone.filter(WhatsAppPeople::isPhone).map(digits -> "+" + digits)),
                username,
                phone.filter(WhatsAppPeople::isPhone).map(digits -> "+" + digits),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                aliases);
    }

    private static Optional<JsonNode> card(JsonNode value, Optional<String> phone, Optional<String> scoped) {
        return ProviderJson.items(value, "contacts").stream()
                .filter(card -> isOf(card, "wa_id", phone) || isOf(card, "user_id", scoped))
                .findFirst();
    }

    private static boolean isOf(JsonNode card, String member, Optional<String> id) {
        return id.isPresent() && ProviderJson.text(card, member).equals(id);
    }
}
