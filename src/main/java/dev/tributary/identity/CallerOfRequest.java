package dev.tributary.identity;

import dev.tributary.platform.CallerScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The caller as platform needs to know it: enough to keep one caller's idempotency keys from another's. */
@ApplicationScoped
class CallerOfRequest implements CallerScope {

    private final CurrentCaller caller;

    CallerOfRequest(CurrentCaller caller) {
        this.caller = caller;
    }

    @Override
    public Optional<String> current() {
        return caller.find().map(found -> found.organizationId()
                + found.tokenId().map(id -> "/token/" + id).orElse("")
                + found.userId().map(id -> "/user/" + id).orElse(""));
    }
}
