package dev.tributary.channel;

import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.ConnectsByOAuth.Offer;
import dev.tributary.channel.ConnectsByOAuth.Request;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SameContext;
import dev.tributary.platform.Secret;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Leads a browser to a provider's consent page and makes what it brings back an account's credentials: for new accounts and, in
 * place, for those whose credentials ended. The provider is asked outside of transactions. Each step is in the audit log.
 */
@ApplicationScoped
class OAuthFlow {

    /** The one address that is registered with every provider's app. */
    static final String CALLBACK = "/rest/v1/oauth/callback";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_CHOICES = 500;
    private static final int LONGEST_WORDS = 300;

    /** What the provider sent the browser back with; null where it said nothing of the kind. */
    record Answer(String state, String code, String error, String errorReason, String errorDescription) {}

    /** Where the browser goes next. */
    sealed interface Outcome {

        /** @param word choose, connected or failed */
        record Of(UUID accountId, String word) implements Outcome {}

        /** The state is unknown, used, too old, or another browser's. */
        record Unknown() implements Outcome {}
    }

    private final AccountStore store;
    private final OAuthAttempts attempts;
    private final OAuthGrants grants;
    private final AccountConnecting connecting;
    private final AdapterRegistry adapters;
    private final WebhookUrls urls;

    OAuthFlow(AccountStore store, OAuthAttempts attempts, OAuthGrants grants, AccountConnecting connecting, AdapterRegistry adapters, WebhookUrls urls) {
        this.store = store;
        this.attempts = attempts;
        this.grants = grants;
        this.connecting = connecting;
        this.adapters = adapters;
        this.urls = urls;
    }

    URI redirectUri() {
        return urls.below(CALLBACK);
    }

    /** @param wanted the offer's id; empty: the one that the account was connected by, else the first */
    Uni<String> start(Caller caller, Optional<UUID> sessionId, UUID accountId, Optional<String> wanted) {
        return store.get(caller.organizationId(), accountId).invoke(Accounts::refuseArchived).chain(account -> start(caller, sessionId, account, wanted));
    }

    private Uni<String> start(Caller caller, Optional<UUID> sessionId, StoredAccount account, Optional<String> wanted) {
        ConnectsByOAuth adapter = adapterOf(account);
        Offer offer = offer(adapter, wanted.or(() -> Optional.ofNullable(account.oauthOffer)));
        ChannelAccount live = connecting.live(adapter, account);
        requireNeeds(offer, live.settings());
        String state = AccountSecrets.random();
        Optional<String> verifier = offer.pkce() ? Optional.of(AccountSecrets.random()) : Optional.empty();
        String page = adapter.consentPage(new Request(offer.id(), redirectUri(), state, verifier.map(OAuthFlow::challenge)), live);
        return attempts.begin(caller, sessionId, account.id, offer.id(), state, verifier, redirectUri())
                .chain(() -> grants.note(caller, account.organizationId, account.id, "channel_account.oauth_started", Map.of("offer", offer.id())))
                .replaceWith(page);
    }

    /** Whatever the provider and the browser brought, the answer is a place to go to; what went wrong is kept with the attempt. */
    Uni<Outcome> comeBack(Caller caller, Optional<UUID> sessionId, Answer answer) {
        if (answer.state() == null) {
            return Uni.createFrom().item(new Outcome.Unknown());
        }
        return attempts.claim(answer.state(), caller, sessionId).chain(claimed -> claimed
                .map(attempt -> settle(caller, attempt, answer))
                .orElseGet(() -> Uni.createFrom().item(new Outcome.Unknown())));
    }

    private Uni<Outcome> settle(Caller caller, OAuthAttempt attempt, Answer answer) {
        Optional<Map<String, String>> refusal = refusal(answer);
        Uni<Outcome> settled = refusal.isPresent() ? fail(caller, attempt, refusal.get()) : redeem(caller, attempt, new Secret(answer.code()));
        return settled.onFailure().recoverWithUni(failure -> fail(caller, attempt, describe(failure, attempt)));
    }

    private Uni<Outcome> redeem(Caller caller, OAuthAttempt attempt, Secret value) {
        return store.get(attempt.organizationId(), attempt.accountId()).invoke(Accounts::refuseArchived).chain(account -> {
            ConnectsByOAuth adapter = adapterOf(account);
            Code code = new Code(attempt.offer(), value, attempt.redirectUri(), attempt.verifier().map(Secret::new));
            return bounded(() -> adapter.redeem(code, connecting.live(adapter, account))).chain(consent -> switch (consent) {
                case Consent.Refused refused -> fail(caller, attempt, Connections.describe(refused.problem()));
                case Consent.Granted granted -> decide(caller, attempt, account, granted.choices());
            });
        });
    }

    /** An account that was connected before keeps its page or number; a new one takes the only one, or asks. */
    private Uni<Outcome> decide(Caller caller, OAuthAttempt attempt, StoredAccount account, List<Choice> granted) {
        if (account.providerAccountId != null) {
            Optional<Choice> same = granted.stream().filter(choice -> choice.id().equals(account.providerAccountId)).findFirst();
            return same.filter(choice -> choice.obstacle().isEmpty())
                    .map(choice -> connect(caller, attempt, choice))
                    .orElseGet(() -> fail(caller, attempt, same.map(OAuthFlow::hindered).orElseGet(() -> otherAccount(account, granted))));
        }
        if (granted.isEmpty()) {
            return fail(caller, attempt, problem(
                    "nothing_to_connect", "The consent was given, but it opens no account that can be connected here.", "Start again, and choose the account in the provider's window."));
        }
        return withHolders(account, granted.stream().limit(MOST_CHOICES).toList()).chain(choices -> choices.size() == 1 && choices.getFirst().obstacle().isEmpty()
                ? connect(caller, attempt, choices.getFirst())
                : attempts.offerChoices(attempt, choices).replaceWith(new Outcome.Of(attempt.accountId(), "choose")));
    }

    private Uni<Outcome> connect(Caller caller, OAuthAttempt attempt, Choice choice) {
        return grants.apply(caller, attempt, choice).call(() -> attempts.connected(attempt)).replaceWith(new Outcome.Of(attempt.accountId(), "connected"));
    }

    /** The person who consented picks. */
    Uni<StoredAccount> choose(Caller caller, UUID accountId, String choiceId) {
        return latest(caller, accountId).chain(attempt -> {
            if (attempt.status() != OAuthAttempt.Status.CHOOSING || !attempt.userId().equals(caller.userId())) {
                throw nothingToChoose();
            }
            Choice choice = attempt.choices().stream().filter(one -> one.id().equals(choiceId)).findFirst().orElseThrow(() -> Problems.invalid("id", "is not one of the choices"));
            choice.obstacle().ifPresent(why -> {
                throw Problems.conflict("choice_not_possible", why, "Choose another one.");
            });
            return attempts.choose(attempt).chain(ours -> {
                if (!ours) {
                    throw nothingToChoose();
                }
                return grants.apply(caller, attempt, choice)
                        .onFailure().call(() -> attempts.letChooseAgain(attempt))
                        .call(() -> attempts.connected(attempt));
            });
        });
    }

    /** The newest attempt of this account; 404 where there was none. */
    Uni<OAuthAttempt> latest(Caller caller, UUID accountId) {
        return store.get(caller.organizationId(), accountId)
                .chain(account -> attempts.latest(caller.organizationId(), account.id))
                .map(found -> found.orElseThrow(() -> Problems.notFound("attempt to connect by OAuth")));
    }

    private Uni<List<Choice>> withHolders(StoredAccount account, List<Choice> choices) {
        return Multi.createFrom().iterable(choices)
                .onItem().transformToUniAndConcatenate(choice -> store.holderOf(account.type, choice.id(), account.id).map(holder -> holder
                        .filter(_ -> choice.obstacle().isEmpty())
                        .map(other -> choice.but(AccountStore.taken(other, account.organizationId).problem().detail()))
                        .orElse(choice)))
                .collect().asList();
    }

    private Uni<Outcome> fail(Caller caller, OAuthAttempt attempt, Map<String, String> problem) {
        return attempts.failed(attempt, problem)
                .chain(() -> grants.note(caller, attempt.organizationId(), attempt.accountId(), "channel_account.oauth_failed",
                        Map.of("offer", attempt.offer(), "code", problem.get("code"), "detail", problem.get("detail"))))
                .replaceWith(new Outcome.Of(attempt.accountId(), "failed"));
    }

    /** Why there is no code, in words that a person can act on. */
    private static Optional<Map<String, String>> refusal(Answer answer) {
        if (answer.error() == null && answer.code() != null && !answer.code().isBlank()) {
            return Optional.empty();
        }
        boolean denied = "access_denied".equals(answer.error()) || "user_denied".equals(answer.errorReason());
        if (denied) {
            return Optional.of(problem("consent_refused", "The consent was refused at the provider.", "Start again, and allow everything that is asked for."));
        }
        String words = answer.error() == null ? "there was no code" : answer.error() + (answer.errorDescription() == null ? "" : ": " + answer.errorDescription());
        return Optional.of(problem(
                "consent_failed",
                "The provider sent the browser back without a consent: " + (words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words),
                "Check the app's id, its permissions, and that our redirect address is registered with it; then start again."));
    }

    private static Map<String, String> hindered(Choice choice) {
        return problem("choice_not_possible", choice.obstacle().orElseThrow(), "Give the consent with the rights that are missing.");
    }

    private static Map<String, String> otherAccount(StoredAccount account, List<Choice> granted) {
        String given = granted.isEmpty() ? "no account" : "“" + granted.getFirst().label() + "”" + (granted.size() > 1 ? " and others" : "");
        return problem(
                "other_account",
                "The consent opens " + given + ", but not the account that the channel “" + account.name + "” belongs to.",
                "Sign in at the provider as somebody who manages that account. To connect another one, add a channel.");
    }

    private static Map<String, String> describe(Throwable failure, OAuthAttempt attempt) {
        if (failure instanceof ProblemException known) {
            Problem problem = known.problem();
            return problem(problem.code(), problem.detail(), problem.hint());
        }
        Log.warnf(failure, "A consent could not be turned into credentials account=%s offer=%s", attempt.accountId(), attempt.offer());
        return problem("provider_unavailable", "The provider did not confirm the consent in time, or not in words that are understood.", "Start again in a moment.");
    }

    private static Map<String, String> problem(String code, String detail, String hint) {
        return Map.of("code", code, "detail", detail, "hint", hint);
    }

    private ConnectsByOAuth adapterOf(StoredAccount account) {
        return adapters.find(account.type)
                .filter(ConnectsByOAuth.class::isInstance)
                .map(ConnectsByOAuth.class::cast)
                .orElseThrow(() -> Problems.conflict("no_oauth", "This channel is not connected by OAuth.", "Enter its credentials in the settings."));
    }

    private static Offer offer(ConnectsByOAuth adapter, Optional<String> wanted) {
        List<Offer> offers = adapter.offers();
        return wanted.isEmpty()
                ? offers.getFirst()
                : offers.stream().filter(offer -> offer.id().equals(wanted.get())).findFirst().orElseThrow(() ->
                        Problems.invalid("offer", "must be one of " + String.join(", ", offers.stream().map(Offer::id).toList())));
    }

    private static void requireNeeds(Offer offer, Settings settings) {
        List<Problem.FieldError> missing = offer.needs().stream()
                .filter(name -> settings.text(name).isEmpty() && settings.secret(name).isEmpty())
                .sorted()
                .map(name -> new Problem.FieldError("settings." + name, "is required to connect by " + offer.label()))
                .toList();
        if (!missing.isEmpty()) {
            throw Problems.invalid(missing);
        }
    }

    private static ProblemException nothingToChoose() {
        return Problems.conflict("nothing_to_choose", "Nothing is to be chosen here, or it was chosen already, or too much time has passed.", "Start the connection again.");
    }

    private static <T> Uni<T> bounded(java.util.function.Supplier<Uni<T>> call) {
        return SameContext.after(Uni.createFrom().deferred(call::get).ifNoItem().after(LIMIT).fail());
    }

    /** RFC 7636, S256. */
    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(DigestUtils.sha256(verifier));
    }
}
