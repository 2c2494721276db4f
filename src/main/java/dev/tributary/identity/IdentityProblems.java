package dev.tributary.identity;

import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import java.time.Duration;

/** The refusals of this room; their codes are part of the HTTP contract. */
final class IdentityProblems {
    private IdentityProblems() {}

    static ProblemException notSignedIn() {
        return Problems.unauthorized(
                "not_signed_in",
                "This needs a signed-in user or an API token.",
                "Sign in, or send Authorization: Bearer with a valid token.");
    }

    /** One answer for a wrong password, an unknown address and a deactivated user. */
    static ProblemException credentialsInvalid() {
        return Problems.unauthorized(
                "credentials_invalid",
                "The e-mail address or the password is wrong.",
                "Check both. An owner or admin can set a new password.");
    }

    static ProblemException throttled(Duration wait) {
        Problem problem = new Problem(
                429,
                "sign_in_throttled",
                "Too many failed sign-ins",
                "There were too many failed sign-ins.",
                "Wait as long as Retry-After says, then try again.");
        return new ProblemException(problem.withRetryAfter(wait));
    }

    static ProblemException busy() {
        return Problems.unavailable("sign_in_busy", "Too many people are signing in at once.", Duration.ofSeconds(2));
    }

    static ProblemException csrfTokenInvalid() {
        return Problems.forbidden(
                "csrf_token_invalid",
                "A change made with the session cookie needs the session's CSRF token.",
                "Send the csrf_token of GET /rest/v1/session in the X-CSRF-Token header.");
    }

    static ProblemException originForeign() {
        return Problems.forbidden(
                "origin_foreign",
                "This request was sent by a page of another site.",
                "Open the inbox at its own address. Behind a proxy, set TRIBUTARY_PUBLIC_URL to that address.");
    }

    static ProblemException emailTaken() {
        return Problems.conflict(
                "email_taken", "There is a user with this e-mail address already.", "Use another address, or change that user.");
    }

    static ProblemException lastOwner() {
        return Problems.conflict(
                "last_owner", "This is the workspace's last active owner.", "Make somebody else an owner first.");
    }

    static ProblemException sharedSignIn() {
        return Problems.conflict(
                "shared_sign_in",
                "This person works in several workspaces and signs in to all of them with one address and password.",
                "The person can change both after signing in.");
    }

    static ProblemException onlyOwners(String what) {
        return Problems.forbidden("Only an owner may " + what + ".");
    }
}
