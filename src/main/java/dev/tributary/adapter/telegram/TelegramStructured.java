package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramOutbound.Call;
import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.Structured;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Places, contact cards and polls as the calls that carry them. Pure. */
final class TelegramStructured {

    static final String SEND_POLL = "sendPoll";

    private TelegramStructured() {}

    /** @param body makes one with the chat */
    static List<Call> calls(Structured structured, Supplier<ObjectNode> body) {
        return switch (structured) {
            case Structured.Place place -> List.of(place(place, body.get()));
            case Structured.Cards cards -> cards.cards().stream().map(card -> card(card, body.get())).toList();
            case Structured.Poll poll -> List.of(poll(poll, body.get()));
            case Structured.Form _ -> throw new IllegalStateException("Telegram has no forms");
            case Structured.Carousel _ -> throw new IllegalStateException("Telegram has no carousels");
        };
    }

    /** A venue has both a title and an address; with only one of them it is shown as both. */
    private static Call place(Structured.Place place, ObjectNode body) {
        body.put("latitude", place.latitude()).put("longitude", place.longitude());
        Optional<String> title = place.title().or(place::address);
        title.ifPresent(words -> body.put("title", words).put("address", place.address().orElse(words)));
        return call(title.isPresent() ? "sendVenue" : "sendLocation", body);
    }

    /** Telegram's card is a number with a name: one without a number goes as words. */
    private static Call card(Card card, ObjectNode body) {
        return card.phones().isEmpty()
                ? call("sendMessage", body.put("text", String.join("\n", card.name(), String.join("\n", card.emails())).strip()))
                : call("sendContact", body.put("phone_number", card.phones().getFirst()).put("first_name", card.name()));
    }

    /** Named, so that the answers tell who voted: of an anonymous poll a bot learns only the sums. */
    private static Call poll(Structured.Poll poll, ObjectNode body) {
        ArrayNode options = body.put("question", poll.question()).put("is_anonymous", false).putArray("options");
        poll.options().forEach(option -> options.addObject().put("text", option));
        return call(SEND_POLL, body);
    }

    private static Call call(String method, ObjectNode body) {
        return new Call(method, body, List.of(), Optional.empty());
    }
}
