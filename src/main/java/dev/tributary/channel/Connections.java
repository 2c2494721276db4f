package dev.tributary.channel;

import dev.tributary.channel.ConnectsByQr.Linking;
import dev.tributary.channel.TriesRoundTrip.RoundTrip;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.SameContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Asks providers about accounts. Always answers, in bounded time: whatever goes wrong is an unreachable connection. */
@ApplicationScoped
class Connections {

    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Proves the credentials and registers our webhook. */
    Uni<Connection> connect(ChannelAdapter adapter, ChannelAccount account) {
        return bounded(account, () -> adapter.connect(account));
    }

    /** Proves the credentials and registers nothing. */
    Uni<Connection> prove(ChannelAdapter adapter, ChannelAccount account) {
        return bounded(account, () -> adapter.prove(account));
    }

    /** How the provider sees an account that is in use; adapters that cannot ask prove the credentials. */
    Uni<Connection> check(ChannelAdapter adapter, ChannelAccount account, Optional<Instant> lastInboundAt) {
        return adapter instanceof ChecksConnection checks
                ? bounded(account, () -> checks.check(account, lastInboundAt))
                : prove(adapter, account);
    }

    /** Undoes {@link #connect}, as far as the provider lets us. */
    Uni<Void> disconnect(ChannelAdapter adapter, ChannelAccount account) {
        return SameContext.after(Uni.createFrom()
                .deferred(() -> adapter.disconnect(account))
                .ifNoItem().after(LIMIT).fail()
                .onFailure().invoke(failure -> LOG.warnf("A channel could not be taken down at its provider account=%s type=%s: %s", account.id(), account.type(), failure.getMessage()))
                .onFailure().recoverWithNull());
    }

    Uni<Linking> link(ConnectsByQr adapter, ChannelAccount account) {
        return SameContext.after(Uni.createFrom()
                .deferred(() -> adapter.link(account))
                .ifNoItem().after(LIMIT).fail()
                .onFailure().recoverWithItem(failure -> new Linking.Refused(failed(account, failure).problem().orElseThrow())));
    }

    Uni<Connection> unlink(ConnectsByQr adapter, ChannelAccount account) {
        return bounded(account, () -> adapter.unlink(account));
    }

    /** As it is stored and answered. */
    static Map<String, String> describe(ChannelProblem problem) {
        return Map.of("code", problem.code(), "detail", problem.detail(), "hint", problem.hint());
    }

    /** Never fails: what goes wrong on our side is a finding. */
    Uni<RoundTrip> roundTrip(TriesRoundTrip adapter, ChannelAccount account) {
        return SameContext.after(Uni.createFrom()
                .deferred(() -> adapter.tryRoundTrip(account))
                .ifNoItem().after(TriesRoundTrip.LONGEST).fail()
                .onFailure().recoverWithItem(failure -> {
                    LOG.warnf(failure, "A round trip did not end account=%s type=%s", account.id(), account.type());
                    return new RoundTrip(List.of(Finding.error("round_trip", "The round trip did not end.", "Test again in a few minutes.")), Map.of());
                }));
    }

    private static Uni<Connection> bounded(ChannelAccount account, Supplier<Uni<Connection>> call) {
        return SameContext.after(Uni.createFrom()
                .deferred(call::get)
                .ifNoItem().after(LIMIT).recoverWithItem(() -> unreachable("timeout", "No answer within " + LIMIT.toSeconds() + " seconds."))
                .onFailure().recoverWithItem(failure -> failed(account, failure)));
    }

    private static Connection failed(ChannelAccount account, Throwable failure) {
        if (failure instanceof EgressException noAnswer) {
            return unreachable("unreachable", noAnswer.getMessage());
        }
        LOG.errorf(failure, "An adapter failed instead of answering account=%s type=%s", account.id(), account.type());
        return unreachable("internal_error", "The check met an error on our side.");
    }

    private static Connection unreachable(String code, String words) {
        ProviderError cause = new ProviderError(code, words);
        return Connection.unreachable(new ChannelProblem.Unavailable(cause, "Test the connection again in a few minutes."));
    }
}
