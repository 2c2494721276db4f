package dev.tributary.adapter.telegram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.telegram.TelegramApi.Result;
import dev.tributary.adapter.telegram.TelegramOutbound.Call;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Partly;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.SendOutcome.Sent;
import dev.tributary.channel.ThreadKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is repeated, how, and what is not: Telegram's part is a list of answers. */
class TelegramSendingTest {

    private final List<Call> made = new ArrayList<>();

    @Test
    void an_accepted_message_has_telegrams_id() {
        assertEquals(new Sent(new ProviderMessageId("987654321:43")), send("{\"text\":\"hi\"}", done(43)));
    }

    @Test
    void an_album_has_the_id_of_each_picture() {
        // Given
        String album = "{\"attachments\":[{\"kind\":\"IMAGE\",\"content_type\":\"image/jpeg\"},{\"kind\":\"IMAGE\",\"content_type\":\"image/jpeg\"}]}";
        var both = TelegramPayload.JSON.createArrayNode().add(answer(60)).add(answer(61));

        // When
        SendOutcome outcome = send(album, new Result.Done(both));

        // Then
        assertEquals(List.of(new ProviderMessageId("987654321:60"), new ProviderMessageId("987654321:61")), ((Sent) outcome).ids());
    }

    @Test
    void a_group_that_moved_gets_the_message_at_its_new_place_once() {
        // When
        SendOutcome outcome = send("{\"text\":\"hi\"}", failed(400, "Bad Request: group chat was upgraded to a supergroup chat", null, -100123L), done(5));

        // Then
        assertEquals(Optional.of(new ThreadKey("-100123")), ((Sent) outcome).movedTo());
        assertEquals(-100123L, made.get(1).body().get("chat_id").asLong());
    }

    @Test
    void formatting_that_telegram_cannot_parse_is_left_out_once() {
        // When
        SendOutcome outcome = send("{\"text\":\"hi\",\"html\":\"<b>hi</b>\"}", failed(400, "Bad Request: can't parse entities: x"), done(5));

        // Then
        assertInstanceOf(Sent.class, outcome);
        assertEquals("HTML", made.get(0).body().path("parse_mode").asText());
        assertTrue(made.get(1).body().path("parse_mode").isMissingNode());
        assertEquals("hi", made.get(1).body().path("text").asText());
    }

    @Test
    void the_same_error_twice_is_a_refusal() {
        // When
        SendOutcome outcome = send("{\"text\":\"hi\"}", failed(400, "Bad Request: can't parse entities: x"), failed(400, "Bad Request: can't parse entities: x"));

        // Then
        assertEquals("content_rejected", ((Refused) outcome).problem().code());
        assertEquals(2, made.size());
    }

    @Test
    void a_reply_to_a_message_that_is_gone_goes_out_as_a_plain_message() {
        // When
        send("{\"text\":\"hi\",\"reply_to\":\"987654321:42\"}", failed(400, "Bad Request: message to be replied not found"), done(5));

        // Then
        assertEquals(42, made.get(0).body().path("reply_parameters").path("message_id").asInt());
        assertTrue(made.get(1).body().path("reply_parameters").isMissingNode());
    }

    @Test
    void a_closed_topic_falls_back_to_the_group() {
        // When
        send("{\"thread\":\"-100123:17\",\"text\":\"hi\"}", failed(400, "Bad Request: message thread not found"), done(5));

        // Then
        assertEquals(17, made.get(0).body().path("message_thread_id").asInt());
        assertTrue(made.get(1).body().path("message_thread_id").isMissingNode());
    }

    @Test
    void text_that_telegram_finds_too_long_is_sent_in_smaller_pieces() {
        // When
        SendOutcome outcome = send("{\"text\":\"" + "word ".repeat(700) + "\"}", failed(400, "Bad Request: message is too long"), done(5), done(6));

        // Then
        assertEquals(2, ((Sent) outcome).ids().size());
        assertTrue(made.stream().skip(1).allMatch(call -> call.body().path("text").asText().length() <= 2000));
    }

    @Test
    void a_blocked_bot_is_a_refusal_with_its_hint() {
        // When
        Refused outcome = (Refused) send("{\"text\":\"hi\"}", failed(403, "Forbidden: bot was blocked by the user"));

        // Then
        assertInstanceOf(RecipientUnreachable.class, outcome.problem());
        assertEquals("The customer blocked this bot; they must unblock it to receive messages", outcome.problem().hint());
    }

    @Test
    void flood_control_pauses_the_whole_account_for_as_long_as_telegram_says() {
        // When
        Deferred outcome = (Deferred) send("{\"text\":\"hi\"}", failed(429, "Too Many Requests: retry after 7", 7L, null));

        // Then
        assertEquals(Optional.of(Duration.ofSeconds(7)), outcome.retryAfter());
        assertTrue(outcome.accountWide());
    }

    @Test
    void trouble_at_telegram_is_tried_again_later() {
        assertInstanceOf(Deferred.class, send("{\"text\":\"hi\"}", failed(502, "Bad Gateway")));
        assertInstanceOf(Deferred.class, send("{\"text\":\"hi\"}", new Result.NotReached(new ProviderError("unreachable", "nobody listens"), false)));
    }

    @Test
    void a_request_that_left_without_an_answer_is_never_sent_again() {
        // When
        Refused outcome = (Refused) send("{\"text\":\"hi\"}", new Result.Lost(new ProviderError("timeout", "no answer")));

        // Then
        assertInstanceOf(MayHaveBeenSent.class, outcome.problem());
        assertEquals(1, made.size());
    }

    @Test
    void trouble_after_the_first_piece_keeps_it_and_the_next_attempt_sends_the_rest_alone() {
        // Given
        String message = "{\"text\":\"" + "word ".repeat(1500) + "\"}";

        // When
        Partly outcome = (Partly) send(message, done(5), failed(502, "Bad Gateway"));
        made.clear();
        Sent sent = (Sent) send(json(message), outcome.ids(), done(6));

        // Then
        assertEquals(List.of(new ProviderMessageId("987654321:5")), outcome.ids());
        assertInstanceOf(Deferred.class, outcome.then());
        assertEquals(1, made.size());
        assertEquals(List.of(new ProviderMessageId("987654321:5"), new ProviderMessageId("987654321:6")), sent.ids());
    }

    @Test
    void an_album_that_arrived_counts_as_one_call() {
        // Given
        String pictures = "{\"kind\":\"IMAGE\",\"content_type\":\"image/jpeg\"},".repeat(2);
        String message = "{\"text\":\"" + "word ".repeat(500) + "\",\"attachments\":[" + pictures.substring(0, pictures.length() - 1) + "]}";
        var both = TelegramPayload.JSON.createArrayNode().add(answer(60)).add(answer(61));

        // When
        Partly outcome = (Partly) send(message, new Result.Done(both), failed(400, "Bad Request: not enough rights to send text messages to the chat"));
        made.clear();
        send(json(message), outcome.ids(), done(62));

        // Then
        assertInstanceOf(Refused.class, outcome.then());
        assertEquals(List.of("sendMessage"), made.stream().map(Call::method).toList());
    }

    @Test
    void a_piece_that_may_have_arrived_says_how_many_surely_did() {
        // When
        Partly outcome = (Partly) send("{\"text\":\"" + "word ".repeat(1500) + "\"}", done(5), new Result.Lost(new ProviderError("timeout", "no answer")));

        // Then
        assertEquals("may_have_been_sent", ((Refused) outcome.then()).problem().code());
        assertTrue(((Refused) outcome.then()).problem().detail().contains("1 of 2 parts arrived"));
    }

    @Test
    void pieces_that_were_cut_once_more_cannot_be_told_apart_so_the_rest_is_not_sent_by_itself() {
        // When
        Refused outcome = (Refused) send("{\"text\":\"" + "word ".repeat(700) + "\"}", failed(400, "Bad Request: message is too long"), done(5), failed(502, "Bad Gateway"));

        // Then
        assertEquals("may_have_been_sent", outcome.problem().code());
    }

    @Test
    void a_short_pause_between_pieces_is_waited_out() {
        // When
        SendOutcome outcome = send("{\"text\":\"" + "word ".repeat(1500) + "\"}", done(5), failed(429, "Too Many Requests: retry after 0", 0L, null), done(6));

        // Then
        assertEquals(2, ((Sent) outcome).ids().size());
    }

    private SendOutcome send(String message, Result... answers) {
        return send(json(message), List.of(), answers);
    }

    private SendOutcome send(ObjectNode message, List<ProviderMessageId> sent, Result... answers) {
        Deque<Result> script = new ArrayDeque<>(Arrays.asList(answers));
        var outbound = TelegramOutboundTest.message(message);
        return new TelegramSending(outbound.thread(), TelegramOutbound.calls(outbound), call -> {
                    made.add(call);
                    return Uni.createFrom().item(script.remove());
                }, sent)
                .run()
                .subscribe().withSubscriber(UniAssertSubscriber.create())
                .awaitItem(Duration.ofSeconds(5))
                .getItem();
    }

    private static ObjectNode json(String message) {
        try {
            ObjectNode json = (ObjectNode) TelegramPayload.JSON.readTree(message);
            return json.has("thread") ? json : json.put("thread", "987654321");
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static Result done(int number) {
        return new Result.Done(answer(number));
    }

    private static ObjectNode answer(int number) {
        ObjectNode message = TelegramPayload.JSON.createObjectNode().put("message_id", number);
        message.putObject("chat").put("id", 987654321);
        return message;
    }

    private static Result failed(int code, String words) {
        return failed(code, words, null, null);
    }

    private static Result failed(int code, String words, Long retryAfter, Long movedTo) {
        return new Result.Failed(code, words, Optional.ofNullable(retryAfter).map(Duration::ofSeconds), Optional.ofNullable(movedTo));
    }
}
