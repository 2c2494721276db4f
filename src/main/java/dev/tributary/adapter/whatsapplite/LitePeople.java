package dev.tributary.adapter.whatsapplite;

import dev.tributary.channel.PhoneVariants;
import dev.tributary.channel.Sender;
import dev.tributary.channel.UnreadableEventException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * WhatsApp's addresses: {@code <digits>@s.whatsapp.net} (WAHA: {@code @c.us}) is a number, {@code <digits>@lid} the id that hides one,
 * {@code <id>@g.us} a group. A number is known here by its digits, the other two by their whole address. Pure.
 */
final class LitePeople {

    private LitePeople() {}

    static boolean isGroup(String address) {
        return address.endsWith("@g.us");
    }

    /** Stories, channels and lists: nobody's message to us. */
    static boolean isBroadcast(String address) {
        return address.endsWith("@broadcast") || address.endsWith("@newsletter");
    }

    /** The thread's and person's key: digits of a number, the whole address of a hidden one or a group. */
    static String key(String address) {
        return isPhone(address) ? digits(address) : withoutDevice(address);
    }

    static String digits(String address) {
        return withoutDevice(address).split("@", 2)[0];
    }

    /** @param addresses of one person; the number, where there is one, comes first */
    static Sender person(Optional<String> name, String... addresses) {
        Set<String> ids = new HashSet<>();
        Stream.of(addresses).filter(address -> address != null && address.contains("@") && !isGroup(address)).map(LitePeople::key).forEach(ids::add);
        Optional<String> phone = ids.stream().filter(id -> !id.contains("@")).findFirst();
        String id = phone.or(() -> ids.stream().findFirst()).orElseThrow(() -> new UnreadableEventException("nobody is named as the sender"));
        Set<String> aliases = new HashSet<>(ids);
        phone.map(PhoneVariants::of).ifPresent(aliases::addAll);
        aliases.remove(id);
        return new Sender(
                id,
                name.or(() -> phone.map(digits -> "+" + digits)),
                Optional.empty(),
                phone.filter(digits -> digits.matches("\\d{5,20}")).map(digits -> "+" + digits),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                aliases);
    }

    /** Where a message of ours goes: a number by its digits, everything else by its address. */
    static String chat(String key, boolean isWaha) {
        return isWaha && !key.contains("@") ? key + "@c.us" : key;
    }

    /** The whole address, as WhatsApp writes it. */
    static String address(String key) {
        return key.contains("@") ? key : key + "@s.whatsapp.net";
    }

    private static boolean isPhone(String address) {
        return address.endsWith("@s.whatsapp.net") || address.endsWith("@c.us");
    }

    private static String withoutDevice(String address) {
        return address.replaceFirst(":\\d+(?=@|$)", "");
    }
}
