package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.ConnectionChanged;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageEdited;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.InboundEvent.Typing;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.VCard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads WAHA's webhooks. Pure. */
final class WahaInbound {

    private static final Set<String> WRITING = Set.of("composing", "recording", "typing");

    private final RawEvent raw;
    private final boolean wantsGroups;

    /** An id in its whole form: {@code <ours>_<chat>_<id>[_<author>]}. */
    record Id(boolean isOurs, String chat, String bare) {
        static Id of(JsonNode payload) {
            String whole = ProviderJson.required(payload, "id");
            String[] parts = whole.split("_", 4);
            String chat = ProviderJson.text(payload, payload.path("fromMe").asBoolean(false) ? "to" : "from").orElse("");
            return parts.length >= 3 ? new Id(parts[0].equals("true"), parts[1], parts[2]) : new Id(payload.path("fromMe").asBoolean(false), chat, whole);
        }
    }

    private WahaInbound(RawEvent raw) {
        this.raw = raw;
        this.wantsGroups = raw.settings().flag(LiteSettings.GROUPS);
    }

    static List<InboundEvent> read(RawEvent raw) {
        return List.of(new WahaInbound(raw).event());
    }

    /** The part of an id that WhatsApp itself knows. */
    static String bare(String id) {
        String[] parts = id.split("_", 4);
        return parts.length >= 3 ? parts[2] : id;
    }

    private InboundEvent event() {
        JsonNode body = ProviderJson.read(raw.body());
        JsonNode payload = body.path("payload");
        String key = ProviderJson.text(body, "id").orElse("event:" + raw.journalId());
        Optional<String> session = ProviderJson.text(body, "session");
        Optional<String> ours = raw.settings().text(LiteSettings.INSTANCE);
        if (session.isPresent() && ours.isPresent() && !session.equals(ours)) {
            return notice(key, "other_instance");
        }
        return switch (ProviderJson.text(body, "event").orElse("")) {
            case "message", "message.any" -> message(payload);
            case "message.ack", "message.ack.group" -> receipt(payload);
            case "message.reaction" -> reaction(payload);
            case "message.edited" -> edit(payload, key);
            case "message.revoked" -> revoked(payload);
            case "presence.update" -> typing(payload, key);
            case "session.status" -> new ConnectionChanged(new EventKey(key), at(body), connection(body, payload));
            case "" -> notice(key, "no_events");
            default -> notice(key, ProviderJson.required(body, "event"));
        };
    }

    private InboundEvent message(JsonNode payload) {
        Id id = Id.of(payload);
        EventKey key = new EventKey(id.bare());
        Instant at = at(payload);
        Optional<Unsupported> left = leftOut(id, key, at);
        if (left.isPresent()) {
            return left.get();
        }
        Sender person = writer(payload, id);
        InboundEvent.Thread thread = LitePeople.isGroup(id.chat())
                ? new InboundEvent.Thread(new ThreadKey(id.chat()), Optional.of("WhatsApp group"), Optional.empty(), Map.of())
                : InboundEvent.Thread.of(person.id());
        Optional<ProviderMessageId> quoted = ProviderJson.text(payload.path("replyTo"), "id").map(WahaInbound::bare).map(ProviderMessageId::new);
        return new MessageReceived(
                key, at, person, thread, new ProviderMessageId(id.bare()), content(payload), id.isOurs() ? Origin.ELSEWHERE : Origin.CUSTOMER, quoted, Optional.empty());
    }

    private Optional<Unsupported> leftOut(Id id, EventKey key, Instant at) {
        if (LitePeople.isBroadcast(id.chat())) {
            return Optional.of(new Unsupported(key, at, "broadcast"));
        }
        return LitePeople.isGroup(id.chat()) && !wantsGroups ? Optional.of(new Unsupported(key, at, "group_chats_off")) : Optional.empty();
    }

    /** Each engine of WAHA has the name elsewhere. */
    private static Sender writer(JsonNode payload, Id id) {
        JsonNode data = payload.path("_data");
        Optional<String> name = id.isOurs()
                ? Optional.empty()
                : ProviderJson.text(data.path("Info"), "PushName").or(() -> ProviderJson.text(data, "pushName")).or(() -> ProviderJson.text(data, "notifyName"));
        if (!LitePeople.isGroup(id.chat())) {
            return LitePeople.person(name, id.chat());
        }
        return id.isOurs() ? Sender.of(id.chat(), "WhatsApp group") : LitePeople.person(name, ProviderJson.text(payload, "participant").orElse(null));
    }

    private static Content content(JsonNode payload) {
        Optional<String> words = ProviderJson.text(payload, "body");
        JsonNode media = payload.path("media");
        if (payload.path("hasMedia").asBoolean(false)) {
            Optional<String> url = ProviderJson.text(media, "url");
            if (url.isEmpty()) {
                return new Content.Unsupported("file", words.or(() -> Optional.of("The gateway does not download files: switch its downloads on.")));
            }
            Optional<String> type = ProviderJson.text(media, "mimetype").map(LiteContent::plainType);
            MediaRef file = new MediaRef(kind(type.orElse("")), new MediaRef.Source.Handle(url.get()), ProviderJson.text(media, "filename"), type, Optional.empty());
            return new Content.Media(List.of(file), words);
        }
        JsonNode place = payload.path("location");
        if (place.path("latitude").isNumber() && place.path("longitude").isNumber()) {
            return new Content.Location(
                    place.path("latitude").asDouble(), place.path("longitude").asDouble(), ProviderJson.text(place, "title").or(() -> ProviderJson.text(place, "description")), ProviderJson.text(place, "address"));
        }
        List<JsonNode> cards = ProviderJson.items(payload, "vCards");
        if (!cards.isEmpty()) {
            return new Content.Contacts(cards.stream().map(card -> VCard.one(Optional.empty(), card.asText(""))).toList());
        }
        return words.<Content>map(Content.Text::new).orElseGet(() -> new Content.Unsupported("message", Optional.empty()));
    }

    private static ContentKind kind(String contentType) {
        if (contentType.equals("image/webp")) {
            return ContentKind.STICKER;
        }
        return switch (contentType.split("/", 2)[0]) {
            case "image" -> ContentKind.IMAGE;
            case "video" -> ContentKind.VIDEO;
            case "audio" -> ContentKind.AUDIO;
            default -> ContentKind.FILE;
        };
    }

    private InboundEvent receipt(JsonNode payload) {
        Id id = Id.of(payload);
        int ack = payload.path("ack").asInt(-2);
        EventKey key = new EventKey(id.bare() + ":ack:" + ack);
        if (!id.isOurs()) {
            return new Unsupported(key, raw.receivedAt(), "status_of_theirs");
        }
        ProviderMessageId message = new ProviderMessageId(id.bare());
        return switch (ack) {
            case -1 -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.FAILED, Optional.of(EvolutionInbound.NOT_DELIVERED));
            case 1 -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.SENT, Optional.empty());
            case 2 -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.DELIVERED, Optional.empty());
            case 3, 4 -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.READ, Optional.empty());
            default -> new Unsupported(key, raw.receivedAt(), "status_" + ack);
        };
    }

    private InboundEvent reaction(JsonNode payload) {
        Id id = Id.of(payload);
        EventKey key = new EventKey(id.bare());
        Optional<Unsupported> left = leftOut(id, key, at(payload));
        if (id.isOurs() || left.isPresent()) {
            return left.orElseGet(() -> new Unsupported(key, at(payload), "reaction_sent_elsewhere"));
        }
        JsonNode reaction = payload.path("reaction");
        ProviderMessageId target = new ProviderMessageId(bare(ProviderJson.required(reaction, "messageId")));
        return new Reaction(key, at(payload), target, writer(payload, id), new Reaction.Change.Set(ProviderJson.text(reaction, "text").stream().toList()));
    }

    private InboundEvent edit(JsonNode payload, String key) {
        ProviderMessageId id = new ProviderMessageId(bare(ProviderJson.required(payload, "editedMessageId")));
        return new MessageEdited(new EventKey(key), at(payload), id, new Content.Text(ProviderJson.text(payload, "body").orElse("")));
    }

    private InboundEvent revoked(JsonNode payload) {
        ProviderMessageId id = new ProviderMessageId(bare(ProviderJson.required(payload, "revokedMessageId")));
        return new MessageDeleted(new EventKey(id.value() + ":deleted"), raw.receivedAt(), id);
    }

    private InboundEvent typing(JsonNode payload, String key) {
        String chat = ProviderJson.text(payload, "id").orElse("");
        boolean hidden = chat.isEmpty() || LitePeople.isBroadcast(chat) || LitePeople.isGroup(chat) && !wantsGroups;
        Optional<String> word = ProviderJson.items(payload, "presences").stream().findFirst().flatMap(presence -> ProviderJson.text(presence, "lastKnownPresence"));
        return hidden || word.isEmpty()
                ? notice(key, "presence")
                : new Typing(new EventKey(key), raw.receivedAt(), new ThreadKey(LitePeople.key(chat)), WRITING.contains(word.get()));
    }

    private static Connection connection(JsonNode body, JsonNode payload) {
        return status(ProviderJson.text(payload, "status").orElse(""), body.path("me"));
    }

    /** @param me the linked number, where it is told */
    static Connection status(String word, JsonNode me) {
        return switch (word) {
            case "WORKING" -> LiteStates.open(ProviderJson.text(me, "id"), ProviderJson.text(me, "pushName"));
            case "STARTING" -> LiteStates.connecting();
            case "SCAN_QR_CODE" -> LiteStates.needsCode();
            case "PASSKEY_REQUIRED", "PASSKEY_CONFIRMATION_REQUIRED" -> LiteStates.needsPasskey();
            default -> LiteStates.closed(0);
        };
    }

    /** Seconds, with a fraction in some events; milliseconds in the envelope. */
    private Instant at(JsonNode node) {
        double number = node.path("timestamp").asDouble(0);
        if (number <= 0) {
            return raw.receivedAt();
        }
        return number > 100_000_000_000d ? Instant.ofEpochMilli((long) number) : Instant.ofEpochMilli(Math.round(number * 1_000));
    }

    private Unsupported notice(String key, String reason) {
        return new Unsupported(new EventKey(key), raw.receivedAt(), reason);
    }
}
