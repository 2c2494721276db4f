package dev.tributary.adapter.meta;

import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.Secret;

/**
 * Where calls of one account go, and as whom. Printing one shows no credential.
 *
 * @param baseUrl without a final slash
 * @param trusted whether the operator named it, in which case it may be private
 * @param header that carries the credential
 * @param prefix of the credential in its header
 */
record Line(String baseUrl, boolean trusted, String header, String prefix, Secret credential) {

    static Line bearer(String baseUrl, boolean trusted, Secret token) {
        return new Line(baseUrl, trusted, "Authorization", "Bearer ", token);
    }

    EgressRequest authorized(EgressRequest request) {
        EgressRequest known = credential.reveal().isEmpty() ? request : request.withHeader(header, prefix + credential.reveal());
        return trusted ? known.asTrusted() : known;
    }
}
