package dev.tributary.adapter.telegram;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.ReplyWindowClosed;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ChannelProblem.Unrecognised;
import dev.tributary.channel.ProviderError;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** What Telegram's errors mean, in one table: the first row whose code and words fit. */
final class TelegramErrors {

    /** What the adapter does about an error before it gives up. */
    enum Remedy {
        NONE,
        /** Once more, to the chat's new id. */
        OTHER_CHAT,
        /** Once more, without formatting. */
        PLAIN_TEXT,
        /** Once more, not as a reply. */
        NO_REPLY,
        /** Once more, outside of the topic. */
        NO_TOPIC,
        /** Once more, in smaller pieces. */
        SPLIT,
        /** Up to twice more as it is. */
        AGAIN,
        /** Nothing is wrong: what was wanted is the case. */
        DONE,
        /** Not now: after the pause that Telegram asks for, or ours. */
        LATER
    }

    /** @param words a lower-case pattern that is searched in the description */
    private record Row(int code, Pattern words, Remedy remedy, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {
        boolean fits(int code, String description) {
            return (this.code == code || this.code == 500 && code >= 500) && words.matcher(description).find();
        }
    }

    /** What to do about an error, and what it means where that does not help. */
    record Meaning(Remedy remedy, ChannelProblem problem) {}

    private static final String NEW_TOKEN = "Paste a new bot token from @BotFather in channel settings";

    private static final List<Row> TABLE = List.of(
            row(401, "", CredentialsRejected::new, NEW_TOKEN),
            row(404, "", CredentialsRejected::new, NEW_TOKEN),
            row(403, "bot was blocked by the user", RecipientUnreachable::new, "The customer blocked this bot; they must unblock it to receive messages"),
            row(403, "user is deactivated", RecipientUnreachable::new, "This Telegram account no longer exists"),
            row(403, "bot can't initiate conversation with a user", RecipientUnreachable::new, "The customer must write to the bot first"),
            row(403, "bot was kicked from the|bot is not a member of the", RecipientUnreachable::new, "Add the bot to the group again"),
            row(403, "the group chat was deleted", RecipientUnreachable::new, "This group no longer exists: close the conversation"),
            row(403, "bot can't send messages to bots", RecipientUnreachable::new, "This chat belongs to a bot, and bots cannot write to bots"),
            row(400, "chat not found|peer_id_invalid", RecipientUnreachable::new, "This chat is unknown to the bot (was the bot token changed to another bot?)"),
            remedy(400, "group chat was upgraded to a supergroup chat", Remedy.OTHER_CHAT, RecipientUnreachable::new, "The group moved: wait for its next message, then send again"),
            row(400, "message text is empty", ContentRejected::new, "Message is empty"),
            remedy(400, "message is too long|message_too_long|caption is too long", Remedy.SPLIT, ContentRejected::new, "Shorten the message: Telegram takes 4096 characters, 1024 beside a file"),
            remedy(400, "can't parse entities", Remedy.PLAIN_TEXT, ContentRejected::new, "Remove the formatting from the message"),
            remedy(400, "message to be replied not found|reply message not found", Remedy.NO_REPLY, ContentRejected::new, "The message that this one answers is gone: send it without a reply"),
            row(400, "button_url_invalid|button_data_invalid", ContentRejected::new, "A button has an invalid link or data"),
            remedy(400, "message is not modified", Remedy.DONE, ContentRejected::new, "The message already reads like this"),
            row(400, "file is too big", ContentRejected::new, "File exceeds Telegram's limit (20 MB to receive, 50 MB to send)"),
            remedy(400, "wrong file_id or the file is temporarily unavailable|wrong file identifier", Remedy.AGAIN, ContentRejected::new, "Telegram no longer has this file: ask for it again"),
            row(400, "failed to get http url content|wrong type of the web page content", ContentRejected::new, "File link not reachable from the internet"),
            row(400, "not enough rights to send", PermissionMissing::new, "Give the bot the right to post in this group"),
            row(400, "need administrator rights in the channel chat", PermissionMissing::new, "Make the bot an administrator of the channel with the right to post"),
            remedy(400, "query is too old", Remedy.DONE, ContentRejected::new, "The button was pressed too long ago"),
            remedy(400, "message thread not found", Remedy.NO_TOPIC, RecipientUnreachable::new, "The topic was closed: write to the group instead"),
            row(400, "bad webhook", Misconfigured::new, "Telegram needs a public https address on port 443, 80, 88 or 8443: set TRIBUTARY_PUBLIC_URL"),
            row(400, "business_peer_invalid|business_connection_invalid|business connection not found", ReplyWindowClosed::new, "The business account is disconnected, or the customer did not write in the last 24 hours"),
            row(409, "", Misconfigured::new, "Another program uses this bot token"),
            row(413, "", ContentRejected::new, "File exceeds Telegram's limit (20 MB to receive, 50 MB to send)"),
            remedy(429, "", Remedy.LATER, Unavailable::new, "Telegram asked for a pause; the message goes out by itself afterwards"),
            remedy(500, "", Remedy.LATER, Unavailable::new, "Telegram has trouble; the message goes out by itself afterwards"));

    private TelegramErrors() {}

    /** @param words Telegram's description, already without the token */
    static Meaning of(int code, String words) {
        ProviderError error = new ProviderError(Integer.toString(code), words);
        String description = words.toLowerCase(Locale.ROOT);
        return TABLE.stream()
                .filter(row -> row.fits(code, description))
                .findFirst()
                .map(row -> new Meaning(row.remedy(), row.problem().apply(error, row.hint())))
                .orElseGet(() -> new Meaning(Remedy.NONE, new Unrecognised(error)));
    }

    /** Whether Telegram will not deliver to the address of a webhook, whatever else is right. */
    static boolean isAddressRefused(int code, String words) {
        return code == 400 && words.toLowerCase(Locale.ROOT).contains("bad webhook");
    }

    private static Row row(int code, String words, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {
        return remedy(code, words, Remedy.NONE, problem, hint);
    }

    private static Row remedy(int code, String words, Remedy remedy, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {
        return new Row(code, Pattern.compile(words), remedy, problem, hint);
    }
}
