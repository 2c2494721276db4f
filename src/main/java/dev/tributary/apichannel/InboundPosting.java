package dev.tributary.apichannel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.inbound.EventResult;
import dev.tributary.inbound.IncomingEvent;
import dev.tributary.inbound.Intake;
import dev.tributary.platform.Ids;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.webhook.WebhookSignature;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One post from its bytes to its answer: unpacked, proved, read for its faults, journalled, and, within the time that the caller
 * is given, applied. A success means that the journal is committed.
 */
@ApplicationScoped
class InboundPosting {

    private static final String JSON = "application/json";

    /** One verified post. */
    private record Post(LiveAccount account, Map<String, String> headers, byte[] body, Instant at) {
        Optional<String> webhookId() {
            return Optional.ofNullable(headers.get(WebhookSignature.ID));
        }
    }

    private final Channels channels;
    private final InboundRate rate;
    private final StoredAnswers answers;
    private final PostedResults results;
    private final Intake intake;
    private final ObjectMapper json;
    private final Clock clock;
    private final Duration patience;

    InboundPosting(
            Channels channels,
            InboundRate rate,
            StoredAnswers answers,
            PostedResults results,
            Intake intake,
            ObjectMapper json,
            Clock clock,
            ApiChannelConfig config) {
        this.channels = channels;
        this.rate = rate;
        this.answers = answers;
        this.results = results;
        this.intake = intake;
        this.json = json;
        this.clock = clock;
        this.patience = config.patience();
    }

    /** @param headers names in lower case */
    Uni<Response> post(String channelId, String url, Map<String, String> headers, byte[] body) {
        requireJson(headers.get("content-type"));
        byte[] unpacked = Unpacking.unpack(body, headers.get("content-encoding"));
        return channels.get(channelId)
                .chain(account -> proved(account, url, headers, body, unpacked))
                .chain(post -> post.account().open() ? answer(post) : closed(post));
    }

    private static void requireJson(String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT).replace(" ", "");
        if (!type.equals(JSON) && !type.startsWith(JSON + ";charset=utf-8") && !type.startsWith(JSON + ";charset=\"utf-8\"")) {
            throw ApiError.unsupportedMediaType("Content-Type must be application/json in UTF-8");
        }
    }

    /** A signature may have been made before the body was packed or after it: either proves the sender. */
    private Uni<Post> proved(LiveAccount account, String url, Map<String, String> headers, byte[] travelled, byte[] unpacked) {
        Instant now = clock.instant();
        Verdict verdict = verify(account, url, headers, unpacked, now);
        if (verdict instanceof Verdict.Rejected && travelled != unpacked) {
            verdict = verify(account, url, headers, travelled, now);
        }
        return switch (verdict) {
            case Verdict.Accepted accepted -> Uni.createFrom().item(new Post(account, headers, unpacked, now));
            case Verdict.Challenge challenge -> throw new IllegalStateException("this channel asks nothing");
            case Verdict.Rejected rejected -> intake.reject(account, IncomingEvent.Source.API, headers, rejected.reason())
                    .onFailure().invoke(failure -> Log.warn("A rejected post was not written down", failure))
                    .onFailure().recoverWithNull()
                    .chain(() -> Uni.createFrom().failure(ApiError.unauthorized(rejected.reason())));
        };
    }

    private static Verdict verify(LiveAccount account, String url, Map<String, String> headers, byte[] body, Instant now) {
        return adapter(account).verify(new WebhookRequest("POST", url, Map.of(), headers, body, now), account.account());
    }

    /** Kept as ignored, for whoever wonders where it went; the caller is told to stop. */
    private Uni<Response> closed(Post post) {
        return intake.take(incoming(post)).onFailure().transform(InboundPosting::notStored).chain(() -> Uni.createFrom().failure(ApiError.inactive()));
    }

    private Uni<Response> answer(Post post) {
        return answers.find(post.account().account().id(), post.webhookId())
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(Response.status(known.get().status()).entity(known.get().body()).build())
                        : take(post));
    }

    private Uni<Response> take(Post post) {
        List<PostedEvent> events = read(post);
        rate.take(post.account().account().id(), events.size()).ifPresent(wait -> {
            throw ApiError.rateLimited(wait);
        });
        return results.complaints(post.account().account().id(), events)
                .invoke(complaints -> refuseWhereNothingIsRight(events, complaints))
                .chain(complaints -> applied(post)
                        .chain(ends -> results.of(post.account().account().id(), events, complaints, ends))
                        .call(answer -> answers.store(post.account().account().id(), post.webhookId(), complaints.isEmpty() ? 202 : 207, answer))
                        .map(answer -> Response.status(complaints.isEmpty() ? 202 : 207).entity(answer).build()));
    }

    private List<PostedEvent> read(Post post) {
        RawEvent raw = new RawEvent(Ids.next(), post.at(), post.headers(), post.body(), post.account().account().settings().withoutSecrets());
        try {
            JsonNode body = json.readTree(post.body());
            return PostedEvent.of(body, adapter(post.account()).read(raw));
        } catch (UnreadableEventException | IOException unreadable) {
            throw ApiError.notJson("the body is not JSON");
        }
    }

    private static void refuseWhereNothingIsRight(List<PostedEvent> events, Map<Integer, ApiError.Body> complaints) {
        if (complaints.size() == events.size()) {
            throw ApiError.unprocessable(complaints.get(0));
        }
    }

    /** How each event ended; empty where that takes longer than the caller waits. */
    private Uni<Optional<List<EventResult>>> applied(Post post) {
        return intake.takeAndAwait(incoming(post), patience)
                .map(Optional::of)
                .onFailure(TimeoutException.class).recoverWithItem(Optional.empty())
                .onFailure().transform(InboundPosting::notStored);
    }

    private static Throwable notStored(Throwable failure) {
        if (!(failure instanceof ProblemException)) {
            Log.error("A post was not journalled", failure);
        }
        return ApiError.unavailable();
    }

    private static IncomingEvent incoming(Post post) {
        return new IncomingEvent(post.account(), IncomingEvent.Source.API, post.headers(), post.body());
    }

    private static ReceivesWebhooks adapter(LiveAccount account) {
        return (ReceivesWebhooks) account.adapter();
    }
}
