package dev.tributary.outbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.LiveAccount;
import dev.tributary.conversation.MessageError;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns the first refused credential into a disconnected account, so that nobody goes on writing into a dead channel. A single
 * call may be refused for reasons of its own: where the provider can be asked, it is asked once more before.
 */
@ApplicationScoped
class AccountTrouble {

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(20);

    /** Nothing where it is known: a hundred refused messages are one change. */
    private static final String DISCONNECT = """
            update channel_account set connection_state = 'disconnected', connection_problem = $2, checked_at = $3, updated_at = $3
            where id = $1 and connection_state <> 'disconnected' and archived_at is null
            """;

    private final Pool database;
    private final AccountDirectory accounts;
    private final ChangeFeed changeFeed;
    private final Clock clock;

    AccountTrouble(Pool database, AccountDirectory accounts, ChangeFeed changeFeed, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.changeFeed = changeFeed;
        this.clock = clock;
    }

    Uni<Void> credentialsRejected(LiveAccount live, CredentialsRejected rejected) {
        return confirmed(live, rejected)
                .chain(problem -> problem.map(found -> disconnect(live, found)).orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure().invoke(failure -> Log.warnf(failure, "A refused credential could not be written down account=%s", live.account().id()))
                .onFailure().recoverWithNull();
    }

    private Uni<Optional<ChannelProblem>> confirmed(LiveAccount live, CredentialsRejected rejected) {
        if (!(live.adapter() instanceof ChecksConnection checks)) {
            return Uni.createFrom().item(Optional.of(rejected));
        }
        return checks.check(live.account(), Optional.empty())
                .ifNoItem().after(CHECK_TIMEOUT).fail()
                .map(connection -> refusal(connection))
                .onFailure().recoverWithItem(Optional.empty());
    }

    private static Optional<ChannelProblem> refusal(Connection connection) {
        return connection.state() == Connection.State.DISCONNECTED ? connection.problem() : Optional.empty();
    }

    private Uni<Void> disconnect(LiveAccount live, ChannelProblem problem) {
        UUID accountId = live.account().id();
        UUID organizationId = live.account().organizationId();
        return database.withTransaction(tx -> tx.preparedQuery(DISCONNECT)
                        .execute(Tuple.of(accountId, MessageError.of(problem).json(), Sql.time(clock.instant())))
                        .chain(rows -> rows.rowCount() == 0
                                ? Uni.createFrom().voidItem()
                                : changeFeed.append(tx, organizationId, List.of(Change.of("channel_account.updated", accountId)))))
                .invoke(() -> {
                    changeFeed.announce(organizationId);
                    accounts.changed();
                });
    }
}
