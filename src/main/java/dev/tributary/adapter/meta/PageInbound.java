package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageEdited;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.InboundEvent.ReceivedUntil;
import dev.tributary.channel.InboundEvent.ReceivedUpTo;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.UnreadableEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the webhooks of Messenger and Instagram: every entry and every item of a body. Pure. */
final class PageInbound {

    private static final Map<String, String> EMOJIS = Map.of(
            "smile", "😆", "angry", "😠", "sad", "😢", "wow", "😮", "love", "❤️", "like", "👍", "dislike", "👎");
    private static final Set<String> CONTROL = Set.of("pass_thread_control", "take_thread_control", "request_thread_control", "app_roles", "policy_enforcement", "optin", "referral");
    private static final long SMALLEST_MILLIS = 100_000_000_000L;

    private final RawEvent raw;
    private final Optional<String> ownId;
    private final String stranger;

    private PageInbound(RawEvent raw, Optional<String> ownId, String stranger) {
        this.raw = raw;
        this.ownId = ownId;
        this.stranger = stranger;
    }

    /**
     * @param ownId of the account; what belongs to others of the same app is left to them
     * @param stranger what somebody is called whose name is not known
     */
    static List<InboundEvent> read(RawEvent raw, Optional<String> ownId, String stranger) {
        return new PageInbound(raw, ownId, stranger).events();
    }

    /** Meta's name of a reaction. */
    static String reactionName(String emoji) {
        return EMOJIS.entrySet().stream().filter(entry -> entry.getValue().equals(emoji)).map(Map.Entry::getKey).findFirst().orElse("like");
    }

    /** The accounts that a body speaks of; none where it cannot be read. */
    static Set<String> accountsIn(byte[] body) {
        try {
            Set<String> accounts = new HashSet<>();
            ProviderJson.items(ProviderJson.read(body), "entry").forEach(entry -> ProviderJson.text(entry, "id").ifPresent(accounts::add));
            return accounts;
        } catch (UnreadableEventException unreadable) {
            return Set.of();
        }
    }

    private List<InboundEvent> events() {
        JsonNode body = ProviderJson.read(raw.body());
        List<InboundEvent> events = new ArrayList<>();
        int position = 0;
        for (JsonNode entry : ProviderJson.items(body, "entry")) {
            Optional<String> id = ProviderJson.text(entry, "id");
            String key = "entry:" + raw.journalId() + ":" + position++;
            if (id.isPresent() && ownId.isPresent() && !id.equals(ownId)) {
                events.add(notice(key, "other_account"));
                continue;
            }
            if (!ProviderJson.items(entry, "standby").isEmpty()) {
                events.add(notice(key, "standby"));
            }
            int item = 0;
            for (JsonNode event : ProviderJson.items(entry, "messaging")) {
                events.addAll(item(event, key + ":" + item++));
            }
            if (entry.path("changes").isArray()) {
                events.add(notice(key + ":changes", "changes"));
            }
        }
        return events.isEmpty() ? List.of(notice("body", "no_events")) : events;
    }

    private List<InboundEvent> item(JsonNode event, String key) {
        Instant at = at(event);
        if (event.path("message").isObject()) {
            return List.of(message(event, at));
        }
        if (event.path("postback").isObject()) {
            return List.of(postback(event, at));
        }
        if (event.path("reaction").isObject()) {
            return List.of(reaction(event, at));
        }
        if (event.path("message_edit").isObject()) {
            return List.of(edit(event.path("message_edit"), at));
        }
        if (event.path("delivery").isObject()) {
            return receipts(event, event.path("delivery"), DeliveryStatus.DELIVERED, at);
        }
        if (event.path("read").isObject()) {
            return receipts(event, event.path("read"), DeliveryStatus.READ, at);
        }
        return List.of(notice(key, CONTROL.stream().filter(event::has).findFirst().orElse("unknown")));
    }

    private InboundEvent message(JsonNode event, Instant at) {
        JsonNode message = event.path("message");
        String mid = ProviderJson.required(message, "mid");
        if (message.path("is_deleted").asBoolean(false)) {
            return new MessageDeleted(new EventKey(shortened(mid, ":deleted")), at, new ProviderMessageId(mid));
        }
        boolean isOurs = message.path("is_echo").asBoolean(false);
        Sender person = person(event, isOurs ? "recipient" : "sender");
        return received(mid, at, person, PageContent.of(message), isOurs ? Origin.ELSEWHERE : Origin.CUSTOMER, event, message);
    }

    private static MessageReceived received(String mid, Instant at, Sender person, Content content, Origin origin, JsonNode event, JsonNode message) {
        JsonNode referral = message.path("referral").isObject() ? message.path("referral") : event.path("referral");
        InboundEvent.Thread thread = new InboundEvent.Thread(new ThreadKey(person.id()), Optional.empty(), Optional.empty(), referral(referral));
        Optional<ProviderMessageId> quoted = ProviderJson.text(message.path("reply_to"), "mid").map(ProviderMessageId::new);
        return new MessageReceived(new EventKey(mid), at, person, thread, new ProviderMessageId(mid), content, origin, quoted, Optional.empty());
    }

    /** Old buttons come without an id: who pressed which, and when, names the press. */
    private InboundEvent postback(JsonNode event, Instant at) {
        JsonNode postback = event.path("postback");
        Sender person = person(event, "sender");
        String payload = ProviderJson.text(postback, "payload").or(() -> ProviderJson.text(postback, "title")).orElse("");
        String mid = ProviderJson.text(postback, "mid").orElse("postback:" + person.id() + ":" + at.toEpochMilli() + ":" + payload.hashCode());
        Content content = new Content.Postback(payload, ProviderJson.text(postback, "title").orElse(payload));
        return received(mid, at, person, content, Origin.CUSTOMER, event, postback);
    }

    private InboundEvent reaction(JsonNode event, Instant at) {
        JsonNode reaction = event.path("reaction");
        String mid = ProviderJson.required(reaction, "mid");
        boolean taken = ProviderJson.text(reaction, "action").filter("unreact"::equals).isPresent();
        String emoji = ProviderJson.text(reaction, "emoji").orElseGet(() -> EMOJIS.getOrDefault(ProviderJson.text(reaction, "reaction").orElse(""), "👍"));
        Sender person = person(event, "sender");
        return new Reaction(
                new EventKey(shortened(mid, ":reaction:" + at.toEpochMilli())),
                at,
                new ProviderMessageId(mid),
                person,
                new Reaction.Change.Set(taken ? List.of() : List.of(emoji)));
    }

    private static InboundEvent edit(JsonNode edit, Instant at) {
        String mid = ProviderJson.required(edit, "mid");
        EventKey key = new EventKey(shortened(mid, ":edit:" + edit.path("num_edit").asInt(0)));
        return new MessageEdited(key, at, new ProviderMessageId(mid), new Content.Text(ProviderJson.text(edit, "text").orElse("")));
    }

    /** By id where ids are given, and by time: everything before it. */
    private List<InboundEvent> receipts(JsonNode event, JsonNode receipt, DeliveryStatus status, Instant at) {
        List<InboundEvent> events = new ArrayList<>();
        Set<String> mids = ProviderJson.items(receipt, "mids").stream().map(JsonNode::asText).filter(mid -> !mid.isBlank()).collect(Collectors.toCollection(java.util.LinkedHashSet::new));
        mids.forEach(mid -> events.add(new Delivery(new EventKey(shortened(mid, ":" + status.word())), at, new ProviderMessageId(mid), status, Optional.empty())));
        // Instagram names one message, and means everything before it as well
        ProviderJson.text(receipt, "mid").ifPresent(mid -> events.add(new ReceivedUntil(new EventKey(shortened(mid, ":" + status.word())), at, new ProviderMessageId(mid), status)));
        long watermark = receipt.path("watermark").asLong(0);
        if (watermark > 0) {
            String person = person(event, "sender").id();
            EventKey key = new EventKey(status.word() + ":" + person + ":" + watermark);
            events.add(new ReceivedUpTo(key, at, new ThreadKey(person), status, time(watermark)));
        }
        return events.isEmpty() ? List.of(notice("receipt:" + at.toEpochMilli(), "empty_receipt")) : events;
    }

    private Sender person(JsonNode event, String side) {
        String id = ProviderJson.required(event.path(side), "id");
        return Sender.of(id, stranger + " " + id.substring(Math.max(0, id.length() - 4)));
    }

    private static Map<String, String> referral(JsonNode referral) {
        return List.of("ref", "source", "type", "ad_id").stream()
                .filter(member -> ProviderJson.text(referral, member).isPresent())
                .collect(Collectors.toMap(member -> "referral_" + member, member -> ProviderJson.text(referral, member).orElseThrow()));
    }

    /** Milliseconds, or seconds in some events; a number or a text. */
    private Instant at(JsonNode event) {
        long number = event.path("timestamp").asLong(0);
        return number <= 0 ? raw.receivedAt() : time(number);
    }

    private static Instant time(long number) {
        return number < SMALLEST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    /** Ids of Instagram are long; what is added must still fit into a key. */
    private static String shortened(String mid, String suffix) {
        int room = 500 - suffix.length();
        return (mid.length() <= room ? mid : mid.substring(mid.length() - room)) + suffix;
    }

    private Unsupported notice(String key, String reason) {
        return new Unsupported(new EventKey(key), raw.receivedAt(), reason);
    }
}
