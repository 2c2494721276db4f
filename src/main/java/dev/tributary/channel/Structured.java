package dev.tributary.channel;

import dev.tributary.channel.OutboundMessage.Button;
import java.util.List;
import java.util.Optional;

/** What a message of ours says beyond words, files and buttons. */
public sealed interface Structured {

    record Place(double latitude, double longitude, Optional<String> title, Optional<String> address) implements Structured {}

    record Cards(List<Content.Contacts.Card> cards) implements Structured {
        public Cards {
            cards = List.copyOf(cards);
        }
    }

    /** Cards side by side, for a {@link SendsCarousels}. */
    record Carousel(List<Slide> slides) implements Structured {
        public Carousel {
            slides = List.copyOf(slides);
        }
    }

    /** A question whose answers the customer chooses from; who voted is told where the channel tells it. */
    record Poll(String question, List<String> options) implements Structured {
        public Poll {
            options = List.copyOf(options);
        }
    }

    /**
     * Questions that the customer answers at once and once, for a {@link SendsForms}.
     *
     * @param submitLabel of its button, where it is to have other words than the channel's
     */
    record Form(String title, List<FormField> fields, Optional<String> submitLabel) implements Structured {
        public Form {
            fields = List.copyOf(fields);
        }
    }

    /** @param imageUrl public, fetched by the provider */
    record Slide(String title, Optional<String> text, Optional<String> imageUrl, List<Button> buttons) {
        public Slide {
            buttons = List.copyOf(buttons);
        }
    }
}
