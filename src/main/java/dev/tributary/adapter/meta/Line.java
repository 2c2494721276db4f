package dev.tributary.adapter.meta;

import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where calls of one account go, and as whom. Printing one shows no credential.
 *
 * @param baseUrl without a final slash
 * @param trusted whether the operator named it, in which case it may be private
 * @param header that carries the credential
 * @param prefix of the credential in its header
 * @param appSecret that proves, beside the token, that a call comes from the app's own server: apps can insist on it
 */
record Line(String baseUrl, boolean trusted, String header, String prefix, Secret credential, Optional<Secret> appSecret) {

    Line(String baseUrl, boolean trusted, String header, String prefix, Secret credential) {
        this(baseUrl, trusted, header, prefix, credential, Optional.empty());
    }

    static Line bearer(String baseUrl, boolean trusted, Secret token) {
        return new Line(baseUrl, trusted, "Authorization", "Bearer ", token);
    }

    Line provenBy(Optional<Secret> secret) {
        return new Line(baseUrl, trusted, header, prefix, credential, secret);
    }

    /** The address of a path below, with the proof where there is one. */
    String url(String path) {
        return baseUrl + path + appSecret
                .filter(_ -> !credential.reveal().isEmpty())
                .map(secret -> (path.contains("?") ? "&" : "?") + "appsecret_proof=" + HubSignature.hex(secret, credential.reveal().getBytes(StandardCharsets.UTF_8)))
                .orElse("");
    }

    EgressRequest authorized(EgressRequest request) {
        EgressRequest known = credential.reveal().isEmpty() ? request : request.withHeader(header, prefix + credential.reveal());
        return trusted ? known.asTrusted() : known;
    }
}
