package dev.tributary.channel;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.channel.AdapterCase.Answer;
import dev.tributary.channel.AdapterCase.Row;
import dev.tributary.channel.AdapterCase.Sending;
import dev.tributary.channel.AdapterCase.Webhooks;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every adapter, whoever its provider is, through the same cases. */
@QuarkusTest
@WithTestResource(ScriptedProvider.class)
class AdapterConformanceTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Inject
    AdapterRegistry adapters;

    @Inject
    @Any
    Instance<AdapterCase> cases;

    @ConfigProperty(name = "test.scripted-provider.url", defaultValue = "http://localhost:1")
    String provider;

    @Test
    void every_adapter_has_its_case() {
        // When
        Set<String> covered = cases.stream().map(AdapterCase::type).collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertEquals(adapters.all().stream().map(adapter -> adapter.descriptor().type()).collect(Collectors.toCollection(TreeSet::new)), covered);
    }

    @Test
    void what_an_adapter_declares_is_what_it_is() {
        each((test, adapter) -> {
            Descriptor descriptor = adapter.descriptor();
            assertEquals(descriptor, adapter.descriptor());
            assertTrue(descriptor.type().matches("[A-Z][A-Z0-9_]+"));
            assertFalse(descriptor.label().isBlank());
            assertEquals(adapter instanceof SendsMessages, !descriptor.sends().isEmpty(), "kinds to send exactly where it can send");
            assertEquals(descriptor.settings().size(), descriptor.settings().stream().map(SettingField::name).distinct().count());
            assertTrue(!(adapter instanceof SendsCarousels cards) || (cards.maxSlides() > 0 && cards.maxButtonsOfSlide() >= 0));
            assertTrue(!(adapter instanceof SendsForms forms) || forms.maxFormFields() > 0);
            descriptor.settings().forEach(field -> {
                assertTrue(field.name().matches("[a-z][a-z0-9_]*"), field.name());
                assertFalse(field.label().isBlank(), field.name());
                assertTrue(field.source() != SettingField.Source.ADMIN || !field.help().isBlank(), field.name() + " has help");
            });
        });
    }

    @Test
    void a_signed_webhook_is_accepted_and_read() {
        eachWebhook((test, hooks) -> {
            assertInstanceOf(Verdict.Accepted.class, hooks.adapter().verify(hooks.signed(hooks.of().message()), hooks.account()));
            List<InboundEvent> events = hooks.read(hooks.of().message());
            assertTrue(events.stream().anyMatch(InboundEvent.MessageReceived.class::isInstance), events.toString());
        });
    }

    @Test
    void a_webhook_without_its_proof_is_rejected() {
        eachWebhook((test, hooks) -> hooks.of().proofHeaders().forEach(header -> {
            WebhookRequest signed = hooks.signed(hooks.of().message());
            Map<String, String> headers = new HashMap<>(signed.headers());
            assertNotNull(headers.remove(header), header + " is a header of a signed request");
            assertInstanceOf(Verdict.Rejected.class, hooks.adapter().verify(with(signed, headers, signed.body()), hooks.account()), header);
        }));
    }

    @Test
    void every_one_bit_change_of_the_proof_is_rejected() {
        eachWebhook((test, hooks) -> hooks.of().proofHeaders().forEach(header -> {
            WebhookRequest signed = hooks.signed(hooks.of().message());
            String proof = signed.headers().get(header);
            for (int position = 0; position < proof.length(); position++) {
                Map<String, String> headers = new HashMap<>(signed.headers());
                headers.put(header, proof.substring(0, position) + (char) (proof.charAt(position) ^ 1) + proof.substring(position + 1));
                assertInstanceOf(
                        Verdict.Rejected.class,
                        hooks.adapter().verify(with(signed, headers, signed.body()), hooks.account()),
                        header + " changed at " + position);
            }
        }));
    }

    @Test
    void odd_proofs_are_rejected_and_never_an_exception() {
        eachWebhook((test, hooks) -> hooks.of().proofHeaders().forEach(header -> Stream.of("", " ", "ü", "x".repeat(10_000), "sha256=", "v1,", "=")
                .forEach(odd -> {
                    WebhookRequest signed = hooks.signed(hooks.of().message());
                    Map<String, String> headers = new HashMap<>(signed.headers());
                    headers.put(header, odd);
                    assertInstanceOf(Verdict.Rejected.class, hooks.adapter().verify(with(signed, headers, signed.body()), hooks.account()), header);
                })));
    }

    @Test
    void a_changed_body_is_rejected_where_the_body_is_signed() {
        eachWebhook((test, hooks) -> {
            if (hooks.of().signsTheBody()) {
                WebhookRequest signed = hooks.signed(hooks.of().message());
                for (int position = 0; position < signed.body().length; position++) {
                    byte[] forged = signed.body().clone();
                    forged[position] ^= 1;
                    assertInstanceOf(
                            Verdict.Rejected.class, hooks.adapter().verify(with(signed, signed.headers(), forged), hooks.account()), "byte " + position);
                }
            }
        });
    }

    @Test
    void one_body_with_several_events_is_read_whole() {
        eachWebhook((test, hooks) -> hooks.of().severalEvents().ifPresent(body -> {
            List<InboundEvent> events = hooks.read(body);
            assertTrue(events.size() > 1);
            assertEquals(events.size(), events.stream().map(InboundEvent::key).distinct().count(), "each event has its own key");
        }));
    }

    @Test
    void the_same_body_twice_is_the_same_events() {
        eachWebhook((test, hooks) -> assertEquals(hooks.read(hooks.of().message()), hooks.read(hooks.of().message())));
    }

    @Test
    void an_unknown_type_is_unsupported_and_never_an_exception() {
        eachWebhook((test, hooks) -> {
            List<InboundEvent> events = hooks.read(hooks.of().unknownType());
            assertFalse(events.isEmpty());
            events.forEach(event -> assertTrue(
                    event instanceof InboundEvent.Unsupported
                            || event instanceof InboundEvent.Invalid
                            || event instanceof InboundEvent.MessageReceived message && message.content() instanceof Content.Unsupported,
                    event.toString()));
        });
    }

    @Test
    void a_missing_optional_field_takes_nothing_away() {
        eachWebhook((test, hooks) -> assertTrue(hooks.read(hooks.of().messageWithoutOptionalFields()).stream()
                .anyMatch(InboundEvent.MessageReceived.class::isInstance)));
    }

    @Test
    void a_malformed_body_is_unreadable_or_invalid_and_nothing_worse() {
        eachWebhook((test, hooks) -> hooks.of().malformed().forEach(body -> {
            try {
                hooks.read(body).forEach(event -> assertTrue(
                        event instanceof InboundEvent.Unsupported || event instanceof InboundEvent.Invalid, event.toString()));
            } catch (UnreadableEventException expected) {
                assertFalse(expected.getMessage().isBlank());
            }
        }));
    }

    @Test
    void an_accepted_message_is_sent_and_has_an_id() {
        eachSending((test, sending) -> {
            ScriptedProvider.answers(sending.of().accepted());
            SendOutcome outcome = sending.send();
            assertFalse(assertInstanceOf(SendOutcome.Sent.class, outcome).ids().isEmpty());
        });
    }

    @Test
    void every_row_of_the_error_table_ends_as_it_says() {
        eachSending((test, sending) -> {
            assertFalse(sending.of().errors().isEmpty());
            for (Row row : sending.of().errors()) {
                ScriptedProvider.answers(row.answer());
                SendOutcome outcome = sending.send();
                assertEquals(row.outcome(), word(outcome), row.answer().toString());
                assertNoSecret(test, outcome.toString());
                if (outcome instanceof SendOutcome.Refused refused) {
                    assertFalse(refused.problem().hint().isBlank());
                    assertFalse(refused.problem().cause().words().isBlank());
                }
            }
        });
    }

    @Test
    void a_dead_provider_defers_the_message() {
        eachSending((test, sending) -> {
            SendOutcome outcome = sending.sendTo("http://localhost:1");
            assertNotNull(outcome);
            assertTrue(
                    outcome instanceof SendOutcome.Deferred
                            || outcome instanceof SendOutcome.TryAgain
                            || outcome instanceof SendOutcome.Refused refused && refused.problem() instanceof ChannelProblem.Misconfigured,
                    outcome.toString());
            assertNoSecret(test, outcome.toString());
        });
    }

    @Test
    void a_provider_that_hangs_up_after_reading_may_have_sent_it_and_is_not_asked_twice() {
        eachSending((test, sending) -> {
            ScriptedProvider.hangsUp();
            SendOutcome outcome = sending.send();
            assertEquals(sending.of().silenceMeansMaybeSent() ? "may_have_been_sent" : "deferred", word(outcome));
            assertEquals(1, ScriptedProvider.requests());
            assertNoSecret(test, outcome.toString());
        });
    }

    @Test
    void a_slow_provider_is_waited_for() {
        eachSending((test, sending) -> {
            ScriptedProvider.answersAfter(Duration.ofSeconds(2), sending.of().accepted());
            assertInstanceOf(SendOutcome.Sent.class, sending.send());
        });
    }

    @Test
    void secrets_are_not_in_what_is_shown() {
        each((test, adapter) -> {
            ChannelAccount account = account(test, provider);
            ScriptedProvider.answers(Answer.json(401, "{}"));
            Connection connection = adapter.connect(account).await().atMost(DEADLINE);
            assertNoSecret(test, connection.toString());
            assertNoSecret(test, adapter.descriptor().toString());
            assertNoSecret(test, account.toString());
        });
    }

    private static String word(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent sent -> "sent";
            case SendOutcome.Waiting waiting -> "waiting";
            case SendOutcome.Deferred deferred -> "deferred";
            case SendOutcome.TryAgain again -> "deferred";
            case SendOutcome.Partly partly -> "partly";
            case SendOutcome.Refused refused -> refused.problem() instanceof MayHaveBeenSent ? "may_have_been_sent" : refused.problem().code();
        };
    }

    private static void assertNoSecret(AdapterCase test, String text) {
        test.secrets().forEach(secret -> assertFalse(text.contains(secret), "a secret is in " + text.replace(secret, "<the secret>")));
    }

    private static WebhookRequest with(WebhookRequest request, Map<String, String> headers, byte[] body) {
        return new WebhookRequest(request.method(), request.url(), request.query(), headers, body, request.receivedAt());
    }

    private static ChannelAccount account(AdapterCase test, String baseUrl) {
        return new ChannelAccount(
                new UUID(7, 1), new UUID(7, 2), test.type(), "Conformance", test.settings(baseUrl), "conformance-key", URI.create("https://inbox.example.com/webhooks/x/conformance-key"));
    }

    private void each(BiConsumer<AdapterCase, ChannelAdapter> check) {
        assertAll(cases.stream().map(test -> (Executable) () -> assertAll(test.type(), () -> check.accept(test, adapters.find(test.type()).orElseThrow()))));
    }

    private record Hooks(ReceivesWebhooks adapter, Webhooks of, ChannelAccount account) {
        WebhookRequest signed(byte[] body) {
            return of.signed(body, account);
        }

        List<InboundEvent> read(byte[] body) {
            return adapter.read(new RawEvent(
                    new UUID(7, 3), Instant.parse("2025-12-17T12:00:00Z"), signed(body).headers(), body, account.settings().withoutSecrets()));
        }
    }

    private void eachWebhook(BiConsumer<AdapterCase, Hooks> check) {
        each((test, adapter) -> {
            if (adapter instanceof ReceivesWebhooks receiving) {
                Webhooks hooks = test.webhooks().orElseThrow(() -> new AssertionError(test.type() + " receives webhooks, so its case must describe them"));
                check.accept(test, new Hooks(receiving, hooks, account(test, provider)));
            }
        });
    }

    private record Sends(SendsMessages adapter, Sending of, AdapterCase test, String provider) {
        SendOutcome send() {
            return sendTo(provider);
        }

        SendOutcome sendTo(String baseUrl) {
            return adapter.send(of.outbound(), account(test, baseUrl)).await().atMost(DEADLINE);
        }
    }

    private void eachSending(BiConsumer<AdapterCase, Sends> check) {
        each((test, adapter) -> {
            if (adapter instanceof SendsMessages sends) {
                test.sending().ifPresent(sending -> check.accept(test, new Sends(sends, sending, test, provider)));
            }
        });
    }
}
