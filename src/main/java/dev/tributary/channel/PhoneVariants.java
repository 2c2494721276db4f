package dev.tributary.channel;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Spellings of one mobile number that are all in use: Brazil put a 9 before it, Argentina and Mexico a digit behind the country
 * code, and providers, directories and people disagree on whether it is there. Pure.
 */
public final class PhoneVariants {

    /** A rule adds what the other spelling has at this place, and takes it away. */
    private record Rule(Pattern longer, Pattern shorter, String digit) {
        private static Rule of(String before, String digit, String rest) {
            return new Rule(Pattern.compile("(\\+?" + before + ")" + digit + "(" + rest + ")"), Pattern.compile("(\\+?" + before + ")(" + rest + ")"), digit);
        }

        private Stream<String> others(String number) {
            Matcher isLonger = longer.matcher(number);
            Matcher isShorter = shorter.matcher(number);
            return Stream.concat(
                    isLonger.matches() ? Stream.of(isLonger.group(1) + isLonger.group(2)) : Stream.empty(),
                    isShorter.matches() ? Stream.of(isShorter.group(1) + digit + isShorter.group(2)) : Stream.empty());
        }
    }

    private static final List<Rule> RULES =
            List.of(Rule.of("55[1-9]\\d", "9", "[6-9]\\d{7}"), Rule.of("54", "9", "[1-8]\\d{9}"), Rule.of("52", "1", "[2-9]\\d{9}"));

    private PhoneVariants() {}

    /** The other spellings of an international number, with a plus where it has one, without itself. */
    public static Set<String> of(String number) {
        return RULES.stream().flatMap(rule -> rule.others(number)).collect(Collectors.toSet());
    }
}
