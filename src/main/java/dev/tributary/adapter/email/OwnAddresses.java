package dev.tributary.adapter.email;

import dev.tributary.channel.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which addresses are ours, and the secret in those that only our answers carried ({@code support+c-token@shop.example}). */
record OwnAddresses(Set<String> addresses, Set<String> domains) {

    static final String PLUS_PREFIX = "c-";
    private static final Pattern TOKEN = Pattern.compile("(.+)\\+c-([a-z2-7]{26})");
    /** Headers that say whom a mail was for, the surest first. */
    static final List<String> DELIVERED = List.of("delivered-to", "x-original-to", "envelope-to", "to", "cc");

    static OwnAddresses of(Settings settings) {
        Set<String> addresses = new HashSet<>();
        Stream.concat(
                        Stream.of(EmailSettings.ADDRESS, EmailSettings.FROM_ADDRESS, EmailSettings.REPLY_TO).flatMap(name -> settings.text(name).stream()),
                        settings.list(EmailSettings.ALIASES).stream())
                .flatMap(address -> MailAddress.canonical(address).stream())
                .forEach(addresses::add);
        Set<String> domains = new HashSet<>();
        addresses.forEach(address -> domains.add(address.substring(address.lastIndexOf('@') + 1)));
        return new OwnAddresses(Set.copyOf(addresses), Set.copyOf(domains));
    }

    boolean isOurs(MailAddress address) {
        return isExactlyOurs(address) || token(address).isPresent() || addresses.contains(withoutPlus(address));
    }

    boolean isExactlyOurs(MailAddress address) {
        return addresses.contains(address.address());
    }

    /** {@code support@shop.example} of {@code support+anything@shop.example}. */
    private static String withoutPlus(MailAddress address) {
        int plus = address.localPart().indexOf('+');
        return (plus > 0 ? address.localPart().substring(0, plus) : address.localPart()) + "@" + address.domain();
    }

    boolean isOurDomain(MailAddress address) {
        return domains.contains(address.domain());
    }

    List<MailAddress> withoutOurs(List<MailAddress> all) {
        return all.stream().filter(address -> !isOurs(address)).distinct().toList();
    }

    /** The token a mail was delivered with, whoever wrote it into which header. */
    Optional<String> replyToken(MailHeaders headers) {
        return DELIVERED.stream()
                .flatMap(name -> headers.addresses(name).stream())
                .flatMap(address -> token(address).stream())
                .findFirst();
    }

    private Optional<String> token(MailAddress address) {
        Matcher plus = TOKEN.matcher(address.localPart().toLowerCase(Locale.ROOT));
        return plus.matches() && addresses.contains(plus.group(1) + "@" + address.domain()) ? Optional.of(plus.group(2)) : Optional.empty();
    }
}
