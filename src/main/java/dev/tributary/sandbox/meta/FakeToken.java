package dev.tributary.sandbox.meta;

import java.util.Set;

/**
 * A token that a consent or an exchange gave.
 *
 * @param subject the Page or Instagram account it speaks for; that of a user and of a business has none
 * @param people who consented
 * @param issuedAt in seconds since 1970
 * @param expiresAt likewise; 0 means never
 */
record FakeToken(String value, FakeApp app, Kind kind, String subject, FakePeople people, Set<String> scopes, long issuedAt, long expiresAt) {

    enum Kind {
        USER,
        BUSINESS,
        PAGE,
        INSTAGRAM
    }
}
