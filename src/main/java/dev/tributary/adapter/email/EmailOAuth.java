package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.CredentialStore;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Settings;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.Secret;
import dev.tributary.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Access tokens of Google and Microsoft mailboxes, refreshed five minutes before they end. One refresh at a time for an account:
 * reading and sending share the token. Called on virtual threads.
 */
@ApplicationScoped
class EmailOAuth {

    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private record Token(String value, Instant until, String madeFrom) {}

    private final EgressClient egress;
    private final CredentialStore credentials;
    private final EmailConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<UUID, Token> tokens = new ConcurrentHashMap<>();
    private final Map<UUID, Object> locks = new ConcurrentHashMap<>();

    EmailOAuth(EgressClient egress, CredentialStore credentials, EmailConfig config, ObjectMapper json, Clock clock) {
        this.egress = egress;
        this.credentials = credentials;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    boolean isUsed(Settings settings) {
        return !settings.text(EmailSettings.AUTH_TYPE).orElse(EmailSettings.PASSWORD).equals(EmailSettings.PASSWORD);
    }

    /** Fails with a {@link MailboxException} where none is to be had. */
    String accessToken(ChannelAccount account) throws InterruptedException {
        synchronized (locks.computeIfAbsent(account.id(), _ -> new Object())) {
            String origin = EmailKeys.sha256(secret(account.settings(), EmailSettings.OAUTH_REFRESH_TOKEN) + secret(account.settings(), EmailSettings.OAUTH_CLIENT_SECRET));
            Token known = tokens.get(account.id());
            boolean isGood = known != null && known.madeFrom().equals(origin) && clock.instant().plus(EARLY).isBefore(known.until());
            return isGood ? known.value() : refresh(account, origin);
        }
    }

    /** What the server no longer takes is not offered twice. */
    void forget(ChannelAccount account) {
        tokens.remove(account.id());
    }

    private String refresh(ChannelAccount account, String origin) throws InterruptedException {
        EgressResponse answer = ask(account);
        JsonNode body = body(answer);
        if (!answer.isSuccess() || !body.hasNonNull("access_token")) {
            throw new MailboxException(refusal(answer.status(), body, account.settings()));
        }
        String next = body.path("refresh_token").asText("");
        boolean isNew = !next.isEmpty() && !next.equals(secret(account.settings(), EmailSettings.OAUTH_REFRESH_TOKEN));
        if (isNew) {
            VirtualThreads.await(credentials.replace(account, EmailSettings.OAUTH_REFRESH_TOKEN, new Secret(next)), PATIENCE);
        }
        String madeFrom = isNew ? EmailKeys.sha256(next + secret(account.settings(), EmailSettings.OAUTH_CLIENT_SECRET)) : origin;
        Token token = new Token(body.path("access_token").asText(), clock.instant().plusSeconds(body.path("expires_in").asLong(3_600)), madeFrom);
        tokens.put(account.id(), token);
        return token.value();
    }

    private EgressResponse ask(ChannelAccount account) throws InterruptedException {
        Settings settings = account.settings();
        String type = settings.text(EmailSettings.AUTH_TYPE).orElse("");
        boolean isApp = type.equals(EmailSettings.MICROSOFT_APP);
        Map<String, String> form = new HashMap<>();
        form.put("client_id", settings.text(EmailSettings.OAUTH_CLIENT_ID).orElse(""));
        form.put("client_secret", secret(settings, EmailSettings.OAUTH_CLIENT_SECRET));
        form.put("grant_type", isApp ? "client_credentials" : "refresh_token");
        if (!isApp) {
            form.put("refresh_token", secret(settings, EmailSettings.OAUTH_REFRESH_TOKEN));
        }
        if (!type.equals(EmailSettings.GOOGLE)) {
            form.put("scope", isApp ? MailScopes.MICROSOFT_APP : MailScopes.MICROSOFT);
        }
        String url = type.equals(EmailSettings.GOOGLE)
                ? config.googleTokenUrl()
                : config.microsoftUrl() + "/" + settings.text(EmailSettings.OAUTH_TENANT).orElse("common") + "/oauth2/v2.0/token";
        try {
            return VirtualThreads.await(egress.send(EgressRequest.post(url, EgressBody.form(form)).asTrusted()), PATIENCE);
        } catch (EgressException noAnswer) {
            throw new MailboxException(new Unavailable(new ProviderError("sign_in_unreachable", noAnswer.getMessage()), "The sign-in service does not answer: it is tried again by itself."));
        }
    }

    private JsonNode body(EgressResponse answer) {
        try {
            return json.readTree(answer.body().getBytes());
        } catch (IOException notJson) {
            return json.createObjectNode();
        }
    }

    private static ChannelProblem refusal(int status, JsonNode body, Settings settings) {
        String words = body.path("error_description").asText(body.path("error").asText("status " + status)).split("\r?\n")[0];
        ProviderError cause = new ProviderError(body.path("error").asText("http_" + status), words);
        if (words.contains("AADSTS65001")) {
            return new PermissionMissing(cause, MailScopes.ADMIN_HAS_TO_APPROVE);
        }
        if (body.path("error").asText().equals("invalid_grant")) {
            boolean google = settings.text(EmailSettings.AUTH_TYPE).orElse("").equals(EmailSettings.GOOGLE);
            return new CredentialsRejected(cause, "The " + (google ? "Google" : "Microsoft") + " sign-in expired. Reconnect the mailbox.");
        }
        return status >= 500 || status == 429
                ? new Unavailable(cause, "The sign-in service has trouble: it is tried again by itself.")
                : new CredentialsRejected(cause, MailScopes.CHECK_THE_APP);
    }

    private static String secret(Settings settings, String name) {
        return settings.secret(name).map(Secret::reveal).orElse("");
    }
}
