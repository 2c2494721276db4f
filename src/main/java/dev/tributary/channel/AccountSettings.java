package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Changes an account's settings for a room above, with the checks, the audit entry and the reconnection of any other change. */
@ApplicationScoped
public class AccountSettings {

    private final Accounts accounts;

    AccountSettings(Accounts accounts) {
        this.accounts = accounts;
    }

    /** @param settings by the names that the channel type declares; the others stay as they are */
    public Uni<Void> change(Caller caller, UUID accountId, Map<String, JsonNode> settings) {
        return accounts.change(caller, accountId, new Accounts.Changes(Optional.empty(), Optional.of(settings), Optional.empty(), Optional.empty()))
                .replaceWithVoid();
    }
}
