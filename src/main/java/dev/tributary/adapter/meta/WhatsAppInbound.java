package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.Content;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageEdited;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Reaction;
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

/** Reads WhatsApp's webhooks: every entry, every change, every message and every receipt of a body. Pure. */
final class WhatsAppInbound {

    private final RawEvent raw;
    private final Optional<String> ownNumber;
    private final boolean acceptsGroups;

    private WhatsAppInbound(RawEvent raw) {
        this.raw = raw;
        this.ownNumber = raw.settings().text(WhatsAppSettings.PHONE_NUMBER_ID);
        this.acceptsGroups = raw.settings().flag(WhatsAppSettings.ACCEPT_GROUPS);
    }

    /** Changes of other numbers of the same app are left to their accounts. */
    static List<InboundEvent> read(RawEvent raw) {
        return new WhatsAppInbound(raw).events();
    }

    /** The numbers that a body speaks of; none where it cannot be read. */
    static Set<String> numbersIn(byte[] body) {
        try {
            Set<String> numbers = new HashSet<>();
            for (JsonNode entry : ProviderJson.items(ProviderJson.read(body), "entry")) {
                for (JsonNode change : ProviderJson.items(entry, "changes")) {
                    number(change).ifPresent(numbers::add);
                }
            }
            return numbers;
        } catch (UnreadableEventException unreadable) {
            return Set.of();
        }
    }

    private static Optional<String> number(JsonNode change) {
        return ProviderJson.text(change.path("value").path("metadata"), "phone_number_id");
    }

    private List<InboundEvent> events() {
        JsonNode body = ProviderJson.read(raw.body());
        if (!body.path("entry").isArray()) {
            return List.of(notice("body", "no_events"));
        }
        List<InboundEvent> events = new ArrayList<>();
        int position = 0;
        for (JsonNode entry : ProviderJson.items(body, "entry")) {
            for (JsonNode change : ProviderJson.items(entry, "changes")) {
                events.addAll(change(change, "change:" + raw.journalId() + ":" + position++));
            }
        }
        return events.isEmpty() ? List.of(notice("body", "no_events")) : events;
    }

    private List<InboundEvent> change(JsonNode change, String key) {
        JsonNode value = change.path("value");
        Optional<String> number = number(change);
        if (number.isPresent() && ownNumber.isPresent() && !number.equals(ownNumber)) {
            return List.of(notice(key, "other_account"));
        }
        String field = ProviderJson.text(change, "field").orElse("unknown");
        List<InboundEvent> events = switch (field) {
            case "messages" -> messages(value);
            case "smb_message_echoes" -> ProviderJson.items(value, "message_echoes").stream().map(echo -> message(value, echo, Origin.ELSEWHERE)).toList();
            default -> List.of(notice(key, field));
        };
        return events.isEmpty() ? List.of(notice(key, value.path("errors").isArray() ? "provider_notice" : "no_events")) : events;
    }

    private List<InboundEvent> messages(JsonNode value) {
        List<InboundEvent> events = new ArrayList<>();
        ProviderJson.items(value, "messages").forEach(message -> events.add(message(value, message, Origin.CUSTOMER)));
        ProviderJson.items(value, "statuses").forEach(status -> {
            events.add(WhatsAppReceipts.read(status, raw.receivedAt()));
            WhatsAppReceipts.window(status, raw.receivedAt()).ifPresent(events::add);
        });
        return events;
    }

    private InboundEvent message(JsonNode value, JsonNode message, Origin origin) {
        String id = ProviderJson.required(message, "id");
        EventKey key = new EventKey(id);
        Instant at = at(message, raw.receivedAt());
        Optional<String> group = ProviderJson.text(message, "group_id");
        if (group.isPresent() && !acceptsGroups) {
            return new Unsupported(key, at, "group_chats_off");
        }
        return switch (ProviderJson.text(message, "type").orElse("")) {
            case "reaction" -> reaction(key, at, value, message, origin);
            case "edit" -> new MessageEdited(key, at, original(message, "edit"), WhatsAppContent.of(message.path("edit").path("message")));
            case "revoke" -> new MessageDeleted(key, at, original(message, "revoke"));
            case "system" -> system(key, at, message);
            default -> received(key, at, value, message, group, origin);
        };
    }

    private static InboundEvent received(EventKey key, Instant at, JsonNode value, JsonNode message, Optional<String> group, Origin origin) {
        Sender person = origin == Origin.CUSTOMER ? WhatsAppPeople.author(value, message) : WhatsAppPeople.recipient(value, message);
        InboundEvent.Thread thread = new InboundEvent.Thread(
                new ThreadKey(group.orElse(person.id())), group.map(_ -> "WhatsApp group"), Optional.empty(), referral(message.path("referral")));
        Content content = WhatsAppContent.of(message);
        return new MessageReceived(
                key, at, person, thread, new ProviderMessageId(key.value()), content, origin, ProviderJson.text(message.path("context"), "id").map(ProviderMessageId::new), Optional.empty());
    }

    private static InboundEvent reaction(EventKey key, Instant at, JsonNode value, JsonNode message, Origin origin) {
        if (origin == Origin.ELSEWHERE) {
            return new Unsupported(key, at, "reaction_sent_elsewhere");
        }
        JsonNode reaction = message.path("reaction");
        List<String> emojis = ProviderJson.text(reaction, "emoji").stream().toList();
        ProviderMessageId target = new ProviderMessageId(ProviderJson.required(reaction, "message_id"));
        return new Reaction(key, at, target, WhatsAppPeople.author(value, message), new Reaction.Change.Set(emojis));
    }

    /** The old number stays a way to the person: the new one is added to it. */
    private static InboundEvent system(EventKey key, Instant at, JsonNode message) {
        JsonNode system = message.path("system");
        Optional<String> newNumber = ProviderJson.text(system, "wa_id").or(() -> ProviderJson.text(system, "new_wa_id"));
        Optional<String> known = ProviderJson.text(message, "from").or(() -> ProviderJson.text(system, "previous_user_id"));
        Set<String> ids = new HashSet<>();
        newNumber.ifPresent(ids::add);
        ProviderJson.text(system, "user_id").ifPresent(ids::add);
        if (known.isEmpty() || ids.isEmpty()) {
            return new Unsupported(key, at, "system_" + ProviderJson.text(system, "type").orElse("message"));
        }
        ids.remove(known.get());
        Sender person = new Sender(
                known.get(),
                Optional.empty(),
                Optional.empty(),
                newNumber.map(digits -> "+" + digits),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                ids);
        return new ContactChanged(key, at, person, ContactChanged.Change.PROFILE);
    }

    private static ProviderMessageId original(JsonNode message, String part) {
        return new ProviderMessageId(ProviderJson.required(message.path(part), "original_message_id"));
    }

    /** What an advertisement said, for the conversation that it began. */
    private static Map<String, String> referral(JsonNode referral) {
        return List.of("source_url", "source_id", "source_type", "headline", "body", "ctwa_clid").stream()
                .filter(member -> ProviderJson.text(referral, member).isPresent())
                .collect(Collectors.toMap(member -> "ad_" + member, member -> ProviderJson.text(referral, member).orElseThrow()));
    }

    /** Epoch seconds as text; a time that makes no sense is the time of arrival. */
    static Instant at(JsonNode event, Instant receivedAt) {
        return ProviderJson.text(event, "timestamp").filter(text -> text.matches("\\d{1,11}")).map(Long::parseLong).map(Instant::ofEpochSecond).orElse(receivedAt);
    }

    private Unsupported notice(String key, String reason) {
        return new Unsupported(new EventKey(key), raw.receivedAt(), reason);
    }
}
