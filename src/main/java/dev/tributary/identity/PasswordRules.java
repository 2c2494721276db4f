package dev.tributary.identity;

import dev.tributary.platform.Problems;
import dev.tributary.platform.Secret;
import java.util.Optional;

/** Length is what makes a password hard to guess; no other rule, as NIST SP 800-63B advises. */
final class PasswordRules {
    static final int SHORTEST = 8;
    /** Bounds the work that one request can ask for; longer than password managers make them. */
    static final int LONGEST = 256;

    private PasswordRules() {}

    static Optional<String> check(String field, Secret password) {
        return Optional.ofNullable(password).map(given -> require(field, given));
    }

    static String require(String field, Secret password) {
        int length = password.reveal().length();
        if (length < SHORTEST || length > LONGEST) {
            throw Problems.invalid(field, "must have between %d and %d characters".formatted(SHORTEST, LONGEST));
        }
        return password.reveal();
    }
}
