package dev.tributary.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spellings of one mobile number that are all in use: Brazil put a 9 before it, Argentina and Mexico a digit behind the country
 * code, and providers, directories and people disagree on whether it is there. Pure.
 */
final class PhoneVariants {

    /** A rule adds what the other spelling has at this place, and takes it away. */
    private record Rule(Pattern longer, Pattern shorter, String digit) {
        private static Rule of(String before, String digit, String rest) {
            return new Rule(Pattern.compile("(" + before + ")" + digit + "(" + rest + ")"), Pattern.compile("(" + before + ")(" + rest + ")"), digit);
        }

        private List<String> others(String number) {
            List<String> others = new ArrayList<>();
            Matcher longest = longer.matcher(number);
            if (longest.matches()) {
                others.add(longest.group(1) + longest.group(2));
            }
            Matcher shortest = shorter.matcher(number);
            if (shortest.matches()) {
                others.add(shortest.group(1) + digit + shortest.group(2));
            }
            return others;
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("\\+55[1-9]\\d", "9", "[6-9]\\d{7}"), Rule.of("\\+54", "9", "[1-8]\\d{9}"), Rule.of("\\+52", "1", "[2-9]\\d{9}"));

    private PhoneVariants() {}

    /** The number itself first; empty for none. */
    static String[] of(String number) {
        if (number == null) {
            return new String[0];
        }
        List<String> all = new ArrayList<>(List.of(number));
        RULES.forEach(rule -> all.addAll(rule.others(number)));
        return all.toArray(String[]::new);
    }
}
