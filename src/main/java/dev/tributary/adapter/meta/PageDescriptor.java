package dev.tributary.adapter.meta;

import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.SettingField;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Messenger and Instagram can do. */
final class PageDescriptor {

    private static final long MEGABYTE = 1L << 20;
    private static final int PER_SECOND = 40;
    private static final int MOST_FILES = 10;
    private static final int PIECES = 10;
    static final Duration WINDOW = Duration.ofHours(24);
    static final Duration HUMAN_WINDOW = Duration.ofDays(7);

    private PageDescriptor() {}

    static Descriptor messenger(String type) {
        AttachmentLimit any = new AttachmentLimit(25 * MEGABYTE, Set.of());
        return of(type, "Messenger", PageSettings.MESSENGER, PageSettings.MESSENGER_SETUP, PageOutbound.MESSENGER_CHARACTERS, Map.of(
                ContentKind.IMAGE, any,
                ContentKind.VIDEO, any,
                ContentKind.AUDIO, any,
                ContentKind.FILE, any));
    }

    static Descriptor instagram(String type) {
        return of(type, "Instagram", PageSettings.INSTAGRAM, PageSettings.INSTAGRAM_SETUP, PageOutbound.INSTAGRAM_BYTES, Map.of(
                ContentKind.IMAGE, new AttachmentLimit(8 * MEGABYTE, Set.of("image/png", "image/jpeg", "image/gif")),
                ContentKind.VIDEO, new AttachmentLimit(25 * MEGABYTE, Set.of("video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm")),
                ContentKind.AUDIO, new AttachmentLimit(25 * MEGABYTE, Set.of("audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav")),
                ContentKind.FILE, new AttachmentLimit(25 * MEGABYTE, Set.of("application/pdf"))));
    }

    private static Descriptor of(
            String type, String label, List<SettingField> settings, List<String> setup, int piece, Map<ContentKind, AttachmentLimit> files) {
        return new Descriptor(
                type,
                label,
                "messenger",
                Descriptor.Connect.OAUTH,
                EnumSet.of(
                        ContentKind.TEXT,
                        ContentKind.IMAGE,
                        ContentKind.VIDEO,
                        ContentKind.AUDIO,
                        ContentKind.FILE,
                        ContentKind.STICKER,
                        ContentKind.LOCATION,
                        ContentKind.POSTBACK,
                        ContentKind.UNSUPPORTED),
                EnumSet.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE),
                EnumSet.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
                settings,
                setup,
                Optional.of(WINDOW),
                new Limits(PIECES * piece, piece, MOST_FILES, files, PageOutbound.MOST_BUTTONS, PER_SECOND, PER_SECOND),
                false,
                false);
    }
}
