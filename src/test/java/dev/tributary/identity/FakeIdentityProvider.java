package dev.tributary.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenID provider on the wire: discovery, keys, code flow with PKCE and nonce, signed tokens. Whoever posted their
 * claims to {@code /person} last is signed in there; {@code /access_token} answers a bearer token with the posted claims.
 */
public class FakeIdentityProvider implements QuarkusTestResourceLifecycleManager {
    static final String CLIENT_ID = "tributary";
    static final String CLIENT_SECRET = "a secret that only the two of us know";

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Pending(String nonce, String challenge) {}

    private final Map<String, Pending> codes = new ConcurrentHashMap<>();
    private HttpServer server;
    private KeyPair keys;
    private volatile ObjectNode person = JSON.createObjectNode();

    @Override
    public Map<String, String> start() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, discovery()));
        server.createContext("/keys", exchange -> answer(exchange, 200, jwks()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/person", this::become);
        server.createContext("/access_token", this::accessToken);
        server.start();
        return Map.of("tributary.oidc.issuer", issuer());
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private Map<String, ?> discovery() {
        return Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "end_session_endpoint", issuer() + "/logout",
                "jwks_uri", issuer() + "/keys",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"));
    }

    private Map<String, ?> jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        String modulus = base64(unsigned(key.getModulus()));
        String exponent = base64(unsigned(key.getPublicExponent()));
        return Map.of("keys", List.of(Map.of("kty", "RSA", "use", "sig", "alg", "RS256", "kid", "1", "n", modulus, "e", exponent)));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, new Pending(query.get("nonce"), query.get("code_challenge")));
        exchange.getResponseHeaders().add("Location", query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state"));
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Pending pending = codes.remove(form.getOrDefault("code", ""));
        if (pending == null || !pending.challenge().equals(base64(sha256(form.getOrDefault("code_verifier", ""))))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        answer(exchange, 200, Map.of(
                "token_type", "Bearer",
                "expires_in", 300,
                "access_token", sign(person.deepCopy().put("azp", CLIENT_ID)),
                "id_token", sign(person.deepCopy().put("aud", CLIENT_ID).put("nonce", pending.nonce()))));
    }

    private void become(HttpExchange exchange) throws IOException {
        person = body(exchange);
        answer(exchange, 200, person);
    }

    private void accessToken(HttpExchange exchange) throws IOException {
        answer(exchange, 200, Map.of("access_token", sign(body(exchange))));
    }

    private String sign(ObjectNode claims) throws IOException {
        long now = Instant.now().getEpochSecond();
        ObjectNode all = JSON.createObjectNode().put("iss", issuer()).put("iat", now).put("exp", now + 300);
        all.setAll(claims);
        String header = base64(JSON.writeValueAsBytes(Map.of("alg", "RS256", "kid", "1", "typ", "JWT")));
        String signed = header + "." + base64(JSON.writeValueAsBytes(all));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        return (ObjectNode) JSON.readTree(exchange.getRequestBody());
    }

    private static void answer(HttpExchange exchange, int status, Object json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> form(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
