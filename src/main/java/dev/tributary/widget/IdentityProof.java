package dev.tributary.widget;

import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;

/** Checks what a website presents about its visitor. Pure: the clock is given. */
final class IdentityProof {

    private static final int MAX_EXTERNAL_ID = 128;
    private static final int LEEWAY_SECONDS = 60;
    private static final int MAX_MINUTES_AHEAD = 24 * 60;

    private IdentityProof() {}

    /** Empty where nothing is offered as a proof; fails with 401 where what is offered proves nothing. */
    static Optional<ProvenIdentity> check(IdentityClaims claims, Settings settings, String channelKey, Instant now) {
        List<byte[]> secrets = secrets(settings, now);
        if (claims.jwt() != null) {
            return Optional.of(checkJwt(claims.jwt(), secrets, channelKey, now));
        }
        if (claims.identifierHash() != null) {
            return Optional.of(checkHash(claims, secrets));
        }
        return Optional.empty();
    }

    private static List<byte[]> secrets(Settings settings, Instant now) {
        List<byte[]> secrets = new ArrayList<>();
        settings.secret("identity_secret").map(Secret::reveal).map(IdentityProof::bytes).ifPresent(secrets::add);
        boolean overlapping = settings.text("identity_previous_secret_until").map(Instant::parse).filter(now::isBefore).isPresent();
        if (overlapping) {
            settings.secret("identity_previous_secret").map(Secret::reveal).map(IdentityProof::bytes).ifPresent(secrets::add);
        }
        return secrets;
    }

    private static ProvenIdentity checkHash(IdentityClaims claims, List<byte[]> secrets) {
        String externalId = checkedId(claims.externalId());
        byte[] given = bytes(claims.identifierHash().strip().toLowerCase(Locale.ROOT));
        boolean proven = false;
        for (byte[] secret : secrets) {
            proven |= MessageDigest.isEqual(given, bytes(HexFormat.of().formatHex(hmac(secret, externalId))));
        }
        if (!proven) {
            throw WidgetProblems.identityInvalid();
        }
        return new ProvenIdentity(
                externalId, VisitorFacts.email(claims.email()), false, VisitorFacts.name(claims.name()), Optional.empty(), claims.custom() == null ? Map.of() : claims.custom());
    }

    private static ProvenIdentity checkJwt(String jwt, List<byte[]> secrets, String channelKey, Instant now) {
        for (byte[] secret : secrets) {
            try {
                return read(claims(jwt, secret, channelKey, now));
            } catch (InvalidJwtException refused) {
                if (refused.hasExpired() && isSignedBy(refused)) {
                    throw WidgetProblems.identityExpired();
                }
            } catch (MalformedClaimException malformed) {
                throw WidgetProblems.identityInvalid();
            }
        }
        throw WidgetProblems.identityInvalid();
    }

    /** HS256 alone: neither {@code none} nor a public key taken for a secret gets past the constraint. */
    private static JwtClaims claims(String jwt, byte[] secret, String channelKey, Instant now) throws InvalidJwtException {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
                .setVerificationKey(new HmacKey(secret))
                .setRelaxVerificationKeyValidation()
                .setExpectedAudience(channelKey)
                .setRequireSubject()
                .setRequireIssuedAt()
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(MAX_MINUTES_AHEAD)
                .setAllowedClockSkewInSeconds(LEEWAY_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .build()
                .processToClaims(jwt);
    }

    /** The claims are only looked at once the signature was right. */
    private static boolean isSignedBy(InvalidJwtException refused) {
        return refused.getJwtContext() != null && refused.getJwtContext().getJwtClaims() != null;
    }

    private static ProvenIdentity read(JwtClaims claims) throws MalformedClaimException {
        Optional<String> email = VisitorFacts.email(claims.getStringClaimValue("email"));
        boolean denied = Boolean.FALSE.equals(claims.getClaimValue("email_verified"));
        return new ProvenIdentity(
                checkedId(claims.getSubject()),
                email,
                email.isPresent() && !denied,
                VisitorFacts.name(claims.getStringClaimValue("name")),
                VisitorFacts.phone(claims.getStringClaimValue("phone")),
                custom(claims.getClaimValue("custom")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> custom(Object claim) {
        return claim instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static String checkedId(String externalId) {
        if (externalId == null || externalId.isBlank() || externalId.length() > MAX_EXTERNAL_ID || externalId.indexOf('\0') >= 0) {
            throw WidgetProblems.identityInvalid();
        }
        return externalId;
    }

    private static byte[] hmac(byte[] secret, String text) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
