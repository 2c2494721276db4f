package dev.tributary.identity;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** What a request brought along to say who it is from. */
final class Credential extends BaseAuthenticationRequest {
    enum Kind {
        SESSION,
        API_TOKEN
    }

    private final Kind kind;
    private final String token;

    private Credential(Kind kind, String token) {
        this.kind = kind;
        this.token = token;
    }

    static Credential session(String cookie) {
        return new Credential(Kind.SESSION, cookie);
    }

    static Credential apiToken(String bearer) {
        return new Credential(Kind.API_TOKEN, bearer);
    }

    Kind kind() {
        return kind;
    }

    String token() {
        return token;
    }
}
