package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.InboundEvent.WindowTold;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads WhatsApp's receipts. Pure. */
final class WhatsAppReceipts {

    private static final Pattern OWN_ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private WhatsAppReceipts() {}

    static InboundEvent read(JsonNode status, Instant receivedAt) {
        String id = ProviderJson.required(status, "id");
        String word = ProviderJson.text(status, "status").orElse("unknown");
        EventKey key = new EventKey(id + ":" + word);
        Instant at = WhatsAppInbound.at(status, receivedAt);
        ProviderMessageId message = new ProviderMessageId(own(status).orElse(id));
        return switch (word) {
            case "sent" -> new Delivery(key, at, message, DeliveryStatus.SENT, Optional.empty());
            case "delivered" -> new Delivery(key, at, message, DeliveryStatus.DELIVERED, Optional.empty());
            case "read", "played" -> new Delivery(key, at, message, DeliveryStatus.READ, Optional.empty());
            case "failed" -> new Delivery(key, at, message, DeliveryStatus.FAILED, Optional.of(problem(status)));
            default -> new Unsupported(key, at, "status_" + word);
        };
    }

    /** Until when we may write freely; told with some receipts. */
    static Optional<InboundEvent> window(JsonNode status, Instant receivedAt) {
        return ProviderJson.text(status.path("conversation"), "expiration_timestamp")
                .filter(text -> text.matches("\\d{1,11}"))
                .map(Long::parseLong)
                .map(Instant::ofEpochSecond)
                .map(until -> new WindowTold(
                        new EventKey(ProviderJson.required(status, "id") + ":window"), WhatsAppInbound.at(status, receivedAt), new ProviderMessageId(own(status).orElse(ProviderJson.required(status, "id"))), until));
    }

    /** The id that we gave the message: it is known even where the answer that told WhatsApp's was lost. */
    private static Optional<String> own(JsonNode status) {
        return ProviderJson.text(status, "biz_opaque_callback_data").filter(id -> OWN_ID.matcher(id).matches());
    }

    private static ChannelProblem problem(JsonNode status) {
        JsonNode error = ProviderJson.items(status, "errors").stream().findFirst().orElse(ProviderJson.object());
        return WhatsAppErrors.of(GraphError.ofReceipt(error)).problem();
    }
}
