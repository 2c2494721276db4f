package dev.tributary.identity;

import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.Problems;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Logout tokens, by which the identity provider says that it ended a session (OpenID Connect Back-Channel Logout 1.0, sections 2.4 to
 * 2.6). Its keys are read anew for each: this is rare, and a key that was changed counts at once.
 */
@ApplicationScoped
class OidcLogoutTokens {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final AlgorithmConstraints SIGNED = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256, AlgorithmIdentifiers.RSA_USING_SHA384, AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.EDDSA);

    /** How old a token may be: one that was caught on its way ends nothing later. */
    private static final int LONGEST_ON_ITS_WAY_SECONDS = 300;
    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int LONGEST_TOKEN = 16_384;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final OidcSettings settings;
    private final EgressClient egress;
    private final Clock clock;

    OidcLogoutTokens(OidcSettings settings, EgressClient egress, Clock clock) {
        this.settings = settings;
        this.egress = egress;
        this.clock = clock;
    }

    /** @param subject absent: whoever has the session; sid absent: all of the subject's sessions. One of them is there */
    record Ended(String issuer, Optional<String> subject, Optional<String> sid) {}

    /** Fails with 400 for whatever is not a fresh token of our provider for us, and with 503 where its keys cannot be read. */
    Uni<Ended> verify(String token) {
        if (token == null || token.isBlank() || token.length() > LONGEST_TOKEN) {
            throw invalid();
        }
        return read(settings.issuer().orElseThrow().toString().replaceAll("/+$", "") + "/.well-known/openid-configuration")
                .chain(provider -> read(provider.getString("jwks_uri")).map(keys -> verified(token, provider.getString("issuer"), keys)));
    }

    /** The operator named the provider, so it may be in a private network; its metadata say where the keys are. */
    private Uni<JsonObject> read(String url) {
        return egress.send(EgressRequest.get(url).withTimeout(TIMEOUT).asTrusted())
                .map(answer -> new JsonObject(answer.text()))
                .onFailure().invoke(failure -> Log.warnf("The identity provider could not be asked: %s", failure.getMessage()))
                .onFailure().transform(_ -> Problems.unavailable("identity_provider_unreachable", "The identity provider could not be asked for its keys.", TIMEOUT));
    }

    private Ended verified(String token, String issuer, JsonObject keys) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(SIGNED)
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(new JsonWebKeySet(keys.encode()).getJsonWebKeys()))
                    .setExpectedIssuer(issuer)
                    .setExpectedAudience(settings.clientId().orElseThrow())
                    .setRequireIssuedAt()
                    .setIssuedAtRestrictions(CLOCK_SKEW_SECONDS, LONGEST_ON_ITS_WAY_SECONDS)
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                    .build()
                    .processToClaims(token);
            return ended(issuer, claims);
        } catch (InvalidJwtException | JoseException | MalformedClaimException | DecodeException wrong) {
            throw invalid();
        }
    }

    /** A nonce is what ID tokens have: one of those must not pass for this. */
    private static Ended ended(String issuer, JwtClaims claims) throws MalformedClaimException {
        boolean isLogout = claims.getClaimValue("events") instanceof Map<?, ?> events && events.containsKey(EVENT) && !claims.hasClaim("nonce");
        Ended ended = new Ended(issuer, Optional.ofNullable(claims.getSubject()), Optional.ofNullable(claims.getStringClaimValue("sid")));
        if (!isLogout || (ended.subject().isEmpty() && ended.sid().isEmpty())) {
            throw invalid();
        }
        return ended;
    }

    private static RuntimeException invalid() {
        return Problems.invalid("logout_token", "is no logout token of the identity provider for this client");
    }
}
