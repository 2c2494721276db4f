package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.whatsapplite.LiteContent.Unwrapped;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.Content;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.AccountTold;
import dev.tributary.channel.InboundEvent.ConnectionChanged;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageEdited;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.InboundEvent.Typing;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Evolution's webhooks. Pure. */
final class EvolutionInbound {

    /** What both gateways show of a failed message, for neither tells why. */
    static final ChannelProblem NOT_DELIVERED =
            new RecipientUnreachable(new ProviderError("ERROR", "WhatsApp did not take the message"), "Check that this number has WhatsApp, and that the link is up");

    private static final Set<String> NEVER_MESSAGES = Set.of("protocolMessage", "senderKeyDistributionMessage", "pollUpdateMessage");
    private static final Set<String> WRITING = Set.of("composing", "recording");

    private final RawEvent raw;
    private final boolean wantsGroups;

    private EvolutionInbound(RawEvent raw) {
        this.raw = raw;
        this.wantsGroups = raw.settings().flag(LiteSettings.GROUPS);
    }

    static List<InboundEvent> read(RawEvent raw) {
        return new EvolutionInbound(raw).events();
    }

    private List<InboundEvent> events() {
        JsonNode body = ProviderJson.read(raw.body());
        Optional<String> instance = ProviderJson.text(body, "instance");
        Optional<String> ours = raw.settings().text(LiteSettings.INSTANCE);
        if (instance.isPresent() && ours.isPresent() && !instance.equals(ours)) {
            return List.of(notice("instance", "other_instance"));
        }
        String name = ProviderJson.text(body, "event").orElse("").toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
        List<InboundEvent> events = new ArrayList<>();
        int position = 0;
        for (JsonNode data : items(body.path("data"))) {
            events.addAll(event(name, body, data, name + ":" + raw.journalId() + ":" + position++));
        }
        return events.isEmpty() ? List.of(notice("body", name.isEmpty() ? "no_events" : name)) : events;
    }

    private static List<JsonNode> items(JsonNode data) {
        if (data.isArray()) {
            List<JsonNode> all = new ArrayList<>();
            data.forEach(all::add);
            return all;
        }
        return data.isObject() ? List.of(data) : List.of();
    }

    private List<InboundEvent> event(String name, JsonNode body, JsonNode data, String key) {
        return switch (name) {
            // what was sent through the gateway, by us or by somebody else, is told in both: the echo of ours is known by its id or its words
            case "messages.upsert", "send.message" -> List.of(message(data));
            case "messages.edited" -> List.of(edit(data));
            case "messages.delete" -> List.of(deleted(data));
            case "messages.update" -> List.of(receipt(data));
            case "presence.update" -> typing(data, key);
            case "connection.update" -> List.of(new ConnectionChanged(new EventKey(key), told(body), connection(data)));
            case "qrcode.updated" -> List.of(new ConnectionChanged(
                    new EventKey(key), told(body), data.path("statusCode").asInt(0) == 500 ? LiteStates.codesExpired() : LiteStates.needsCode()));
            case "logout.instance" -> List.of(new ConnectionChanged(new EventKey(key), told(body), LiteStates.closed(401)));
            case "remove.instance" -> List.of(new ConnectionChanged(new EventKey(key), told(body), LiteStates.removed()));
            case "groups.upsert", "group.update", "groups.update" -> group(data, key, told(body));
            case "contacts.update", "contacts.upsert" -> person(data, key);
            default -> List.of(notice(key, name.isEmpty() ? "unknown" : name));
        };
    }

    private InboundEvent message(JsonNode data) {
        JsonNode key = data.path("key");
        String id = ProviderJson.required(key, "id");
        String chat = ProviderJson.required(key, "remoteJid");
        EventKey event = new EventKey(id);
        Instant at = seconds(data.path("messageTimestamp"));
        boolean isOurs = key.path("fromMe").asBoolean(false);
        if (LitePeople.isBroadcast(chat)) {
            return new Unsupported(event, at, "broadcast");
        }
        if (LitePeople.isGroup(chat) && !wantsGroups) {
            return new Unsupported(event, at, "group_chats_off");
        }
        Unwrapped unwrapped = LiteContent.unwrap(ProviderJson.text(data, "messageType").orElse("unknown"), data.path("message"));
        if (NEVER_MESSAGES.contains(unwrapped.type())) {
            return new Unsupported(event, at, unwrapped.type());
        }
        if (unwrapped.type().equals("reactionMessage")) {
            return reaction(event, at, data, chat, isOurs);
        }
        Sender person = writer(data, chat, isOurs);
        Optional<ProviderMessageId> quoted = ProviderJson.text(data.path("contextInfo"), "stanzaId").map(ProviderMessageId::new);
        return new MessageReceived(
                event,
                at,
                person,
                thread(chat, person),
                new ProviderMessageId(id),
                LiteContent.of(data, unwrapped, id),
                isOurs ? Origin.ELSEWHERE : Origin.CUSTOMER,
                quoted,
                Optional.empty());
    }

    /** A person's thread has the person's key, also where the message carries another of their addresses. */
    private InboundEvent.Thread thread(String chat, Sender person) {
        if (!LitePeople.isGroup(chat)) {
            return InboundEvent.Thread.of(person.id());
        }
        String name = ProviderJson.text(raw.settings().json(LiteSettings.GROUP_NAMES).path(chat), "name").orElse("WhatsApp group");
        return new InboundEvent.Thread(new ThreadKey(chat), Optional.of(name), Optional.empty(), Map.of());
    }

    /** The customer, also where we wrote; in a group, of what we wrote there, the group itself. The name of our own messages is ours. */
    private static Sender writer(JsonNode data, String chat, boolean isOurs) {
        JsonNode key = data.path("key");
        Optional<String> name = isOurs ? Optional.empty() : ProviderJson.text(data, "pushName");
        if (!LitePeople.isGroup(chat)) {
            return LitePeople.person(name, chat, ProviderJson.text(key, "remoteJidAlt").orElse(null));
        }
        if (isOurs) {
            return Sender.of(chat, "WhatsApp group");
        }
        String author = ProviderJson.text(key, "participant").or(() -> ProviderJson.text(data, "participant")).orElse(null);
        return LitePeople.person(name, author, ProviderJson.text(key, "participantAlt").orElse(null));
    }

    private static InboundEvent reaction(EventKey event, Instant at, JsonNode data, String chat, boolean isOurs) {
        if (isOurs) {
            return new Unsupported(event, at, "reaction_sent_elsewhere");
        }
        JsonNode reaction = data.path("message").path("reactionMessage");
        ProviderMessageId target = new ProviderMessageId(ProviderJson.required(reaction.path("key"), "id"));
        return new Reaction(event, at, target, writer(data, chat, false), new Reaction.Change.Set(ProviderJson.text(reaction, "text").stream().toList()));
    }

    private InboundEvent edit(JsonNode data) {
        String id = ProviderJson.required(data.path("key"), "id");
        Instant at = millis(data);
        JsonNode edited = data.path("editedMessage");
        String type = ProviderJson.text(data, "type").orElse("");
        if (!edited.isObject() || type.equalsIgnoreCase("REVOKE") || type.equals("0")) {
            return new MessageDeleted(new EventKey(id + ":deleted"), at, new ProviderMessageId(id));
        }
        String text = ProviderJson.text(edited, "conversation")
                .or(() -> ProviderJson.text(edited.path("extendedTextMessage"), "text"))
                .or(() -> ProviderJson.text(edited.path("imageMessage"), "caption"))
                .or(() -> ProviderJson.text(edited.path("videoMessage"), "caption"))
                .orElse("");
        return new MessageEdited(new EventKey(id + ":edit:" + at.toEpochMilli()), at, new ProviderMessageId(id), new Content.Text(text));
    }

    private InboundEvent deleted(JsonNode data) {
        JsonNode key = data.path("key").isObject() ? data.path("key") : data;
        String id = ProviderJson.required(key, "id");
        return new MessageDeleted(new EventKey(id + ":deleted"), raw.receivedAt(), new ProviderMessageId(id));
    }

    private InboundEvent receipt(JsonNode data) {
        String id = ProviderJson.text(data, "keyId").or(() -> ProviderJson.text(data.path("key"), "id")).orElseGet(() -> ProviderJson.required(data, "keyId"));
        String word = ProviderJson.text(data, "status").orElse("unknown");
        EventKey key = new EventKey(id + ":" + word);
        if (!data.path("fromMe").asBoolean(data.path("key").path("fromMe").asBoolean(false))) {
            return new Unsupported(key, raw.receivedAt(), "status_of_theirs");
        }
        ProviderMessageId message = new ProviderMessageId(id);
        return switch (word) {
            case "SERVER_ACK" -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.SENT, Optional.empty());
            case "DELIVERY_ACK" -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.DELIVERED, Optional.empty());
            case "READ", "PLAYED" -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.READ, Optional.empty());
            case "ERROR" -> new Delivery(key, raw.receivedAt(), message, DeliveryStatus.FAILED, Optional.of(NOT_DELIVERED));
            case "DELETED" -> new MessageDeleted(key, raw.receivedAt(), message);
            default -> new Unsupported(key, raw.receivedAt(), "status_" + word);
        };
    }

    private List<InboundEvent> typing(JsonNode data, String key) {
        String chat = ProviderJson.text(data, "id").orElse("");
        boolean hidden = chat.isEmpty() || LitePeople.isBroadcast(chat) || LitePeople.isGroup(chat) && !wantsGroups;
        List<InboundEvent> signs = new ArrayList<>();
        for (JsonNode presence : hidden ? ProviderJson.object() : data.path("presences")) {
            String word = ProviderJson.text(presence, "lastKnownPresence").orElse("");
            signs.add(new Typing(new EventKey(key + ":" + signs.size()), raw.receivedAt(), new ThreadKey(LitePeople.key(chat)), WRITING.contains(word)));
        }
        return signs.isEmpty() ? List.of(notice(key, "presence")) : signs;
    }

    private static Connection connection(JsonNode data) {
        return switch (ProviderJson.text(data, "state").orElse("")) {
            case "open" -> LiteStates.open(ProviderJson.text(data, "wuid"), ProviderJson.text(data, "profileName"));
            case "connecting" -> LiteStates.connecting();
            case "refused" -> LiteStates.codesExpired();
            default -> LiteStates.closed(data.path("statusReason").asInt(0));
        };
    }

    private List<InboundEvent> group(JsonNode data, String key, Instant at) {
        Optional<String> id = ProviderJson.text(data, "id").filter(LitePeople::isGroup);
        Optional<String> subject = ProviderJson.text(data, "subject");
        if (!wantsGroups || id.isEmpty() || subject.isEmpty()) {
            return List.of(notice(key, "group"));
        }
        ObjectNode value = ProviderJson.object().put("name", subject.get()).put("at", at.toString());
        return List.of(new AccountTold(new EventKey(key), at, LiteSettings.GROUP_NAMES, id.get(), value));
    }

    private List<InboundEvent> person(JsonNode data, String key) {
        Optional<String> address = ProviderJson.text(data, "remoteJid").filter(jid -> jid.contains("@") && !LitePeople.isGroup(jid) && !LitePeople.isBroadcast(jid));
        Optional<String> name = ProviderJson.text(data, "pushName");
        Optional<String> picture = ProviderJson.text(data, "profilePicUrl").filter(url -> url.startsWith("https://"));
        if (address.isEmpty() || name.isEmpty() && picture.isEmpty()) {
            return List.of(notice(key, "contact"));
        }
        Optional<MediaRef> avatar = picture.map(url -> new MediaRef(ContentKind.IMAGE, new MediaRef.Source.Url(url), Optional.empty(), Optional.empty(), Optional.empty()));
        Sender known = LitePeople.person(name, address.get());
        Sender person = new Sender(known.id(), name, Optional.empty(), known.phone(), Optional.empty(), avatar, Optional.empty(), Map.of(), Set.of(), known.aliases());
        return List.of(new ContactChanged(new EventKey(key), raw.receivedAt(), person, ContactChanged.Change.PROFILE));
    }

    private Instant told(JsonNode body) {
        try {
            return ProviderJson.text(body, "date_time").map(Instant::parse).orElse(raw.receivedAt());
        } catch (DateTimeParseException notATime) {
            return raw.receivedAt();
        }
    }

    private Instant seconds(JsonNode timestamp) {
        long number = timestamp.isObject() ? timestamp.path("low").asLong(0) : timestamp.asLong(0);
        return number > 0 ? Instant.ofEpochSecond(number) : raw.receivedAt();
    }

    private Instant millis(JsonNode data) {
        long number = data.path("timestampMs").asLong(0);
        return number > 0 ? Instant.ofEpochMilli(number) : raw.receivedAt();
    }

    private Unsupported notice(String key, String reason) {
        return new Unsupported(new EventKey(key), raw.receivedAt(), reason);
    }
}
