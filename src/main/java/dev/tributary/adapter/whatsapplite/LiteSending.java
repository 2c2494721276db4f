package dev.tributary.adapter.whatsapplite;

import dev.tributary.adapter.whatsapplite.GatewayApi.Result;
import dev.tributary.adapter.whatsapplite.LiteOutbound.Part;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Partly;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.platform.SignedLinks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends a message in its parts, one after the other. What has left stays sent. */
@ApplicationScoped
class LiteSending {

    private static final Duration LINK_LIFE = Duration.ofHours(4);

    private record Sending(OutboundMessage message, List<Part> parts, Gateway gateway, GatewayLine line) {}

    private final SignedLinks links;
    private final GatewayConfig config;
    private final Clock clock;

    LiteSending(SignedLinks links, GatewayConfig config, Clock clock) {
        this.links = links;
        this.config = config;
        this.clock = clock;
    }

    Uni<SendOutcome> send(OutboundMessage message, Gateway gateway, GatewayLine line) {
        List<Part> parts = LiteOutbound.parts(message);
        return parts.isEmpty()
                ? Uni.createFrom().item(new Refused(new ContentRejected(new ProviderError("empty", "there is nothing to send"), "Write some words beside the buttons")))
                : from(new Sending(message, parts, gateway, line), message.sent());
    }

    private Uni<SendOutcome> from(Sending sending, List<ProviderMessageId> sent) {
        if (sent.size() >= sending.parts().size()) {
            return Uni.createFrom().item(new SendOutcome.Sent(sent, Optional.empty()));
        }
        return part(sending, sent.size()).chain(result -> {
            Optional<String> id = result instanceof Result.Done done ? sending.gateway().idOf(done.body()) : Optional.empty();
            if (id.isEmpty()) {
                SendOutcome outcome = GatewayErrors.outcome(nameless(result), isPatient(sending.message()));
                return Uni.createFrom().item(sent.isEmpty() ? outcome : new Partly(sent, Optional.empty(), outcome));
            }
            List<ProviderMessageId> more = new ArrayList<>(sent);
            more.add(new ProviderMessageId(id.get()));
            return from(sending, more);
        });
    }

    private Uni<Result> part(Sending sending, int index) {
        Part part = sending.parts().get(index);
        Optional<ProviderMessageId> quoted = index == 0 ? sending.message().replyTo() : Optional.empty();
        return sending.gateway().send(sending.line(), sending.message().thread().value(), part, quoted, url(part));
    }

    private String url(Part part) {
        return switch (part) {
            case Part.Text _, Part.Place _, Part.Cards _ -> "";
            case Part.Media media -> url(media.file());
            case Part.Voice voice -> url(voice.file());
            case Part.Sticker sticker -> url(sticker.file());
        };
    }

    private String url(File file) {
        return links.url("/api/v1/files/" + file.attachmentId(), clock.instant().plus(LINK_LIFE));
    }

    private boolean isPatient(OutboundMessage message) {
        return clock.instant().isBefore(message.createdAt().plus(config.patience()));
    }

    private static Result nameless(Result result) {
        return result instanceof Result.Done ? new Result.Lost(new ProviderError("no_id", "the answer names no message")) : result;
    }
}
