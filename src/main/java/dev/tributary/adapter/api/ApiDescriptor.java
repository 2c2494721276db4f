package dev.tributary.adapter.api;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.Limits;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import dev.tributary.channel.SettingField.Type;
import dev.tributary.platform.webhook.WebhookUrl;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the channel is and can do, for forms, composer and dispatcher. */
final class ApiDescriptor {

    static final String TYPE = "API";
    static final String OUTBOUND_URL = "outbound_url";
    static final String EVENTS = "events";
    static final String REQUIRE_SIGNATURE = "require_signature";
    static final String IDENTITY_MODE = "identity_mode";
    static final String LAST_TEST = "last_test";

    private static final long MAX_FILE = 50L << 20;
    private static final int MAX_FILES = 30;
    private static final int MAX_BUTTONS = 20;
    private static final Set<ContentKind> FILES =
            Set.of(ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.STICKER);

    private ApiDescriptor() {}

    static Descriptor make() {
        return new Descriptor(
                TYPE,
                "API",
                "developer",
                Descriptor.Connect.TOKEN,
                Set.of(
                        ContentKind.TEXT,
                        ContentKind.IMAGE,
                        ContentKind.VIDEO,
                        ContentKind.AUDIO,
                        ContentKind.FILE,
                        ContentKind.STICKER,
                        ContentKind.LOCATION,
                        ContentKind.CONTACT,
                        ContentKind.POSTBACK,
                        ContentKind.UNSUPPORTED),
                Set.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.STICKER),
                Set.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
                settings(),
                setup(),
                Optional.empty(),
                Limits.uniform(ApiContent.MAX_TEXT, MAX_FILES, FILES, MAX_FILE, MAX_BUTTONS, 50, 200),
                false,
                true);
    }

    private static List<SettingField> settings() {
        String hmac = "whsec_[A-Za-z0-9+/]{32,88}={0,2}";
        return List.of(
                SettingField.text(ApiKeys.CHANNEL_ID, "Channel id", "Part of the URLs that your system calls. Made for you when left empty.")
                        .matching("[A-Za-z0-9_-]{4,100}"),
                SettingField.secret(ApiKeys.INBOUND_TOKEN, "Inbound token", "What your system sends as Authorization: Bearer. Made for you, shown once, stored hashed.")
                        .asRequired(false),
                SettingField.secret(ApiKeys.INBOUND_SECRET, "Inbound secret", "For signed inbound posts. Made for you, shown once.")
                        .asRequired(false)
                        .matching(hmac),
                SettingField.flag(REQUIRE_SIGNATURE, "Require a signature", "Off: the token is enough. On: inbound posts must be signed.")
                        .presetTo(BooleanNode.FALSE),
                SettingField.text(OUTBOUND_URL, "Webhook URL", "Where agents' answers are posted to; https.")
                        .asType(Type.URL)
                        .matching(WebhookUrl.FORM),
                SettingField.secret(ApiKeys.OUTBOUND_SECRET, "Webhook secret", "By which your system checks our signature. Made for you, shown once.")
                        .asRequired(false)
                        .matching(hmac + "|whsk_[A-Za-z0-9+/]{86}=="),
                SettingField.choice(ApiKeys.ALGORITHM, "Signature", List.of("v1", "v1a"), "v1 is HMAC-SHA256, v1a is ed25519.").presetTo(TextNode.valueOf("v1")),
                SettingField.secret(ApiKeys.PREVIOUS_SECRET, "Previous webhook secret", "Signs beside the new one for 24 hours after a rotation.")
                        .asRequired(false)
                        .filledBy(Source.LEARNED),
                SettingField.text(ApiKeys.PREVIOUS_UNTIL, "Previous webhook secret until", "When the previous secret stops signing.").filledBy(Source.LEARNED),
                SettingField.text(EVENTS, "Events", "What is posted besides agents' messages: message.updated, message.deleted, "
                                + "conversation.created, conversation.status_changed, conversation.assigned, conversation.tagged, "
                                + "contact.created, contact.updated, contact.merged, typing; message.created.inbound for a copy of customers' messages.")
                        .asType(Type.LIST)
                        .presetTo(JsonNodeFactory.instance.arrayNode().add(ApiOutbound.MESSAGE)),
                SettingField.flag(IDENTITY_MODE, "Trust contact data", "On: mail address and phone number from your system match contacts.")
                        .presetTo(BooleanNode.TRUE),
                SettingField.text(LAST_TEST, "Last test", "How the webhook URL answered when it was last tested.").asType(Type.JSON).filledBy(Source.LEARNED));
    }

    private static List<String> setup() {
        return List.of(
                "Create the channel and copy the token and the secrets: they are shown once.",
                "Post customers' messages to the inbound URL with the token, or signed with the inbound secret.",
                "Enter the URL of your system that takes agents' answers, and press Test.",
                "Check the signature of what you receive, answer 2xx, and report delivered and read with message.status.");
    }
}
