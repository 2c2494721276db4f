package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.WhatsAppOutbound.Part;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendsReactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Sends a message in its parts, a file of a part before it. */
@ApplicationScoped
class WhatsAppSending {

    private final MetaApi api;
    private final WhatsAppMedia media;

    WhatsAppSending(MetaApi api, WhatsAppMedia media) {
        this.api = api;
        this.media = media;
    }

    Uni<SendOutcome> send(OutboundMessage message, WhatsAppLine line) {
        List<Part> parts = WhatsAppOutbound.parts(message);
        if (parts.isEmpty()) {
            return Uni.createFrom().item(new Refused(new ContentRejected(new ProviderError("empty", "there is nothing to send"), "Write some words beside the buttons")));
        }
        return SentParts.send(parts, message, part -> attempt(part, line), line.errors());
    }

    /** What an upload loses can be made again: only a message that may have arrived is {@link Result.Lost}. */
    private Uni<SentParts.Step> attempt(Part part, WhatsAppLine line) {
        return part.file()
                .map(attached -> media.upload(attached.file(), line).chain(uploaded -> switch (uploaded) {
                    case Result.Done done -> {
                        attached.into().put("id", ProviderJson.text(done.body(), "id").orElse(""));
                        yield post(part, line);
                    }
                    case Result.Failed failed -> step(failed);
                    case Result.NotReached gone -> step(gone);
                    case Result.Lost lost -> step(new Result.NotReached(lost.error(), false));
                }))
                .orElseGet(() -> post(part, line));
    }

    private Uni<SentParts.Step> post(Part part, WhatsAppLine line) {
        return api.post(line.line(), line.numberPath() + "/messages", part.body()).map(result -> switch (result) {
            case Result.Done done -> sent(done);
            case Result.Failed failed -> new SentParts.Step.Not(failed);
            case Result.NotReached gone -> new SentParts.Step.Not(gone);
            case Result.Lost lost -> new SentParts.Step.Not(lost);
        });
    }

    Uni<Optional<ChannelProblem>> react(SendsReactions.Given given, WhatsAppLine line) {
        return api.post(line.line(), line.numberPath() + "/messages", WhatsAppOutbound.reaction(given)).map(result -> Standing.problem(result, line.errors()));
    }

    /** Best effort. What is being answered shows as read, too. */
    Uni<Void> read(ProviderMessageId newest, boolean isAnswering, WhatsAppLine line) {
        ObjectNode body = ProviderJson.object().put("messaging_product", "whatsapp").put("status", "read").put("message_id", newest.value());
        if (isAnswering) {
            body.putObject("typing_indicator").put("type", "text");
        }
        return api.post(line.line(), line.numberPath() + "/messages", body).replaceWithVoid();
    }

    private static SentParts.Step sent(Result.Done done) {
        Optional<String> id = ProviderJson.items(done.body(), "messages").stream().findFirst().flatMap(message -> ProviderJson.text(message, "id"));
        return id.<SentParts.Step>map(known -> new SentParts.Step.Sent(new ProviderMessageId(known)))
                .orElseGet(() -> new SentParts.Step.Not(new Result.Lost(new ProviderError("no_id", "the answer names no message"))));
    }

    private static Uni<SentParts.Step> step(Result result) {
        return Uni.createFrom().item(new SentParts.Step.Not(result));
    }
}
