package dev.tributary.channel;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a message says. */
public sealed interface Content {

    /** @param html as received, not yet sanitised */
    record Text(String text, Optional<String> html) implements Content {
        public Text(String text) {
            this(text, Optional.empty());
        }
    }

    /** One or more files of one message; the kind of the message is the kind of the first. */
    record Media(List<MediaRef> files, Optional<String> caption) implements Content {
        public Media {
            files = List.copyOf(files);
            if (files.isEmpty()) {
                throw new UnreadableEventException("a media message without a file");
            }
        }
    }

    record Location(double latitude, double longitude, Optional<String> title, Optional<String> address) implements Content {}

    record Contacts(List<Card> cards) implements Content {
        public record Card(String name, List<String> phones, List<String> emails) {}

        public Contacts {
            cards = List.copyOf(cards);
        }
    }

    record Poll(String question, List<Option> options) implements Content {
        public record Option(String text, int votes) {}

        public Poll {
            options = List.copyOf(options);
        }
    }

    /** A button that was pressed. */
    record Postback(String payload, String label) implements Content {}

    /**
     * A form that was filled in. Its text is a line for each answer.
     *
     * @param formId the message of ours that asked, where one did
     */
    record Form(Optional<UUID> formId, List<Answer> answers) implements Content {

        /**
         * @param key of the question, where it has one
         * @param value a text, or a Boolean for a box that was or was not ticked
         */
        public record Answer(Optional<String> key, String label, Object value) {}

        public Form {
            answers = List.copyOf(answers);
        }
    }

    /**
     * A mail.
     *
     * @param text what was written, without quotes and signature
     * @param html of the same, as received
     * @param full everything that was written, where that is more
     */
    record Mail(MailFacts facts, String text, Optional<String> html, Optional<Full> full, List<File> files) implements Content {

        /** @param html as received */
        public record Full(String text, Optional<String> html) {}

        /** @param contentId by which the HTML shows the picture; absent for what is shown beside the text */
        public record File(MediaRef ref, Optional<String> contentId) {}

        public Mail {
            files = List.copyOf(files);
        }
    }

    /** Real, and shown as "unsupported message" with its fallback text; the payload stays in the journal. */
    record Unsupported(String what, Optional<String> text) implements Content {}

    /** The kind that is stored on the message. */
    default ContentKind kind() {
        return switch (this) {
            case Text text -> ContentKind.TEXT;
            case Mail mail -> ContentKind.TEXT;
            case Form form -> ContentKind.TEXT;
            case Media media -> media.files().getFirst().kind();
            case Location location -> ContentKind.LOCATION;
            case Contacts contacts -> ContentKind.CONTACT;
            case Poll poll -> ContentKind.POLL;
            case Postback postback -> ContentKind.POSTBACK;
            case Unsupported unsupported -> ContentKind.UNSUPPORTED;
        };
    }
}
