package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.ConnectsByOAuth.Offer;
import dev.tributary.channel.ConnectsByOAuth.Request;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Settings;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mailboxes of Google and Microsoft, connected by consent: their servers are known, so it fills in everything but the app. A Microsoft
 * sign-in may open the mailbox of a team as well, which is named as the account's address before.
 */
@ApplicationScoped
class EmailConsent {

    private static final String GOOGLE_OFFER = "google";
    private static final Set<String> NEEDS = Set.of(EmailSettings.OAUTH_CLIENT_ID, EmailSettings.OAUTH_CLIENT_SECRET);
    private static final Set<String> FILLS = Set.of(
            EmailSettings.ADDRESS, EmailSettings.AUTH_TYPE, EmailSettings.IMAP_HOST, EmailSettings.IMAP_PORT, EmailSettings.IMAP_TLS, EmailSettings.IMAP_USER,
            EmailSettings.SMTP_HOST, EmailSettings.SMTP_PORT, EmailSettings.SMTP_TLS, EmailSettings.OAUTH_REFRESH_TOKEN);

    static final List<Offer> OFFERS = List.of(new Offer(GOOGLE_OFFER, "Google", true, NEEDS, FILLS), new Offer("microsoft", "Microsoft 365", true, NEEDS, FILLS));

    private final EgressClient egress;
    private final EmailConfig config;
    private final ObjectMapper json;

    EmailConsent(EgressClient egress, EmailConfig config, ObjectMapper json) {
        this.egress = egress;
        this.config = config;
        this.json = json;
    }

    /** Google gives a refresh token again only where it is asked for consent again. */
    String page(Request request, ChannelAccount account) {
        Settings settings = account.settings();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", settings.text(EmailSettings.OAUTH_CLIENT_ID).orElse(""));
        query.put("redirect_uri", request.redirectUri().toString());
        query.put("response_type", "code");
        query.put("state", request.state());
        request.codeChallenge().ifPresent(challenge -> {
            query.put("code_challenge", challenge);
            query.put("code_challenge_method", "S256");
        });
        if (request.offer().equals(GOOGLE_OFFER)) {
            query.put("scope", MailScopes.GOOGLE + " openid email");
            query.put("access_type", "offline");
            query.put("prompt", "consent");
            return config.googleAuthorizeUrl() + "?" + encoded(query);
        }
        query.put("scope", MailScopes.MICROSOFT + " openid email");
        query.put("prompt", "select_account");
        return tenant(settings) + "/authorize?" + encoded(query);
    }

    Uni<Consent> redeem(Code code, ChannelAccount account) {
        boolean isGoogle = code.offer().equals(GOOGLE_OFFER);
        Settings settings = account.settings();
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code.value().reveal());
        form.put("redirect_uri", code.redirectUri().toString());
        form.put("client_id", settings.text(EmailSettings.OAUTH_CLIENT_ID).orElse(""));
        form.put("client_secret", settings.secret(EmailSettings.OAUTH_CLIENT_SECRET).map(Secret::reveal).orElse(""));
        code.verifier().ifPresent(verifier -> form.put("code_verifier", verifier.reveal()));
        String url = isGoogle ? config.googleTokenUrl() : tenant(settings) + "/token";
        return egress.send(EgressRequest.post(url, EgressBody.form(form)).asTrusted())
                .map(answer -> consent(answer, isGoogle, settings))
                .onFailure(EgressException.class).recoverWithItem(noAnswer -> new Consent.Refused(new Unavailable(
                        new ProviderError("sign_in_unreachable", noAnswer.getMessage()), "The sign-in service does not answer: try again in a minute.")));
    }

    private Consent consent(EgressResponse answer, boolean isGoogle, Settings settings) {
        JsonNode body = read(answer.body().getBytes());
        if (!answer.isSuccess()) {
            return new Consent.Refused(refusal(answer.status(), body));
        }
        if (!body.path("scope").asText("").contains(isGoogle ? MailScopes.GOOGLE : MailScopes.MICROSOFT_READING)) {
            return new Consent.Refused(new PermissionMissing(
                    new ProviderError("scope_missing", "the consent does not cover reading and sending mail"), "Start again, and tick the permission to read and send mail."));
        }
        String refreshToken = body.path("refresh_token").asText("");
        if (refreshToken.isEmpty()) {
            return new Consent.Refused(new PermissionMissing(
                    new ProviderError("no_refresh_token", "the consent is for this moment only"), "Start again, and allow access while you are away."));
        }
        Optional<String> address = signedIn(body.path("id_token").asText("")).flatMap(MailAddress::canonical);
        if (address.isEmpty()) {
            return new Consent.Refused(new PermissionMissing(
                    new ProviderError("no_address", "the sign-in does not tell its e-mail address"), "Start again, and allow the e-mail address to be seen."));
        }
        return new Consent.Granted(choices(address.get(), refreshToken, isGoogle, settings));
    }

    /** The token came straight from the sign-in service, over TLS: it needs no further proof. */
    private Optional<String> signedIn(String idToken) {
        String[] parts = idToken.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = read(Base64.getUrlDecoder().decode(parts[1]));
            return Optional.of(claims.path("email").asText(claims.path("preferred_username").asText(""))).filter(address -> !address.isBlank());
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private List<Choice> choices(String person, String refreshToken, boolean isGoogle, Settings settings) {
        List<Choice> choices = new ArrayList<>(List.of(choice(person, person, "", refreshToken, isGoogle)));
        settings.text(EmailSettings.ADDRESS)
                .flatMap(MailAddress::canonical)
                .filter(shared -> !isGoogle && !shared.equals(person))
                .ifPresent(shared -> choices.add(choice(shared, person, "shared mailbox, opened as " + person, refreshToken, false)));
        return choices;
    }

    private Choice choice(String mailbox, String person, String detail, String refreshToken, boolean isGoogle) {
        Map<String, JsonNode> settings = Map.of(
                EmailSettings.ADDRESS, TextNode.valueOf(mailbox),
                EmailSettings.AUTH_TYPE, TextNode.valueOf(isGoogle ? EmailSettings.GOOGLE : EmailSettings.MICROSOFT),
                EmailSettings.IMAP_HOST, TextNode.valueOf(isGoogle ? config.googleImapHost() : config.microsoftImapHost()),
                EmailSettings.IMAP_PORT, IntNode.valueOf(config.consentImapPort()),
                EmailSettings.IMAP_TLS, TextNode.valueOf(EmailSettings.TLS),
                EmailSettings.IMAP_USER, TextNode.valueOf(mailbox),
                EmailSettings.SMTP_HOST, TextNode.valueOf(isGoogle ? config.googleSmtpHost() : config.microsoftSmtpHost()),
                EmailSettings.SMTP_PORT, IntNode.valueOf(config.consentSmtpPort()),
                EmailSettings.SMTP_TLS, TextNode.valueOf(EmailSettings.STARTTLS));
        return new Choice(mailbox, mailbox, detail, Optional.empty(), settings, Map.of(EmailSettings.OAUTH_REFRESH_TOKEN, new Secret(refreshToken)), Optional.empty());
    }

    private static ChannelProblem refusal(int status, JsonNode body) {
        String words = body.path("error_description").asText(body.path("error").asText("status " + status)).split("\r?\n")[0];
        ProviderError cause = new ProviderError(body.path("error").asText("http_" + status), words);
        if (words.contains("AADSTS65001")) {
            return new PermissionMissing(cause, MailScopes.ADMIN_HAS_TO_APPROVE);
        }
        if (status >= 500 || status == 429) {
            return new Unavailable(cause, "The sign-in service has trouble: try again in a minute.");
        }
        return body.path("error").asText().equals("invalid_grant")
                ? new CredentialsRejected(cause, "The consent was used or took too long: start again.")
                : new CredentialsRejected(cause, MailScopes.CHECK_THE_APP);
    }

    private String tenant(Settings settings) {
        return config.microsoftUrl() + "/" + settings.text(EmailSettings.OAUTH_TENANT).orElse("common") + "/oauth2/v2.0";
    }

    private JsonNode read(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            return json.createObjectNode();
        }
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
