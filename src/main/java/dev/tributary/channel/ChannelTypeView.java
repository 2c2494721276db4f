package dev.tributary.channel;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.platform.OneOf;
import jakarta.annotation.Nullable;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A descriptor as it is answered: what the add-channel wizard and the composer are drawn from.
 *
 * @param oauth the ways to connect by consent at the provider, in the order of their buttons
 * @param reports the delivery states that the provider ever reports beyond sent
 * @param reacts whether we can react to a message
 * @param roundTrip whether its test can send something to ourselves
 * @param maxSlides cards of a carousel; 0 where there are none
 * @param maxFormFields questions of a form; 0 where there are no forms
 * @param replyWindowHours null where free text may be sent at any time
 */
record ChannelTypeView(
        String type,
        String label,
        String category,
        @OneOf(Descriptor.Connect.class) String connect,
        List<ConsentView> oauth,
        @OneOf(ContentKind.class) List<String> receives,
        @OneOf(ContentKind.class) List<String> sends,
        @OneOf(DeliveryStatus.class) List<String> reports,
        List<Field> settings,
        List<String> setup,
        @Nullable Double replyWindowHours,
        boolean reacts,
        boolean roundTrip,
        int maxSlides,
        int maxFormFields,
        LimitsView limits) {

    private static final double SECONDS_OF_AN_HOUR = 3600;

    /**
     * @param format a regular expression that the whole text matches
     * @param source who fills it in: admin, generated (by us) or learned (from the provider)
     * @param replaceable whether it is a key that we make, and make anew when asked to
     * @param revocable whether it can be taken out of use at once
     */
    record Field(
            String name,
            String label,
            @OneOf(SettingField.Type.class) String type,
            boolean secret,
            boolean required,
            @Nullable String format,
            List<String> choices,
            @Nullable String help,
            @JsonProperty("default") @Nullable JsonNode preset,
            @OneOf(SettingField.Source.class) String source,
            boolean replaceable,
            boolean revocable) {

        static Field of(ChannelAdapter adapter, SettingField field) {
            return new Field(
                    field.name(),
                    field.label(),
                    word(field.type()),
                    field.secret(),
                    field.required(),
                    field.format().map(Pattern::pattern).orElse(null),
                    field.choices(),
                    field.help(),
                    field.preset().orElse(null),
                    word(field.source()),
                    adapter instanceof IssuesCredentials keys && keys.replaceable().contains(field.name()),
                    adapter instanceof IssuesCredentials keys && keys.revocable().contains(field.name()));
        }
    }

    /**
     * @param needs settings to fill in before
     * @param fills settings that the consent fills in
     * @param redirectUri what has to be registered with the provider's app
     */
    record ConsentView(String id, String label, List<String> needs, List<String> fills, URI redirectUri) {
        static ConsentView of(ConnectsByOAuth.Offer offer, URI redirectUri) {
            return new ConsentView(offer.id(), offer.label(), offer.needs().stream().sorted().toList(), offer.fills().stream().sorted().toList(), redirectUri);
        }
    }

    record LimitsView(
            int textLength,
            int captionLength,
            int maxAttachments,
            Map<String, Attachment> attachments,
            int maxButtons,
            double messagesPerSecond,
            int burst,
            @Nullable Pair pair) {

        /** What one person may get: one message each so many seconds, and a burst that is waited for afterwards. */
        record Pair(double seconds, int burst) {}

        record Attachment(long maxBytes, List<String> contentTypes) {}

        static LimitsView of(Limits limits) {
            Map<String, Attachment> attachments = new TreeMap<>();
            limits.attachments().forEach((kind, limit) ->
                    attachments.put(kind.word(), new Attachment(limit.maxBytes(), limit.contentTypes().stream().sorted().toList())));
            return new LimitsView(
                    limits.textLength(), limits.captionLength(), limits.maxAttachments(), attachments, limits.maxButtons(), limits.messagesPerSecond(), limits.burst(),
                    limits.pair().map(rate -> new Pair(rate.every().toMillis() / 1_000.0, rate.burst())).orElse(null));
        }
    }

    static ChannelTypeView of(ChannelAdapter adapter, URI redirectUri) {
        Descriptor descriptor = adapter.descriptor();
        return new ChannelTypeView(
                descriptor.type(),
                descriptor.label(),
                descriptor.category(),
                word(descriptor.connect()),
                adapter instanceof ConnectsByOAuth oauth ? oauth.offers().stream().map(offer -> ConsentView.of(offer, redirectUri)).toList() : List.of(),
                words(descriptor.receives()),
                words(descriptor.sends()),
                words(descriptor.reports()),
                descriptor.settings().stream().map(field -> Field.of(adapter, field)).toList(),
                descriptor.setup(),
                descriptor.replyWindow().map(window -> window.toSeconds() / SECONDS_OF_AN_HOUR).orElse(null),
                adapter instanceof SendsReactions,
                adapter instanceof TriesRoundTrip,
                adapter instanceof SendsCarousels carousels ? carousels.maxSlides() : 0,
                adapter instanceof SendsForms forms ? forms.maxFormFields() : 0,
                LimitsView.of(descriptor.limits()));
    }

    private static List<String> words(Collection<? extends Enum<?>> constants) {
        return constants.stream().sorted((one, other) -> Integer.compare(one.ordinal(), other.ordinal())).map(ChannelTypeView::word).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
