package dev.tributary.adapter.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Every call to Twilio. Whatever happens is a {@link Result}; a failure is a bug. */
@ApplicationScoped
class TwilioApi {

    static final String TWILIO = "https://api.twilio.com";
    private static final String CONTENT = "https://content.twilio.com";
    private static final String MESSAGING = "https://messaging.twilio.com";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final EgressClient egress;
    private final TwilioConfig config;
    private final Instance<ProviderStandIn> standIns;

    TwilioApi(EgressClient egress, TwilioConfig config, Instance<ProviderStandIn> standIns) {
        this.egress = egress;
        this.config = config;
        this.standIns = standIns;
    }

    /** How one call ended. */
    sealed interface Result {
        record Done(JsonNode body) implements Result {}

        record Failed(TwilioErrors.Meaning meaning) implements Result {}

        /** Nothing arrived there. */
        record NotReached(ProviderError error) implements Result {}

        /** The request left, and no answer came. */
        record Lost(ProviderError error) implements Result {}
    }

    private record Base(String url, boolean trusted) {}

    Uni<Result> get(ChannelAccount account, String path) {
        Base base = base(account);
        return call(authorized(EgressRequest.of("GET", base.url() + path(account) + path, new EgressBody.None()), account, base));
    }

    Uni<Result> post(ChannelAccount account, String path, Map<String, String> form) {
        Base base = base(account);
        return call(authorized(EgressRequest.post(base.url() + path(account) + path, EgressBody.form(form)), account, base));
    }

    /** A page of the account's prepared contents, with what WhatsApp says of each. */
    Uni<Result> contents(ChannelAccount account, String page) {
        Base base = base(account, config.contentUrl(), CONTENT);
        return call(authorized(EgressRequest.of("GET", base.url() + "/v1/ContentAndApprovals?PageSize=100" + page, new EgressBody.None()), account, base));
    }

    Uni<Result> prepare(ChannelAccount account, ObjectNode content) {
        Base base = base(account, config.contentUrl(), CONTENT);
        return call(authorized(EgressRequest.post(base.url() + "/v1/Content", EgressBody.json(content.toString())), account, base));
    }

    /** Shows that the message was read, and that somebody writes. */
    Uni<Result> typing(ChannelAccount account, String messageSid) {
        Base base = base(account, config.messagingUrl(), MESSAGING);
        Map<String, String> form = Map.of("channel", "whatsapp", "messageId", messageSid);
        return call(authorized(EgressRequest.post(base.url() + "/v2/Indicators/Typing.json", EgressBody.form(form)), account, base));
    }

    /** The bytes behind an address of a message's file; the credentials do not follow to where it leads. */
    Uni<EgressResponse> download(ChannelAccount account, String url) {
        return egress.send(authorized(EgressRequest.get(url).withMaxAnswerBytes(MAX_FILE_BYTES), account, base(account)));
    }

    /** Whether an address is one of Twilio's own, to which the credentials may be shown. */
    boolean isOwn(ChannelAccount account, String url) {
        return url.startsWith(TWILIO + "/") || url.startsWith(base(account).url() + "/");
    }

    private Base base(ChannelAccount account) {
        return base(account, config.url(), TWILIO);
    }

    private Base base(ChannelAccount account, Optional<String> configured, String real) {
        return configured
                .or(() -> standIns.stream().map(standIn -> standIn.baseUrl(account)).flatMap(Optional::stream).findFirst())
                .map(url -> new Base(url.replaceAll("/+$", ""), true))
                .orElse(new Base(real, false));
    }

    private static String path(ChannelAccount account) {
        return "/2010-04-01/Accounts/" + account.settings().text(TwilioSettings.ACCOUNT_SID).orElse("");
    }

    private EgressRequest authorized(EgressRequest request, ChannelAccount account, Base base) {
        String pair = account.settings().text(TwilioSettings.ACCOUNT_SID).orElse("") + ":" + account.settings().requiredSecret(TwilioSettings.AUTH_TOKEN).reveal();
        EgressRequest known = request.withTimeout(config.timeout())
                .withHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        return base.trusted() ? known.asTrusted() : known;
    }

    private Uni<Result> call(EgressRequest request) {
        return egress.send(request).map(TwilioApi::result).onFailure(EgressException.class).recoverWithItem(failure -> noAnswer((EgressException) failure));
    }

    private static Result result(EgressResponse response) {
        Optional<JsonNode> body = read(response);
        if (response.isSuccess()) {
            return body.<Result>map(Result.Done::new)
                    .orElseGet(() -> new Result.Lost(new ProviderError("http_" + response.status(), "Twilio's answer could not be read")));
        }
        int code = body.map(error -> error.path("code").asInt(0)).orElse(0);
        String words = body.map(error -> error.path("message").asText("")).filter(text -> !text.isBlank()).orElse("HTTP " + response.status() + " without words");
        return new Result.Failed(TwilioErrors.of(response.status(), code, words));
    }

    private static Optional<JsonNode> read(EgressResponse response) {
        try {
            return Optional.ofNullable(JSON.readTree(response.body().getBytes())).filter(JsonNode::isObject);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Result noAnswer(EgressException failure) {
        ProviderError error = new ProviderError(failure.kind().name().toLowerCase(java.util.Locale.ROOT), String.valueOf(failure.getMessage()));
        return failure.mayHaveArrived() ? new Result.Lost(error) : new Result.NotReached(error);
    }
}
