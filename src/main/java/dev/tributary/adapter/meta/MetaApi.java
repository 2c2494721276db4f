package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressBody.Part;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every call to Meta, and to those who speak for it. Whatever happens is a {@link Result}; a failure is a bug. */
@ApplicationScoped
class MetaApi {

    static final String GRAPH = "https://graph.facebook.com";
    static final String INSTAGRAM = "https://graph.instagram.com";
    private static final String INSTAGRAM_LOGIN = "https://api.instagram.com";
    private static final String FACEBOOK_DIALOG = "https://www.facebook.com";
    private static final String INSTAGRAM_DIALOG = "https://www.instagram.com";
    static final long MAX_FILE_BYTES = 100L << 20;
    private static final long MAX_PICTURE_BYTES = 10L << 20;

    private final EgressClient egress;
    private final MetaConfig config;
    private final Instance<ProviderStandIn> standIns;

    MetaApi(EgressClient egress, MetaConfig config, Instance<ProviderStandIn> standIns) {
        this.egress = egress;
        this.config = config;
        this.standIns = standIns;
    }

    /** How one call ended. */
    sealed interface Result {
        record Done(JsonNode body) implements Result {}

        record Failed(GraphError error) implements Result {}

        /** Nothing arrived there. */
        record NotReached(ProviderError error, boolean forbidden) implements Result {}

        /** The request left, and no answer came. */
        record Lost(ProviderError error) implements Result {}
    }

    /** {@code /v25.0}, for paths of the Graph API. */
    String version() {
        return "/" + config.version();
    }

    Line graph(ChannelAccount account, Secret token) {
        return line(account, config.url(), GRAPH, token).provenBy(account.settings().secret(MetaApps.SECRET));
    }

    Line instagram(ChannelAccount account, Secret token) {
        return line(account, config.instagramUrl(), INSTAGRAM, token);
    }

    /** The Graph API without anybody's token: for calls that carry the app's credentials themselves. */
    Line anonymous(ChannelAccount account) {
        return line(account, config.url(), GRAPH, new Secret(""));
    }

    /** Where Instagram exchanges codes. */
    Line instagramLogin(ChannelAccount account) {
        return line(account, config.instagramLoginUrl(), INSTAGRAM_LOGIN, new Secret(""));
    }

    String facebookDialog(ChannelAccount account) {
        return dialog(account, config.dialogUrl(), FACEBOOK_DIALOG);
    }

    String instagramDialog(ChannelAccount account) {
        return dialog(account, config.instagramDialogUrl(), INSTAGRAM_DIALOG);
    }

    private String dialog(ChannelAccount account, Optional<String> configured, String real) {
        return configured.or(() -> standIns.stream().map(standIn -> standIn.pageUrl(account)).flatMap(Optional::stream).findFirst()).orElse(real).replaceAll("/+$", "");
    }

    /** A provider that plays for this account instead of the real one. */
    Optional<String> standIn(ChannelAccount account) {
        return standIns.stream().map(standIn -> standIn.baseUrl(account)).flatMap(Optional::stream).findFirst();
    }

    Uni<Result> get(Line line, String path) {
        return call(line, EgressRequest.of("GET", line.url(path), new EgressBody.None()));
    }

    Uni<Result> post(Line line, String path, ObjectNode body) {
        return call(line, EgressRequest.post(line.url(path), EgressBody.json(body.toString())));
    }

    Uni<Result> postForm(Line line, String path, Map<String, String> fields) {
        return call(line, EgressRequest.post(line.url(path), EgressBody.form(fields)));
    }

    Uni<Result> delete(Line line, String path) {
        return call(line, EgressRequest.of("DELETE", line.url(path), new EgressBody.None()));
    }

    Uni<Result> upload(Line line, String path, List<Part> parts) {
        return call(line, EgressRequest.post(line.url(path), new EgressBody.Multipart(parts)).withTimeout(config.transferTimeout()));
    }

    /** The bytes behind an address that Meta named; fails with an {@link EgressException} where no answer came. */
    Uni<EgressResponse> download(Line line, String url) {
        EgressRequest request = EgressRequest.get(url).withTimeout(config.transferTimeout()).withMaxAnswerBytes(MAX_FILE_BYTES);
        return egress.send(line.authorized(request));
    }

    /** The bytes behind a public address that Meta named: no credential goes along. Fails with an {@link EgressException} where no answer came. */
    Uni<EgressResponse> downloadOpenly(Line line, String url) {
        EgressRequest request = EgressRequest.get(url).withTimeout(config.timeout()).withMaxAnswerBytes(MAX_PICTURE_BYTES);
        return egress.send(line.trusted() && url.startsWith(line.baseUrl() + "/") ? request.asTrusted() : request);
    }

    private Line line(ChannelAccount account, Optional<String> configured, String real, Secret token) {
        return configured.or(() -> standIn(account))
                .map(url -> Line.bearer(url.replaceAll("/+$", ""), true, token))
                .orElse(Line.bearer(real, false, token));
    }

    private Uni<Result> call(Line line, EgressRequest request) {
        EgressRequest bounded = request.timeout().compareTo(config.transferTimeout()) < 0 ? request.withTimeout(config.timeout()) : request;
        return egress.send(line.authorized(bounded))
                .map(MetaApi::result)
                .onFailure(EgressException.class).recoverWithItem(failure -> noAnswer((EgressException) failure));
    }

    private static Result result(EgressResponse response) {
        if (!response.isSuccess()) {
            return new Result.Failed(GraphError.of(response));
        }
        try {
            JsonNode body = ProviderJson.read(response.body().getBytes());
            return body.path("error").isObject() ? new Result.Failed(GraphError.of(response)) : new Result.Done(body);
        } catch (UnreadableEventException unreadable) {
            // a proxy's page, or half of an answer: it may well have been done
            return new Result.Lost(new ProviderError("http_" + response.status(), "the provider's answer could not be read"));
        }
    }

    private static Result noAnswer(EgressException failure) {
        String code = switch (failure.kind()) {
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case INTERRUPTED -> "timeout";
            case TOO_LARGE -> "answer_too_large";
        };
        ProviderError error = new ProviderError(code, GraphError.withoutTokens(failure.getMessage()));
        return failure.mayHaveArrived() ? new Result.Lost(error) : new Result.NotReached(error, failure.kind() == EgressException.Kind.REFUSED);
    }
}
