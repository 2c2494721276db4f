package dev.tributary.channel;

import dev.tributary.identity.Audit;
import dev.tributary.identity.Caller;
import dev.tributary.identity.Role;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Turns a channel account red where a refusal was met outside of a test of its connection. */
@ApplicationScoped
public class Disconnections {

    /** The one line of the audit log that says when and why a channel stopped. */
    static final String ACTION = "channel_account.disconnected";

    /** Nothing where it is known: a hundred refused messages are one change. */
    private static final String DISCONNECT = """
            update channel_account set connection_state = 'disconnected', connection_problem = $2, checked_at = $3, updated_at = $3
            where id = $1 and archived_at is null
              and (connection_state <> 'disconnected' or connection_problem ->> 'code' is distinct from $2::jsonb ->> 'code')
            """;

    private static final String ENABLE = """
            update channel_account set connection_state = 'connecting', connection_problem = null, checked_at = null, updated_at = $2
            where id = $1 and connection_problem ->> 'code' = 'receiver_disabled'
            """;

    private final AccountDirectory accounts;
    private final ChangeFeed changeFeed;
    private final Audit audit;
    private final Clock clock;

    Disconnections(AccountDirectory accounts, ChangeFeed changeFeed, Audit audit, Clock clock) {
        this.accounts = accounts;
        this.changeFeed = changeFeed;
        this.audit = audit;
        this.clock = clock;
    }

    /** The last step of a transaction; {@link #announce} after its commit. */
    public Uni<Void> disconnect(SqlConnection tx, UUID organizationId, UUID accountId, ChannelProblem problem) {
        Map<String, String> described = Connections.describe(problem);
        Tuple row = Tuple.of(accountId, new JsonObject(Map.copyOf(described)), Sql.time(clock.instant()));
        return tx.preparedQuery(DISCONNECT).execute(row).chain(rows -> rows.rowCount() == 0
                ? Uni.createFrom().voidItem()
                : audit.record(tx, service(organizationId), ACTION, Accounts.target(accountId), described).chain(() -> tell(tx, organizationId, accountId)));
    }

    /** A person lifts {@link ChannelProblem.ReceiverDisabled}; the next look says whether they were right. The last step of a transaction. */
    public Uni<Void> enable(SqlConnection tx, UUID organizationId, UUID accountId) {
        return tx.preparedQuery(ENABLE).execute(Tuple.of(accountId, Sql.time(clock.instant()))).chain(rows -> rows.rowCount() == 0
                ? Uni.createFrom().voidItem()
                : tell(tx, organizationId, accountId));
    }

    public void announce(UUID organizationId) {
        changeFeed.announce(organizationId);
        accounts.changed();
    }

    private Uni<Void> tell(SqlConnection tx, UUID organizationId, UUID accountId) {
        return changeFeed.append(tx, organizationId, List.of(Change.of(AccountStore.CHANGED, accountId)));
    }

    /** Nobody did it: the service found out. */
    static Caller service(UUID organizationId) {
        return new Caller(organizationId, Optional.empty(), Optional.empty(), Role.OWNER, Set.of(), "Tributary");
    }
}
