package dev.tributary.adapter.telegram;

import dev.tributary.adapter.telegram.TelegramPayload.Contact;
import dev.tributary.adapter.telegram.TelegramPayload.ForwardOrigin;
import dev.tributary.adapter.telegram.TelegramPayload.Media;
import dev.tributary.adapter.telegram.TelegramPayload.Message;
import dev.tributary.adapter.telegram.TelegramPayload.PhotoSize;
import dev.tributary.adapter.telegram.TelegramPayload.Poll;
import dev.tributary.adapter.telegram.TelegramPayload.Quote;
import dev.tributary.adapter.telegram.TelegramPayload.Sticker;
import dev.tributary.adapter.telegram.TelegramPayload.Venue;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.MediaRef.Source.Handle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one Telegram message says. Pure. */
final class TelegramContent {

    /** Notices of the chat itself. Nobody wrote them, so they are no messages to us. */
    private static final Set<String> SERVICE = Set.of(
            "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
            "group_chat_created", "supergroup_chat_created", "channel_chat_created", "pinned_message",
            "message_auto_delete_timer_changed", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
            "general_forum_topic_hidden", "general_forum_topic_unhidden", "video_chat_scheduled", "video_chat_started",
            "video_chat_ended", "video_chat_participants_invited", "proximity_alert_triggered", "boost_added",
            "chat_background_set", "users_shared", "chat_shared", "write_access_allowed", "connected_website",
            "chat_owner_left", "chat_owner_changed", "paid_message_price_changed", "direct_message_price_changed");

    /** Members that say something about a message without being its content. */
    private static final Set<String> DETAILS = Set.of(
            "entities", "caption_entities", "media_group_id", "author_signature", "has_protected_content", "via_bot",
            "link_preview_options", "effect_id", "sender_boost_count", "sender_tag", "is_from_offline", "is_automatic_forward",
            "show_caption_above_media", "has_media_spoiler", "paid_star_count", "reply_to_story", "sender_business_bot",
            "direct_messages_topic", "is_paid_post", "suggested_post_info", "reply_to_checklist_task_id", "live_photo");

    private TelegramContent() {}

    /** True for a notice of the chat (somebody joined, a topic was closed), which is ignored. */
    static boolean isService(Message message) {
        return message.forumTopicCreated().isPresent() || message.others().keySet().stream().anyMatch(SERVICE::contains);
    }

    static Content of(Message message) {
        return media(message)
                .map(file -> (Content) new Content.Media(List.of(file), text(message, message.caption())))
                .or(() -> message.sticker().map(sticker -> new Content.Media(List.of(file(sticker)), sticker.emoji())))
                .or(() -> message.venue().map(TelegramContent::location))
                .or(() -> message.location().map(place ->
                        new Content.Location(place.latitude(), place.longitude(), Optional.empty(), Optional.empty())))
                .or(() -> message.contact().map(contact -> new Content.Contacts(List.of(card(contact)))))
                .or(() -> message.poll().map(TelegramContent::poll))
                .or(() -> message.dice().map(dice -> new Content.Text((dice.emoji().orElse("🎲") + " " + dice.value()))))
                .or(() -> text(message, message.text()).map(Content.Text::new))
                .orElseGet(() -> new Content.Unsupported(unknownKind(message), message.caption()));
    }

    /** The order matters: an animation carries the same file as a document too, for old clients. */
    private static Optional<MediaRef> media(Message message) {
        return Stream.of(
                        Optional.of(message.photo()).filter(sizes -> !sizes.isEmpty()).map(List::getLast).map(TelegramContent::photo),
                        message.animation().map(file -> file(ContentKind.VIDEO, file, "animation.mp4", "video/mp4")),
                        message.video().map(file -> file(ContentKind.VIDEO, file, "video.mp4", "video/mp4")),
                        message.videoNote().map(file -> file(ContentKind.VIDEO, file, "video-note.mp4", "video/mp4")),
                        message.voice().map(file -> file(ContentKind.AUDIO, file, "voice.ogg", "audio/ogg")),
                        message.audio().map(file -> file(ContentKind.AUDIO, file, "audio.mp3", "audio/mpeg")),
                        message.document().map(file -> file(ContentKind.FILE, file, "file", "application/octet-stream")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static MediaRef photo(PhotoSize photo) {
        return new MediaRef(
                ContentKind.IMAGE, new Handle(photo.fileId()), Optional.of("photo.jpg"), Optional.of("image/jpeg"), photo.fileSize());
    }

    private static MediaRef file(ContentKind kind, Media file, String name, String type) {
        return new MediaRef(
                kind, new Handle(file.fileId()), Optional.of(file.fileName().orElse(name)), Optional.of(file.mimeType().orElse(type)), file.fileSize());
    }

    /** Browsers cannot play an animated sticker (gzipped Lottie, WEBM with alpha), so its still picture stands for it. */
    private static MediaRef file(Sticker sticker) {
        boolean moves = sticker.isAnimated() || sticker.isVideo();
        if (moves && sticker.thumbnail().isPresent()) {
            PhotoSize still = sticker.thumbnail().get();
            return new MediaRef(
                    ContentKind.STICKER, new Handle(still.fileId()), Optional.of("sticker.webp"), Optional.of("image/webp"), still.fileSize());
        }
        String type = sticker.isAnimated() ? "application/x-tgsticker" : sticker.isVideo() ? "video/webm" : "image/webp";
        String ending = sticker.isAnimated() ? "tgs" : sticker.isVideo() ? "webm" : "webp";
        return new MediaRef(
                ContentKind.STICKER, new Handle(sticker.fileId()), Optional.of("sticker." + ending), Optional.of(type), sticker.fileSize());
    }

    private static Content location(Venue venue) {
        return new Content.Location(venue.location().latitude(), venue.location().longitude(), venue.title(), venue.address());
    }

    private static Content poll(Poll poll) {
        return new Content.Poll(
                poll.question().orElse(""),
                poll.options().stream().map(option -> new Content.Poll.Option(option.text().orElse(""), option.voterCount())).toList());
    }

    private static Content.Contacts.Card card(Contact contact) {
        String name = TelegramNames.full(contact.firstName(), contact.lastName()).or(contact::phoneNumber).orElse("");
        return new Content.Contacts.Card(
                name, contact.phoneNumber().map(TelegramNames::phone).stream().toList(), contact.vcard().map(TelegramContent::emails).orElse(List.of()));
    }

    private static List<String> emails(String vcard) {
        return vcard.lines()
                .filter(line -> line.toUpperCase(Locale.ROOT).startsWith("EMAIL") && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(address -> !address.isEmpty())
                .toList();
    }

    /** The words, with whom they are really from in front: an agent must not take a forwarded text for the customer's own. */
    private static Optional<String> text(Message message, Optional<String> words) {
        Optional<String> forwarded = message.forwardOrigin().map(origin -> "Forwarded from " + name(origin));
        if (forwarded.isPresent()) {
            return words.map(said -> forwarded.get() + ":\n" + said).or(() -> forwarded);
        }
        Optional<String> quoted = message.externalReply().flatMap(_ -> message.quote()).flatMap(Quote::text);
        return words.map(said -> quoted.map(quote -> "> " + quote + "\n" + said).orElse(said));
    }

    private static String name(ForwardOrigin origin) {
        return origin.senderUser().flatMap(TelegramNames::of)
                .or(origin::senderUserName)
                .or(() -> origin.chat().flatMap(TelegramNames::of))
                .or(() -> origin.senderChat().flatMap(TelegramNames::of))
                .orElse("someone else");
    }

    private static String unknownKind(Message message) {
        return message.others().keySet().stream().filter(name -> !DETAILS.contains(name)).findFirst().orElse("message");
    }
}
