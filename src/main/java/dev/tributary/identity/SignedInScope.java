package dev.tributary.identity;

import dev.tributary.platform.CallerScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Tells the platform whose request it serves. */
@ApplicationScoped
class SignedInScope implements CallerScope {
    private final CurrentCaller caller;

    SignedInScope(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public Optional<String> current() {
        return caller.find().map(SignedInScope::scope);
    }

    private static String scope(Caller caller) {
        String who = caller.tokenId().or(caller::userId).map(UUID::toString).orElse(caller.name());
        return caller.organizationId() + "/" + who;
    }
}
