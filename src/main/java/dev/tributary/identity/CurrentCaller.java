package dev.tributary.identity;

import dev.tributary.platform.Problems;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import java.util.UUID;

/** The caller of the request being served. Never blocks: the identity is resolved before a resource method runs. */
@RequestScoped
public class CurrentCaller {

    static final String CALLER = "tributary.caller";
    static final String SESSION = "tributary.session";

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Fails with 401 {@code not_signed_in} if nobody is signed in. */
    public Caller get() {
        return find().orElseThrow(IdentityProblems::notSignedIn);
    }

    public Optional<Caller> find() {
        return Optional.ofNullable(identity.getAttribute(CALLER));
    }

    /** The session behind the request's cookie; empty for API tokens. */
    public Optional<UUID> sessionId() {
        return Optional.ofNullable(identity.getAttribute(SESSION));
    }

    /** The caller's organization, if the caller may do this; otherwise the 403 of {@link Caller#require}. */
    public Caller require(Permission permission) {
        Caller caller = get();
        caller.require(permission);
        return caller;
    }
}
