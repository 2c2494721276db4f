package dev.tributary.channel;

import java.util.Set;

/** Numbers that look different and ring at one person: national prefixes for mobiles that some networks write and others leave out. Pure. */
public final class PhoneVariants {

    private static final int BRAZIL_SHORT = 12;
    private static final int MEXICO_SHORT = 12;
    private static final int ARGENTINA_SHORT = 12;

    private PhoneVariants() {}

    /** @param digits of an international number, without a plus; answers the others of its kind, without itself */
    public static Set<String> of(String digits) {
        if (digits.startsWith("55")) {
            return mobile(digits, 4, "9", BRAZIL_SHORT);
        }
        if (digits.startsWith("52")) {
            return mobile(digits, 2, "1", MEXICO_SHORT);
        }
        if (digits.startsWith("54")) {
            return mobile(digits, 2, "9", ARGENTINA_SHORT);
        }
        return Set.of();
    }

    /** @param at where the mobile prefix stands in the long form */
    private static Set<String> mobile(String digits, int at, String prefix, int shortLength) {
        if (digits.length() == shortLength) {
            return Set.of(digits.substring(0, at) + prefix + digits.substring(at));
        }
        boolean isLong = digits.length() == shortLength + 1 && digits.startsWith(prefix, at);
        return isLong ? Set.of(digits.substring(0, at) + digits.substring(at + prefix.length())) : Set.of();
    }
}
