package dev.tributary.outbound;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.ReceiverDisabled;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Disconnections;
import dev.tributary.channel.LiveAccount;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns the first refused credential into a disconnected account, so that nobody goes on writing into a dead channel. A single
 * call may be refused for reasons of its own: where the provider can be asked, it is asked once more before.
 */
@ApplicationScoped
class AccountTrouble {

    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(20);

    private final Pool database;
    private final Disconnections disconnections;

    AccountTrouble(Pool database, Disconnections disconnections) {
        this.database = database;
        this.disconnections = disconnections;
    }

    /** Does nothing for problems that are not the account's. */
    Uni<Void> met(LiveAccount live, ChannelProblem problem) {
        return switch (problem) {
            case CredentialsRejected rejected -> credentialsRejected(live, rejected);
            case ReceiverDisabled disabled -> disconnect(live, disabled).onFailure().recoverWithNull();
            default -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> credentialsRejected(LiveAccount live, CredentialsRejected rejected) {
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
        UUID organizationId = live.account().organizationId();
        return database.withTransaction(tx -> disconnections.disconnect(tx, organizationId, live.account().id(), problem))
                .invoke(() -> disconnections.announce(organizationId));
    }
}
