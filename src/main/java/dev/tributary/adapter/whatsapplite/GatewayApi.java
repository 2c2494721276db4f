package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;

/** Every call to a gateway. Whatever happens is a {@link Result}; a failure is a bug. */
@ApplicationScoped
class GatewayApi {

    static final long MAX_FILE_BYTES = 140L << 20;

    private final EgressClient egress;
    private final GatewayConfig config;
    private final Instance<ProviderStandIn> standIns;

    GatewayApi(EgressClient egress, GatewayConfig config, Instance<ProviderStandIn> standIns) {
        this.egress = egress;
        this.config = config;
        this.standIns = standIns;
    }

    /** How one call ended. */
    sealed interface Result {
        /** @param body an empty object where the answer has none */
        record Done(JsonNode body) implements Result {}

        record Failed(GatewayError error) implements Result {}

        /** Nothing arrived there. */
        record NotReached(ProviderError error, boolean forbidden) implements Result {}

        /** The request left, and no answer came. */
        record Lost(ProviderError error) implements Result {}
    }

    GatewayLine line(ChannelAccount account) {
        Optional<String> standIn = standIns.stream().map(one -> one.baseUrl(account)).flatMap(Optional::stream).findFirst();
        String url = standIn.or(() -> account.settings().text(LiteSettings.BASE_URL)).orElse("");
        String instance = account.settings().text(LiteSettings.INSTANCE).orElse("trib-" + account.id());
        return new GatewayLine(url.replaceAll("/+$", ""), standIn.isPresent(), account.settings().requiredSecret(LiteSettings.API_KEY), instance, account);
    }

    Uni<Result> get(GatewayLine line, String path) {
        return call(line, EgressRequest.of("GET", line.baseUrl() + path, new EgressBody.None()));
    }

    Uni<Result> post(GatewayLine line, String path, ObjectNode body) {
        return call(line, EgressRequest.post(line.baseUrl() + path, EgressBody.json(body.toString())));
    }

    Uni<Result> put(GatewayLine line, String path, ObjectNode body) {
        return call(line, EgressRequest.of("PUT", line.baseUrl() + path, EgressBody.json(body.toString())));
    }

    Uni<Result> delete(GatewayLine line, String path) {
        return call(line, EgressRequest.of("DELETE", line.baseUrl() + path, new EgressBody.None()));
    }

    /** An answer with a file inside. */
    Uni<Result> fetch(GatewayLine line, String path, ObjectNode body) {
        return call(line, EgressRequest.post(line.baseUrl() + path, EgressBody.json(body.toString()))
                .withTimeout(config.transferTimeout())
                .withMaxAnswerBytes(MAX_FILE_BYTES));
    }

    /** Bytes; the key goes to the gateway alone. Fails with an {@link EgressException} where no answer came. */
    Uni<EgressResponse> download(GatewayLine line, String url) {
        EgressRequest request = EgressRequest.get(url).withTimeout(config.transferTimeout()).withMaxAnswerBytes(MAX_FILE_BYTES);
        return egress.send(url.startsWith(line.baseUrl() + "/") ? authorized(line, request) : request);
    }

    private static EgressRequest authorized(GatewayLine line, EgressRequest request) {
        EgressRequest known = request.withHeader(line.isWaha() ? "X-Api-Key" : "apikey", line.key().reveal());
        return line.trusted() ? known.asTrusted() : known;
    }

    private Uni<Result> call(GatewayLine line, EgressRequest request) {
        EgressRequest bounded = request.timeout().compareTo(config.timeout()) < 0 ? request.withTimeout(config.timeout()) : request;
        return egress.send(authorized(line, bounded))
                .map(response -> result(line, response))
                .onFailure(EgressException.class).recoverWithItem(failure -> noAnswer((EgressException) failure));
    }

    private static Result result(GatewayLine line, EgressResponse response) {
        if (!response.isSuccess()) {
            return new Result.Failed(GatewayError.of(response, line));
        }
        if (response.body().length() == 0) {
            return new Result.Done(ProviderJson.object());
        }
        try {
            return new Result.Done(ProviderJson.read(response.body().getBytes()));
        } catch (UnreadableEventException unreadable) {
            return new Result.Lost(new ProviderError("http_" + response.status(), "the gateway's answer could not be read"));
        }
    }

    private static Result noAnswer(EgressException failure) {
        ProviderError error = new ProviderError(failure.kind().name().toLowerCase(java.util.Locale.ROOT), String.valueOf(failure.getMessage()));
        return failure.mayHaveArrived() ? new Result.Lost(error) : new Result.NotReached(error, failure.kind() == EgressException.Kind.REFUSED);
    }
}
