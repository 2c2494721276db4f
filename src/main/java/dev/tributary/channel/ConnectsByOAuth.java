package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A channel that a person connects by consenting at the provider: OAuth 2 with an authorization code. The state, its binding to the
 * session, the choice among several accounts, storing, refreshing in time
 * ({@link RefreshesAccess}) and the log are not the adapter's business.
 */
public interface ConnectsByOAuth extends ChannelAdapter {

    /** The ways of consenting, in the order of their buttons. Constant: asked once at start-up. */
    List<Offer> offers();

    /** Where the browser goes to consent. Called with {@link Offer#needs} filled. Pure: no I/O. */
    String consentPage(Request request, ChannelAccount account);

    /** Exchanges the code, once, for the accounts that the person may connect here. */
    Uni<Consent> redeem(Code code, ChannelAccount account);

    /**
     * One way of consenting.
     *
     * @param id a word in snake case, unique within the adapter
     * @param label the provider's name, as in “Connect with Facebook”
     * @param pkce whether the provider takes a code challenge (S256)
     * @param needs settings that a person fills in before: the app's id and secret, unless the installation has them
     * @param fills settings that the consent fills in: an account that is not active yet may be without them
     */
    record Offer(String id, String label, boolean pkce, Set<String> needs, Set<String> fills) {
        public Offer {
            needs = Set.copyOf(needs);
            fills = Set.copyOf(fills);
        }
    }

    /**
     * @param redirectUri where the provider sends the browser back to; the same for every account of this installation
     * @param codeChallenge where the offer says PKCE
     */
    record Request(String offer, URI redirectUri, String state, Optional<String> codeChallenge) {}

    /** @param verifier of the challenge, where there was one */
    record Code(String offer, Secret value, URI redirectUri, Optional<Secret> verifier) {}

    /** What came of a consent. */
    sealed interface Consent {

        /** @param choices in the order in which they are shown; one that can be chosen is taken without asking */
        record Granted(List<Choice> choices) implements Consent {
            public Granted {
                choices = List.copyOf(choices);
            }
        }

        record Refused(ChannelProblem problem) implements Consent {}
    }

    /**
     * A page, number or mailbox that the consent opens.
     *
     * @param id the one that {@link Connection#providerAccountId} tells of it
     * @param detail what tells it from others of the same name; may be empty
     * @param obstacle why it cannot be chosen, as a sentence
     * @param settings to put, by the descriptor's names
     * @param secrets to seal and put
     * @param expiresAt when these credentials end, where the provider says so
     */
    record Choice(
            String id,
            String label,
            String detail,
            Optional<String> obstacle,
            Map<String, JsonNode> settings,
            Map<String, Secret> secrets,
            Optional<Instant> expiresAt) {
        public Choice {
            settings = Map.copyOf(settings);
            secrets = Map.copyOf(secrets);
        }

        Choice but(String why) {
            return new Choice(id, label, detail, Optional.of(why), settings, secrets, expiresAt);
        }
    }
}
