package dev.tributary.channel;

import dev.tributary.channel.Content.Contacts.Card;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Contact cards as phones write them (RFC 6350 and the older ones), as far as names, numbers and addresses go. Pure. */
public final class VCard {

    private static final String BEGIN = "BEGIN:VCARD";
    private static final int MOST_CARDS = 50;
    private static final Pattern PHONE_LINE = Pattern.compile("(?im)^(?:item\\d{1,3}\\.)?TEL([^:\\r\\n]{0,200}):([^\\r\\n]{1,60})$");
    private static final Pattern MAIL_LINE = Pattern.compile("(?im)^(?:item\\d{1,3}\\.)?EMAIL[^:\\r\\n]{0,200}:([^\\r\\n]{1,200})$");
    private static final Pattern NAME_LINE = Pattern.compile("(?im)^FN[^:\\r\\n]{0,100}:([^\\r\\n]{1,200})$");
    private static final Pattern WA_ID = Pattern.compile("waid=(\\d{5,20})");

    private VCard() {}

    public static boolean isOne(String text) {
        return text.stripLeading().regionMatches(true, 0, BEGIN, 0, BEGIN.length());
    }

    /** All cards of a file. */
    public static List<Card> all(String text) {
        return Arrays.stream(text.split("(?i)END:VCARD")).filter(VCard::isOne).limit(MOST_CARDS).map(card -> one(Optional.empty(), card)).toList();
    }

    /**
     * The number that WhatsApp knows, where a card names one, rather than what somebody typed.
     *
     * @param name where it is told beside the card
     */
    public static Card one(Optional<String> name, String card) {
        List<String> phones = new ArrayList<>();
        PHONE_LINE.matcher(card).results().forEach(line -> {
            Matcher known = WA_ID.matcher(line.group(1));
            phones.add(known.find() ? "+" + known.group(1) : line.group(2).strip());
        });
        List<String> emails = MAIL_LINE.matcher(card).results().map(line -> line.group(1).strip()).toList();
        Optional<String> written = NAME_LINE.matcher(card).results().findFirst().map(line -> line.group(1).strip());
        String shown = name.or(() -> written).or(() -> phones.stream().findFirst()).or(() -> emails.stream().findFirst()).orElse("");
        return new Card(shown, phones, emails);
    }
}
