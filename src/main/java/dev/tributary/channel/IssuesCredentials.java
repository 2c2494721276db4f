package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.platform.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A channel whose keys are made by us, because it is the other side that has to prove itself. Pure except for randomness:
 * no I/O.
 */
public interface IssuesCredentials extends ChannelAdapter {

    /**
     * Called with the whole settings before an account is stored, at creation and at every change: makes what is missing,
     * and turns what must not be stored as it was given (a token) into what may be.
     */
    Issued issue(Settings settings, Instant now);

    /** The fields that {@link #rotate} makes anew. */
    Set<String> replaceable();

    /** The fields that {@link #revoke} takes out of use. */
    Set<String> revocable();

    /** A fresh value for one field; {@link IllegalArgumentException} for a field that is not ours to make. */
    Issued rotate(String field, Settings stored, Instant now);

    /** Takes a key out of use at once; {@link IllegalArgumentException} for one that the channel cannot be without. */
    Issued revoke(String field);

    /** Whether this is the account's token; compares in constant time. For calls that carry no event. */
    boolean isToken(String presented, Settings stored);

    /** Where the other side posts to, below the public URL, for {@code webhook_url}. */
    String inboundPath(Settings settings);

    /**
     * What to change in the stored settings.
     *
     * @param settings plain ones to put; a JSON null removes
     * @param secrets to seal and put
     * @param shown the values that a person must copy now: answered once, never stored
     */
    record Issued(Map<String, JsonNode> settings, Map<String, Secret> secrets, Map<String, Secret> shown) {
        public Issued {
            settings = Map.copyOf(settings);
            secrets = Map.copyOf(secrets);
            shown = Map.copyOf(shown);
        }
    }
}
