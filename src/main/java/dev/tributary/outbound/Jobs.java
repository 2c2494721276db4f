package dev.tributary.outbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.AcknowledgesEvents;
import dev.tributary.channel.LiveAccount;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** What leaves the service beside messages. */
@ApplicationScoped
class Jobs {

    private static final Duration ACKNOWLEDGE_TIMEOUT = Duration.ofSeconds(10);

    private final Pool database;
    private final Outbox outbox;
    private final AccountDirectory accounts;
    private final MediaFetches media;

    Jobs(Pool database, Outbox outbox, AccountDirectory accounts, MediaFetches media) {
        this.database = database;
        this.outbox = outbox;
        this.accounts = accounts;
        this.media = media;
    }

    Uni<Void> run(OutboxRow row) {
        return accounts.find(row.accountId()).chain(account -> switch (row.kind()) {
            case "media_fetch" -> media.run(row, account);
            case "acknowledge" -> account.map(live -> acknowledge(row, live)).orElseGet(() -> Uni.createFrom().voidItem()).call(() -> outbox.done(database, row));
            default -> outbox.done(database, row).replaceWithVoid();
        });
    }

    /** Best effort: a button that stopped spinning late is worth nothing, so it is tried once. */
    private static Uni<Void> acknowledge(OutboxRow row, LiveAccount live) {
        if (!(live.adapter() instanceof AcknowledgesEvents adapter) || row.payload() == null) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(() -> adapter.acknowledge(row.payload().getString("acknowledgement"), live.account()))
                .ifNoItem().after(ACKNOWLEDGE_TIMEOUT).fail()
                .onFailure().invoke(failure -> Log.debugf("An acknowledgement failed account=%s: %s", row.accountId(), failure.getMessage()))
                .onFailure().recoverWithNull();
    }
}
