package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.IssuesCredentials;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.PostsEvents;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReceivesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.Settings;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import dev.tributary.platform.Ids;
import dev.tributary.platform.SignedLinks;
import dev.tributary.platform.webhook.WebhookAnswer;
import dev.tributary.platform.webhook.WebhookAttempted;
import dev.tributary.platform.webhook.WebhookIds;
import dev.tributary.platform.webhook.WebhookPoster;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Wires the {@code API} channel; what it means is in the pure classes beside it. */
@ApplicationScoped
class ApiAdapter implements ReceivesWebhooks, SendsMessages, SendsTyping, PostsEvents, IssuesCredentials {

    private static final Descriptor DESCRIPTOR = ApiDescriptor.make();
    private static final Duration LINK_LIFE = Duration.ofHours(24);

    private final WebhookPoster poster;
    private final SignedLinks links;
    private final ObjectMapper json;
    private final Clock clock;
    private final Event<WebhookAttempted> attempts;

    ApiAdapter(WebhookPoster poster, SignedLinks links, ObjectMapper json, Clock clock, Event<WebhookAttempted> attempts) {
        this.poster = poster;
        this.links = links;
        this.json = json;
        this.clock = clock;
        this.attempts = attempts;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    /** Without a webhook URL the channel only receives; with one it is connected once a test was answered 2xx. */
    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        String channelId = account.settings().text(ApiKeys.CHANNEL_ID).orElseThrow();
        Optional<String> url = account.settings().text(ApiDescriptor.OUTBOUND_URL);
        if (url.isEmpty()) {
            return Uni.createFrom().item(Connection.connected(channelId, Map.of()));
        }
        Instant now = clock.instant();
        byte[] body = ApiOutbound.test(channelId, now);
        String webhookId = WebhookIds.of(Ids.next());
        return poster.post(url.get(), ApiKeys.outbound(account.settings(), now), webhookId, body)
                .invoke(answer -> attempts.fire(new WebhookAttempted(account.organizationId(), account.id(), account.id(), webhookId, ApiOutbound.TEST, body, answer)))
                .map(answer -> connection(channelId, answer));
    }

    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        return ApiVerification.verify(request, account.settings());
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return ApiInbound.read(raw);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        Optional<String> url = account.settings().text(ApiDescriptor.OUTBOUND_URL);
        if (url.isEmpty()) {
            ProviderError cause = new ProviderError("no_outbound_url", "This channel has no webhook URL.");
            return Uni.createFrom().item(new SendOutcome.Refused(new ChannelProblem.Misconfigured(cause, "Enter the webhook URL of the receiving system, then retry.")));
        }
        byte[] body = ApiOutbound.message(message, file -> link(file, message.createdAt()));
        String webhookId = WebhookIds.of(message.messageId());
        return poster.post(url.get(), ApiKeys.outbound(account.settings(), clock.instant()), webhookId, body)
                .invoke(answer -> attempts.fire(new WebhookAttempted(
                        account.organizationId(), account.id(), message.conversationId(), webhookId, ApiOutbound.MESSAGE, body, answer)))
                .map(answer -> outcome(message, answer));
    }

    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        Settings settings = account.settings();
        Optional<String> url = settings.text(ApiDescriptor.OUTBOUND_URL).filter(_ -> settings.list(ApiDescriptor.EVENTS).contains(ApiOutbound.TYPING));
        if (url.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return poster.post(url.get(), ApiKeys.outbound(settings, now), WebhookIds.of(Ids.next()), ApiOutbound.typing(thread, on, now)).replaceWithVoid();
    }

    @Override
    public Optional<EventReceiver> receiver(ChannelAccount account, Instant now) {
        Settings settings = account.settings();
        return settings.text(ApiDescriptor.OUTBOUND_URL)
                .map(url -> new EventReceiver(url, ApiKeys.outbound(settings, now), Set.copyOf(settings.list(ApiDescriptor.EVENTS))));
    }

    @Override
    public Optional<String> externalThreadId(ThreadKey thread) {
        return ApiThreads.threadId(thread);
    }

    @Override
    public Issued issue(Settings settings, Instant now) {
        return ApiKeys.issue(settings);
    }

    @Override
    public Set<String> replaceable() {
        return ApiKeys.REPLACEABLE;
    }

    @Override
    public Set<String> revocable() {
        return ApiKeys.REVOCABLE;
    }

    @Override
    public Issued rotate(String field, Settings stored, Instant now) {
        return ApiKeys.rotate(field, stored, now);
    }

    @Override
    public Issued revoke(String field) {
        return ApiKeys.revoke(field);
    }

    @Override
    public boolean isToken(String presented, Settings stored) {
        return ApiKeys.isToken(stored, presented);
    }

    @Override
    public String inboundPath(Settings settings) {
        return "/api/v1/channels/" + settings.text(ApiKeys.CHANNEL_ID).orElse("") + "/inbound";
    }

    private SendOutcome outcome(OutboundMessage message, WebhookAnswer answer) {
        if (!answer.accepted()) {
            Duration age = Duration.between(message.createdAt(), answer.at());
            return ApiErrors.notSent(answer, message.attempt(), age, ThreadLocalRandom.current());
        }
        // Receipts, reactions and replies may name the message by the receiver's id or by ours.
        Stream<ProviderMessageId> ids = Stream.concat(givenId(answer.body()).stream(), Stream.of(message.messageId().toString())).distinct().map(ProviderMessageId::new);
        return new SendOutcome.Sent(ids.toList(), Optional.empty());
    }

    private Optional<String> givenId(String answer) {
        try {
            return Optional.ofNullable(json.readTree(answer))
                    .map(body -> body.path("external_message_id"))
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .filter(id -> !id.isBlank() && id.length() <= ApiInbound.MAX_ID && id.indexOf('\0') < 0);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private Connection connection(String channelId, WebhookAnswer answer) {
        Map<String, JsonNode> learned = Map.of(ApiDescriptor.LAST_TEST, json.createObjectNode()
                .put("at", answer.at().toString())
                .put("status", answer.status().orElse(null))
                .put("milliseconds", answer.took().toMillis())
                .put("answer", answer.status().isPresent() ? answer.beginning() : answer.words()));
        return switch (answer.result()) {
            case ACCEPTED -> Connection.connected(channelId, learned);
            case AGAIN -> new Connection(Connection.State.FAILED, Optional.of(channelId), learned, Optional.empty(), Optional.of(ApiErrors.problem(answer)));
            case UNDELIVERABLE, GONE, FORBIDDEN ->
                new Connection(Connection.State.DISCONNECTED, Optional.of(channelId), learned, Optional.empty(), Optional.of(ApiErrors.problem(answer)));
        };
    }

    /**
     * The same for every attempt of the schedule, as the body must be; a message that is sent again by hand later gets a link
     * that works again.
     */
    private String link(OutboundMessage.File file, Instant createdAt) {
        Duration step = LINK_LIFE.dividedBy(2);
        long steps = Math.max(0, Duration.between(createdAt, clock.instant()).dividedBy(step));
        return links.url("/api/v1/files/" + file.attachmentId(), createdAt.plus(LINK_LIFE).plus(step.multipliedBy(steps)));
    }
}
