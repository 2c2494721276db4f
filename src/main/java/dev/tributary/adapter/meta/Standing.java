package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ProviderError;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Function;

/** What the end of a call says of an account's connection. */
final class Standing {

    private Standing() {}

    /** Goes on with the answer, or says why there is none. */
    static Uni<Connection> then(Result result, Function<GraphError, Meaning> errors, Function<JsonNode, Uni<Connection>> next) {
        return switch (result) {
            case Result.Done done -> next.apply(done.body());
            case Result.Failed failed -> now(refused(errors.apply(failed.error()).problem()));
            case Result.NotReached gone -> now(unreachable(gone.error()));
            case Result.Lost lost -> now(unreachable(lost.error()));
        };
    }

    /** Why a call that is not tried again did not work; empty where it did. */
    static Optional<ChannelProblem> problem(Result result, Function<GraphError, Meaning> errors) {
        return switch (result) {
            case Result.Done _ -> Optional.empty();
            case Result.Failed failed -> Optional.of(errors.apply(failed.error()).problem());
            case Result.NotReached gone -> unreachable(gone.error()).problem();
            case Result.Lost lost -> unreachable(lost.error()).problem();
        };
    }

    /** Trouble on the provider's side says nothing about the credentials. */
    static Connection refused(ChannelProblem problem) {
        return problem instanceof Unavailable ? Connection.unreachable(problem) : Connection.refused(problem);
    }

    static Uni<Connection> now(Connection connection) {
        return Uni.createFrom().item(connection);
    }

    private static Connection unreachable(ProviderError error) {
        return Connection.unreachable(new Unavailable(error, "The provider could not be reached: it is tried again by itself"));
    }
}
