package dev.tributary.identity;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;

/** The caller of the request being served. Never blocks: the identity is resolved before a resource method runs. */
@RequestScoped
public class CurrentCaller {
    static final String CALLER = "tributary.caller";
    static final String SESSION = "tributary.session";
    static final String CSRF_TOKEN = "tributary.csrf-token";

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Fails with 401 {@code not_signed_in} if nobody is signed in. */
    public Caller get() {
        return find().orElseThrow(IdentityProblems::notSignedIn);
    }

    public Optional<Caller> find() {
        return callerOf(identity);
    }

    /** The caller, if it may do this; otherwise the 403 of {@link Caller#require}. */
    public Caller require(Permission permission) {
        Caller caller = get();
        caller.require(permission);
        return caller;
    }

    /** The session behind the request's cookie; empty for programs. */
    public Optional<UUID> sessionId() {
        return sessionOf(identity);
    }

    /** What a browser must send along with changes; empty for programs, which have no cookie to be abused. */
    Optional<String> csrfToken() {
        return Optional.ofNullable(identity.getAttribute(CSRF_TOKEN));
    }

    /** For places without a REST request, such as a WebSocket's upgrade. */
    public static Optional<Caller> callerOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(CALLER));
    }

    /** See {@link #sessionId()} and {@link SessionRegistry}. */
    public static Optional<UUID> sessionOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(SESSION));
    }
}
