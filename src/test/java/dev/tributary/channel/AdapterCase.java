package dev.tributary.channel;

import dev.tributary.channel.OutboundMessage.Author;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@link AdapterConformanceTest} has to know of one adapter. Each adapter has one, as an {@code @ApplicationScoped @Unremovable}
 * bean in its test package; what an adapter does not do is left at its default.
 */
public interface AdapterCase {

    String type();

    /**
     * Settings of an account that works, with its secrets.
     *
     * @param baseUrl where the scripted provider listens, for adapters that call one
     */
    Settings settings(String baseUrl);

    /** The secrets in those settings: none of them may ever be read in an answer, a problem or a descriptor. */
    List<String> secrets();

    /** For a {@link ReceivesWebhooks}. */
    default Optional<Webhooks> webhooks() {
        return Optional.empty();
    }

    /** For a {@link SendsMessages} that calls its provider. */
    default Optional<Sending> sending() {
        return Optional.empty();
    }

    interface Webhooks {
        /** The request as the provider would make it, signed. */
        WebhookRequest signed(byte[] body, ChannelAccount account);

        /** Headers, in lower case, that carry the proof: without any one of them the request is refused. */
        List<String> proofHeaders();

        /** Whether the proof covers the body, so that one changed bit of it is a forgery. */
        boolean signsTheBody();

        /** One message of a customer. */
        byte[] message();

        /** The same with every optional field left out. */
        byte[] messageWithoutOptionalFields();

        /** A type of event that the provider may invent next year. */
        byte[] unknownType();

        /** A body with more than one event, where the provider sends such. */
        default Optional<byte[]> severalEvents() {
            return Optional.empty();
        }

        /** Bodies that break the protocol. */
        default List<byte[]> malformed() {
            return List.of(bytes(""), bytes("{"), bytes("[]"), bytes("null"), bytes("\"\""), bytes("{\"a\":{}}"), new byte[] {(byte) 0xff, 0, 1});
        }
    }

    interface Sending {
        /** A plain text to somebody. */
        default OutboundMessage outbound() {
            return text(thread(), recipient());
        }

        ThreadKey thread();

        String recipient();

        /** The provider's answer to a message that it takes. */
        Answer accepted();

        /** Every row of the adapter's error table. */
        List<Row> errors();

        /** Whether a request that left and was not answered may have been acted on, with no way to find out. */
        default boolean silenceMeansMaybeSent() {
            return true;
        }
    }

    /** What the scripted provider answers. */
    record Answer(int status, Map<String, String> headers, String body) {
        public static Answer json(int status, String body) {
            return new Answer(status, Map.of("content-type", "application/json"), body);
        }
    }

    /** @param outcome {@code sent}, {@code deferred}, or the code of the problem */
    record Row(Answer answer, String outcome) {}

    static OutboundMessage text(ThreadKey thread, String recipient) {
        return new OutboundMessage(
                UUID.fromString("01931f7e-0000-7000-8000-000000000001"),
                UUID.fromString("01931f7e-0000-7000-8000-000000000002"),
                thread,
                recipient,
                UUID.fromString("01931f7e-0000-7000-8000-000000000003"),
                Optional.of("Hello"),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                new Author("user", "Olga"),
                Instant.parse("2025-12-17T12:00:00Z"),
                1, List.of());
    }

    static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
