package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.PageOutbound.Part;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendsReactions;
import dev.tributary.platform.EgressBody;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.SignedLinks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends a message in its parts. Messenger takes a file with its message; Instagram fetches it from an address of ours. */
@ApplicationScoped
class PageSending {

    private static final Duration LINK_LIFE = Duration.ofHours(1);

    private final MetaApi api;
    private final FileStore store;
    private final SignedLinks links;
    private final Clock clock;

    PageSending(MetaApi api, FileStore store, SignedLinks links, Clock clock) {
        this.api = api;
        this.store = store;
        this.links = links;
        this.clock = clock;
    }

    /** @param path where messages of the account are posted */
    Uni<SendOutcome> send(OutboundMessage message, Line line, String path, boolean isInstagram) {
        boolean isLate = message.lastInboundAt().filter(last -> clock.instant().isAfter(last.plus(PageDescriptor.WINDOW))).isPresent();
        List<Part> parts = PageOutbound.parts(message, isInstagram, isLate && message.author().kind().equals("user"));
        if (parts.isEmpty()) {
            return Uni.createFrom().item(new Refused(new ContentRejected(new ProviderError("empty", "there is nothing to send"), "Write some words beside the buttons")));
        }
        return SentParts.send(parts, message, part -> post(part, line, path, isInstagram).map(PageSending::step), PageErrors::of);
    }

    /** Best effort. */
    Uni<Void> action(String recipient, String action, Line line, String path) {
        ObjectNode body = ProviderJson.object().put("sender_action", action);
        body.putObject("recipient").put("id", recipient);
        return api.post(line, path, body).replaceWithVoid();
    }

    /** By the names that Meta gives reactions; every other emoji is a like. */
    Uni<Optional<ChannelProblem>> react(SendsReactions.Given given, Line line, String path) {
        ObjectNode body = ProviderJson.object().put("sender_action", given.emoji().isPresent() ? "react" : "unreact");
        body.putObject("recipient").put("id", given.recipient());
        ObjectNode payload = body.putObject("payload").put("message_id", given.target().value());
        given.emoji().ifPresent(emoji -> payload.put("reaction", PageInbound.reactionName(emoji)));
        return api.post(line, path, body).map(result -> Standing.problem(result, PageErrors::of));
    }

    private Uni<Result> post(Part part, Line line, String path, boolean isInstagram) {
        if (part.file().isEmpty()) {
            return api.post(line, path, part.body());
        }
        File file = part.file().get();
        return isInstagram ? api.post(line, path, linked(part, file)) : upload(part, file, line, path);
    }

    private ObjectNode linked(Part part, File file) {
        String url = links.url("/api/v1/files/" + file.attachmentId(), clock.instant().plus(LINK_LIFE));
        ((ObjectNode) part.body().path("message").path("attachment").path("payload")).put("url", url);
        return part.body();
    }

    private Uni<Result> upload(Part part, File file, Line line, String path) {
        List<EgressBody.Part> fields = new ArrayList<>();
        for (String name : List.of("recipient", "messaging_type", "tag", "message")) {
            JsonNode value = part.body().path(name);
            if (!value.isMissingNode()) {
                fields.add(new EgressBody.Part.Field(name, value.isTextual() ? value.asText() : value.toString()));
            }
        }
        return store.path(file.storageKey()).chain(bytes -> {
            fields.add(new EgressBody.Part.FilePath("filedata", file.fileName(), file.contentType(), bytes));
            return api.upload(line, path, fields);
        });
    }

    private static SentParts.Step step(Result result) {
        if (!(result instanceof Result.Done done)) {
            return new SentParts.Step.Not(result);
        }
        return ProviderJson.text(done.body(), "message_id")
                .<SentParts.Step>map(id -> new SentParts.Step.Sent(new ProviderMessageId(id)))
                .orElseGet(() -> new SentParts.Step.Not(new Result.Lost(new ProviderError("no_id", "the answer names no message"))));
    }
}
