package dev.tributary.identity;

import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * What the identity provider says of somebody. Issuer and subject are who it is; the rest may be missing.
 *
 * @param verifiedEmail empty also where there is an address that the provider did not verify: anybody could enter yours
 * @param name          the best there is: full name, user name, address, subject
 */
record OidcClaims(String issuer, String subject, Optional<String> verifiedEmail, String name) {
    private static final int LONGEST_NAME = 200;

    static OidcClaims of(JsonWebToken token) {
        Optional<String> email = text(token, "email");
        String name = Stream.of(text(token, "name"), text(token, "preferred_username"), email)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(token.getSubject());
        return new OidcClaims(
                token.getIssuer(),
                token.getSubject(),
                email.filter(address -> isTrue(token, "email_verified")),
                name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    private static Optional<String> text(JsonWebToken token, String claim) {
        Object value = token.getClaim(claim);
        return Optional.ofNullable(value).map(Object::toString).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Some providers write it as text, and some libraries as their own JSON type. */
    private static boolean isTrue(JsonWebToken token, String claim) {
        return text(token, claim).filter("true"::equalsIgnoreCase).isPresent();
    }
}
