package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider said of an account's credentials.
 *
 * @param providerAccountId the provider's id of the bot, page or number: two live accounts of one type may not share it
 * @param learned settings that the provider told (a bot's username), stored under the descriptor's names
 * @param expiresAt when the credentials stop working, where the provider says so
 */
public record Connection(
        State state,
        Optional<String> providerAccountId,
        Map<String, JsonNode> learned,
        Optional<Instant> expiresAt,
        Optional<ChannelProblem> problem) {

    public enum State {
        CONNECTED,
        DISCONNECTED,
        CONNECTING,
        FAILED
    }

    public Connection {
        learned = Map.copyOf(learned);
    }

    public static Connection connected(String providerAccountId, Map<String, JsonNode> learned) {
        return new Connection(State.CONNECTED, Optional.of(providerAccountId), learned, Optional.empty(), Optional.empty());
    }

    /** The provider refused: the account is not connected until a person acts. */
    public static Connection refused(ChannelProblem problem) {
        return new Connection(State.DISCONNECTED, Optional.empty(), Map.of(), Optional.empty(), Optional.of(problem));
    }

    /** The provider could not be asked: nothing is known about the credentials, the next check asks again. */
    public static Connection unreachable(ChannelProblem problem) {
        return new Connection(State.FAILED, Optional.empty(), Map.of(), Optional.empty(), Optional.of(problem));
    }
}
