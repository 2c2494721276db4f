package dev.tributary.adapter.meta;

import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Sender;
import dev.tributary.channel.StartsConversations.Started;
import java.util.Optional;

/** Writing first: to a number; the window is closed until the person answers, so it begins with a template. Pure. */
final class WhatsAppStart {

    private WhatsAppStart() {}

    static Started start(String address) {
        String digits = address.strip().replaceAll("[\\s().+-]", "");
        if (!WhatsAppPeople.isPhone(digits)) {
            return new Started.Refused(new RecipientUnreachable(
                    new ProviderError("no_number", "the address is no international phone number"), "Write the number with its country code, such as +49 30 901820"));
        }
        Sender person = WhatsAppPeople.person(Optional.of(digits), Optional.empty(), Optional.empty(), Optional.empty());
        return new Started.Thread(person, InboundEvent.Thread.of(digits));
    }
}
