package dev.tributary.channel;

import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Turns a channel account red where a refusal was met outside of a test of its connection. */
@ApplicationScoped
public class Disconnections {

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
    private final Clock clock;

    Disconnections(AccountDirectory accounts, ChangeFeed changeFeed, Clock clock) {
        this.accounts = accounts;
        this.changeFeed = changeFeed;
        this.clock = clock;
    }

    /** The last step of a transaction; {@link #announce} after its commit. */
    public Uni<Void> disconnect(SqlConnection tx, UUID organizationId, UUID accountId, ChannelProblem problem) {
        return write(tx, DISCONNECT, organizationId, accountId, Tuple.of(accountId, JsonObject.mapFrom(Connections.describe(problem)), Sql.time(clock.instant())));
    }

    /** A person lifts {@link ChannelProblem.ReceiverDisabled}; the next look says whether they were right. The last step of a transaction. */
    public Uni<Void> enable(SqlConnection tx, UUID organizationId, UUID accountId) {
        return write(tx, ENABLE, organizationId, accountId, Tuple.of(accountId, Sql.time(clock.instant())));
    }

    public void announce(UUID organizationId) {
        changeFeed.announce(organizationId);
        accounts.changed();
    }

    private Uni<Void> write(SqlConnection tx, String sql, UUID organizationId, UUID accountId, Tuple row) {
        return tx.preparedQuery(sql).execute(row).chain(rows -> rows.rowCount() == 0
                ? Uni.createFrom().voidItem()
                : changeFeed.append(tx, organizationId, List.of(Change.of(AccountStore.CHANGED, accountId))));
    }
}
