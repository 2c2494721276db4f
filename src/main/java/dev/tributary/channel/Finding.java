package dev.tributary.channel;

import java.util.Locale;

/**
 * One thing about an account that was looked at.
 *
 * @param code stable, in snake case
 * @param hint what a person can do; null where there is nothing to do
 */
public record Finding(String code, Grade grade, String detail, String hint) {

    public enum Grade {
        OK,
        WARNING,
        ERROR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding ok(String code, String detail) {
        return new Finding(code, Grade.OK, detail, null);
    }

    public static Finding warning(String code, String detail, String hint) {
        return new Finding(code, Grade.WARNING, detail, hint);
    }

    public static Finding error(String code, String detail, String hint) {
        return new Finding(code, Grade.ERROR, detail, hint);
    }
}
