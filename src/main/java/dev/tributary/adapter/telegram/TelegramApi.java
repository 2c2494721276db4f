package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramPayload.Answer;
import dev.tributary.adapter.telegram.TelegramPayload.Parameters;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.EgressBody.Part;
import dev.tributary.platform.EgressClient;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressRequest;
import dev.tributary.platform.EgressResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every call to the Bot API. The token is part of each URL, so URLs never leave this class, and the words that do are searched
 * for tokens first. Whatever happens is a {@link Result}; a failure is a bug.
 */
@ApplicationScoped
class TelegramApi {

    static final String TELEGRAM = "https://api.telegram.org";
    private static final Pattern TOKEN = Pattern.compile("\\d{6,20}:[A-Za-z0-9_-]{30,}");
    private static final long MAX_FILE_BYTES = 50L << 20;
    private static final long MAX_ANSWER_BYTES = 4L << 20;
    private static final long MAX_UPDATES_BYTES = 16L << 20;

    private final EgressClient egress;
    private final TelegramConfig config;
    private final Instance<ProviderStandIn> standIns;

    TelegramApi(EgressClient egress, TelegramConfig config, Instance<ProviderStandIn> standIns) {
        this.egress = egress;
        this.config = config;
        this.standIns = standIns;
    }

    /** How one call ended. */
    sealed interface Result {
        record Done(JsonNode result) implements Result {}

        record Failed(int code, String words, Optional<Duration> retryAfter, Optional<Long> movedTo) implements Result {}

        /** Nothing arrived there. */
        record NotReached(ProviderError error, boolean forbidden) implements Result {}

        /** The request left, and no answer came. */
        record Lost(ProviderError error) implements Result {}
    }

    Uni<Result> call(ChannelAccount account, String method, ObjectNode body) {
        return send(account, method, EgressBody.json(body.toString()), config.timeout());
    }

    /** Waits for updates for so long; a batch of them is a large answer. */
    Uni<Result> poll(ChannelAccount account, ObjectNode body, Duration wait) {
        return send(account, "getUpdates", EgressBody.json(body.toString()), config.timeout().plus(wait), MAX_UPDATES_BYTES);
    }

    /** @param files the parts beside the fields; the fields of {@code body} become form fields, objects as JSON */
    Uni<Result> upload(ChannelAccount account, String method, ObjectNode body, List<Part> files) {
        List<Part> parts = new ArrayList<>();
        body.properties().forEach(field -> parts.add(new Part.Field(
                field.getKey(), field.getValue().isContainerNode() ? field.getValue().toString() : field.getValue().asText())));
        parts.addAll(files);
        return send(account, method, new EgressBody.Multipart(parts), config.transferTimeout());
    }

    /** The bytes behind a {@code file_path} of getFile; a success has them in its body. */
    Uni<EgressResponse> download(ChannelAccount account, String filePath) {
        String path = Arrays.stream(filePath.split("/"))
                .filter(step -> !step.isEmpty() && !step.equals("..") && !step.equals("."))
                .map(step -> URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        Base base = base(account);
        String url = base.url() + "/file/bot" + account.settings().requiredSecret(TelegramSettings.BOT_TOKEN).reveal() + "/" + path;
        EgressRequest request = new EgressRequest(
                "GET", url, java.util.Map.of(), new EgressBody.None(), config.transferTimeout(), MAX_FILE_BYTES, base.trusted(), false);
        return egress.send(request);
    }

    private Uni<Result> send(ChannelAccount account, String method, EgressBody body, Duration timeout) {
        return send(account, method, body, timeout, MAX_ANSWER_BYTES);
    }

    private Uni<Result> send(ChannelAccount account, String method, EgressBody body, Duration timeout, long maxAnswer) {
        Base base = base(account);
        String url = base.url() + "/bot" + account.settings().requiredSecret(TelegramSettings.BOT_TOKEN).reveal() + "/" + method;
        EgressRequest request = EgressRequest.post(url, body).withTimeout(timeout).withMaxAnswerBytes(maxAnswer);
        return egress.send(base.trusted() ? request.asTrusted() : request)
                .map(TelegramApi::result)
                .onFailure(EgressException.class).recoverWithItem(failure -> noAnswer((EgressException) failure));
    }

    /** @param trusted whether the operator named it, in which case it may be private */
    private record Base(String url, boolean trusted) {}

    private Base base(ChannelAccount account) {
        return TelegramSettings.ownServer(account.settings()).map(url -> new Base(url, false))
                .or(() -> config.url().map(url -> new Base(url, true)))
                .or(() -> standIns.stream().map(standIn -> standIn.baseUrl(account)).flatMap(Optional::stream).findFirst().map(url -> new Base(url, true)))
                .map(base -> new Base(base.url().replaceAll("/+$", ""), base.trusted()))
                .orElse(new Base(TELEGRAM, false));
    }

    private static Result result(EgressResponse response) {
        Answer answer;
        try {
            answer = TelegramPayload.answer(response.body().getBytes());
        } catch (UnreadableEventException unreadable) {
            // a proxy's page, or half of an answer: a success that cannot be read may well have been one
            return response.isSuccess()
                    ? new Result.Lost(new ProviderError("http_" + response.status(), "Telegram's answer could not be read"))
                    : new Result.Failed(response.status(), "HTTP " + response.status() + " without Telegram's own words", Optional.empty(), Optional.empty());
        }
        if (answer.ok()) {
            return new Result.Done(answer.result().orElse(MissingNode.getInstance()));
        }
        return new Result.Failed(
                answer.errorCode().orElse(response.status()),
                withoutTokens(answer.description().orElse("no description")),
                answer.parameters().flatMap(Parameters::retryAfter).map(Duration::ofSeconds),
                answer.parameters().flatMap(Parameters::migrateToChatId));
    }

    private static Result noAnswer(EgressException failure) {
        String code = switch (failure.kind()) {
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case INTERRUPTED -> "timeout";
            case TOO_LARGE -> "answer_too_large";
        };
        ProviderError error = new ProviderError(code, withoutTokens(String.valueOf(failure.getMessage())));
        return failure.mayHaveArrived()
                ? new Result.Lost(error)
                : new Result.NotReached(error, failure.kind() == EgressException.Kind.REFUSED);
    }

    static String withoutTokens(String words) {
        return TOKEN.matcher(words).replaceAll("***");
    }
}
