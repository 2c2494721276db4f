package dev.tributary.channel;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who a provider says is writing.
 *
 * @param id the provider's id of the person: the first identity
 * @param name as the person shows themselves; absent names become the id
 * @param username a handle that is shown but never matched
 * @param phone E.164, only where the provider vouches for it
 * @param email only where the provider vouches for it
 * @param avatar a picture that can be fetched
 * @param locale a BCP 47 tag
 * @param attributes further facts, kept on the contact
 * @param cleared what the provider says is gone: {@code name}, {@code phone}, {@code email}, {@code avatar}, {@code locale},
 *     {@code attributes.<key>}. Parts that are merely absent leave what is stored
 * @param aliases further ids of the same person with this account: whichever is known leads to the one contact and thread
 */
public record Sender(
        String id,
        Optional<String> name,
        Optional<String> username,
        Optional<String> phone,
        Optional<String> email,
        Optional<MediaRef> avatar,
        Optional<String> locale,
        Map<String, String> attributes,
        Set<String> cleared,
        Set<String> aliases) {

    public Sender {
        Opaque.check("sender id", id);
        attributes = Map.copyOf(attributes);
        cleared = Collections.unmodifiableSortedSet(new TreeSet<>(cleared));
        aliases.forEach(alias -> Opaque.check("sender id", alias));
        aliases = Collections.unmodifiableSortedSet(new TreeSet<>(aliases));
    }

    /** A sender with one id. */
    public Sender(
            String id,
            Optional<String> name,
            Optional<String> username,
            Optional<String> phone,
            Optional<String> email,
            Optional<MediaRef> avatar,
            Optional<String> locale,
            Map<String, String> attributes,
            Set<String> cleared) {
        this(id, name, username, phone, email, avatar, locale, attributes, cleared, Set.of());
    }

    /** A sender of whom nothing was taken back. */
    public Sender(
            String id,
            Optional<String> name,
            Optional<String> username,
            Optional<String> phone,
            Optional<String> email,
            Optional<MediaRef> avatar,
            Optional<String> locale,
            Map<String, String> attributes) {
        this(id, name, username, phone, email, avatar, locale, attributes, Set.of());
    }

    public static Sender of(String id, String name) {
        return new Sender(
                id, Optional.ofNullable(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
}
