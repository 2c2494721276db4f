package dev.tributary.adapter.meta;

import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.Limits;
import dev.tributary.channel.Limits.PairRate;
import dev.tributary.channel.Limits.AttachmentLimit;
import dev.tributary.channel.SettingField;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What WhatsApp can do, whoever carries it. Pictures, films and sounds beyond their own limits go as documents. */
final class WhatsAppDescriptor {

    private static final AttachmentLimit DOCUMENT = new AttachmentLimit(100L << 20, Set.of());
    private static final int PER_SECOND = 80;

    /** Beyond it WhatsApp answers 131056. The burst is told by Meta's page on throughput, not by the card. */
    static final PairRate ONE_PERSON = new PairRate(Duration.ofSeconds(6), 45);

    private WhatsAppDescriptor() {}

    static Descriptor of(String type, String label, List<SettingField> settings, List<String> setup) {
        return new Descriptor(
                type,
                label,
                "messenger",
                Descriptor.Connect.TOKEN,
                EnumSet.complementOf(EnumSet.of(ContentKind.TEMPLATE, ContentKind.POLL)),
                EnumSet.of(
                        ContentKind.TEXT,
                        ContentKind.IMAGE,
                        ContentKind.VIDEO,
                        ContentKind.AUDIO,
                        ContentKind.FILE,
                        ContentKind.STICKER,
                        ContentKind.LOCATION,
                        ContentKind.CONTACT,
                        ContentKind.TEMPLATE),
                EnumSet.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
                settings,
                setup,
                Optional.of(Duration.ofHours(24)),
                new Limits(
                        WhatsAppOutbound.LONGEST_TEXT,
                        WhatsAppOutbound.CAPTION_LIMIT,
                        WhatsAppOutbound.MOST_FILES,
                        Map.of(
                                ContentKind.IMAGE, DOCUMENT,
                                ContentKind.VIDEO, DOCUMENT,
                                ContentKind.AUDIO, DOCUMENT,
                                ContentKind.FILE, DOCUMENT,
                                ContentKind.STICKER, DOCUMENT),
                        WhatsAppOutbound.MOST_BUTTONS,
                        PER_SECOND,
                        PER_SECOND,
                        Optional.of(ONE_PERSON)),
                false,
                false);
    }
}
