package dev.tributary.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import dev.tributary.platform.Problems;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Phone numbers and mail addresses in the one form in which they are compared. */
final class Addresses {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\",;]{1,64}@[^\\s@<>\",;]{1,189}");

    private Addresses() {}

    /** E.164; empty for what is no international number. */
    static Optional<String> phone(String text) {
        try {
            var number = PHONES.parse(text, null);
            return PHONES.isPossibleNumber(number) ? Optional.of(PHONES.format(number, PhoneNumberFormat.E164)) : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    static Optional<String> email(String text) {
        String address = text.strip().toLowerCase(Locale.ROOT);
        return EMAIL.matcher(address).matches() ? Optional.of(address) : Optional.empty();
    }

    /** 400 for what is no international number; null and blank are none. */
    static String requirePhone(String text) {
        return isNone(text) ? null : phone(text).orElseThrow(() -> Problems.invalid("phone", "must be an international number such as +49 30 901820"));
    }

    static String requireEmail(String text) {
        return isNone(text) ? null : email(text).orElseThrow(() -> Problems.invalid("email", "must be a mail address"));
    }

    private static boolean isNone(String text) {
        return text == null || text.isBlank();
    }
}
