package dev.tributary.adapter.telegram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.adapter.telegram.TelegramErrors.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramErrorsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            401 | Unauthorized                                                        | NONE       | credentials_rejected  | Paste a new bot token from @BotFather in channel settings
            404 | Not Found                                                           | NONE       | credentials_rejected  | Paste a new bot token from @BotFather in channel settings
            403 | Forbidden: bot was blocked by the user                              | NONE       | recipient_unreachable | The customer blocked this bot; they must unblock it to receive messages
            403 | Forbidden: user is deactivated                                      | NONE       | recipient_unreachable | This Telegram account no longer exists
            403 | Forbidden: bot can't initiate conversation with a user              | NONE       | recipient_unreachable | The customer must write to the bot first
            403 | Forbidden: bot was kicked from the group chat                       | NONE       | recipient_unreachable | Add the bot to the group again
            403 | Forbidden: bot was kicked from the supergroup chat                  | NONE       | recipient_unreachable | Add the bot to the group again
            403 | Forbidden: bot is not a member of the channel chat                  | NONE       | recipient_unreachable | Add the bot to the group again
            403 | Forbidden: the group chat was deleted                               | NONE       | recipient_unreachable | This group no longer exists: close the conversation
            403 | Forbidden: bot can't send messages to bots                          | NONE       | recipient_unreachable | This chat belongs to a bot, and bots cannot write to bots
            400 | Bad Request: chat not found                                         | NONE       | recipient_unreachable | This chat is unknown to the bot (was the bot token changed to another bot?)
            400 | Bad Request: PEER_ID_INVALID                                        | NONE       | recipient_unreachable | This chat is unknown to the bot (was the bot token changed to another bot?)
            400 | Bad Request: group chat was upgraded to a supergroup chat           | OTHER_CHAT | recipient_unreachable | The group moved: wait for its next message, then send again
            400 | Bad Request: message text is empty                                  | NONE       | content_rejected      | Message is empty
            400 | Bad Request: message is too long                                    | SPLIT      | content_rejected      | Shorten the message: Telegram takes 4096 characters, 1024 beside a file
            400 | Bad Request: MESSAGE_TOO_LONG                                       | SPLIT      | content_rejected      | Shorten the message: Telegram takes 4096 characters, 1024 beside a file
            400 | Bad Request: can't parse entities: Unsupported start tag "foo"      | PLAIN_TEXT | content_rejected      | Remove the formatting from the message
            400 | Bad Request: message to be replied not found                        | NO_REPLY   | content_rejected      | The message that this one answers is gone: send it without a reply
            400 | Bad Request: reply message not found                                | NO_REPLY   | content_rejected      | The message that this one answers is gone: send it without a reply
            400 | Bad Request: BUTTON_URL_INVALID                                     | NONE       | content_rejected      | A button has an invalid link or data
            400 | Bad Request: BUTTON_DATA_INVALID                                    | NONE       | content_rejected      | A button has an invalid link or data
            400 | Bad Request: message is not modified: specified new message content | DONE       | content_rejected      | The message already reads like this
            400 | Bad Request: file is too big                                        | NONE       | content_rejected      | File exceeds Telegram's limit (20 MB to receive, 50 MB to send)
            400 | Bad Request: wrong file_id or the file is temporarily unavailable   | AGAIN      | content_rejected      | Telegram no longer has this file: ask for it again
            400 | Bad Request: failed to get HTTP URL content                         | NONE       | content_rejected      | File link not reachable from the internet
            400 | Bad Request: wrong type of the web page content                     | NONE       | content_rejected      | File link not reachable from the internet
            400 | Bad Request: not enough rights to send text messages to the chat    | NONE       | permission_missing    | Give the bot the right to post in this group
            400 | Bad Request: need administrator rights in the channel chat          | NONE       | permission_missing    | Make the bot an administrator of the channel with the right to post
            400 | Bad Request: query is too old and response timeout expired          | DONE       | content_rejected      | The button was pressed too long ago
            400 | Bad Request: message thread not found                               | NO_TOPIC   | recipient_unreachable | The topic was closed: write to the group instead
            400 | Bad Request: bad webhook: HTTPS URL must be provided for webhook    | NONE       | misconfigured         | Telegram needs a public https address on port 443, 80, 88 or 8443: set TRIBUTARY_PUBLIC_URL
            400 | Bad Request: BUSINESS_PEER_INVALID                                  | NONE       | reply_window_closed   | The business account is disconnected, or the customer did not write in the last 24 hours
            409 | Conflict: terminated by other getUpdates request                    | NONE       | misconfigured         | Another program uses this bot token
            409 | Conflict: can't use getUpdates method while webhook is active       | NONE       | misconfigured         | Another program uses this bot token
            413 | Request Entity Too Large                                            | NONE       | content_rejected      | File exceeds Telegram's limit (20 MB to receive, 50 MB to send)
            429 | Too Many Requests: retry after 7                                    | LATER      | provider_unavailable  | Telegram asked for a pause; the message goes out by itself afterwards
            500 | Internal Server Error                                               | LATER      | provider_unavailable  | Telegram has trouble; the message goes out by itself afterwards
            502 | Bad Gateway                                                         | LATER      | provider_unavailable  | Telegram has trouble; the message goes out by itself afterwards
            504 | Gateway Timeout                                                     | LATER      | provider_unavailable  | Telegram has trouble; the message goes out by itself afterwards
            """)
    void every_error_has_its_meaning_and_its_hint(int code, String words, String remedy, String problem, String hint) {
        // When
        Meaning meaning = TelegramErrors.of(code, words);

        // Then
        assertEquals(remedy, meaning.remedy().name());
        assertEquals(problem, meaning.problem().code());
        assertEquals(hint, meaning.problem().hint());
        assertEquals(code + ": " + words, meaning.problem().detail());
    }

    @Test
    void a_new_error_is_kept_in_telegrams_words_and_not_retried() {
        // When
        Meaning meaning = TelegramErrors.of(400, "Bad Request: HOLOGRAM_INVALID");

        // Then
        assertEquals("NONE", meaning.remedy().name());
        assertEquals("provider_error", meaning.problem().code());
        assertEquals("400: Bad Request: HOLOGRAM_INVALID", meaning.problem().detail());
    }

    @Test
    void a_token_in_telegrams_words_is_taken_out() {
        assertEquals(
                "no such method: /bot***/sendFoo",
                TelegramApi.withoutTokens("no such method: /bot7012345678:TEST-only-token-not-real-0000000000000/sendFoo"));
    }
}
