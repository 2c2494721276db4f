package dev.tributary.adapter.webwidget;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.Limits;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import dev.tributary.channel.SettingField.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the widget is and can do, for the settings form and the composer. */
final class WidgetDescriptor {

    static final String TYPE = "WEB_WIDGET";
    private static final long MAX_FILE = 10L << 20;
    private static final int MAX_TEXT = 10_000;
    private static final List<String> FILE_TYPES = List.of(
            "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "text/plain", "audio/mpeg", "video/mp4");
    private static final Set<ContentKind> FILES = Set.of(ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE);

    private WidgetDescriptor() {}

    static Descriptor make() {
        return new Descriptor(
                TYPE,
                "Website widget",
                "website",
                Descriptor.Connect.NONE,
                Set.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.LOCATION, ContentKind.POSTBACK),
                Set.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE),
                Set.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
                settings(),
                setup(),
                Optional.empty(),
                Limits.uniform(MAX_TEXT, 10, FILES, MAX_FILE, 10, 200, 1_000),
                false,
                true);
    }

    private static List<SettingField> settings() {
        return List.of(
                SettingField.text(WidgetKeys.CHANNEL_KEY, "Channel key", "Public: the id in the page snippet. Made for you when left empty.")
                        .matching("wch_[A-Za-z0-9_-]{6,64}"),
                SettingField.text("allowed_domains", "Allowed websites", "For example shop.example and *.shop.example (sub-domains only). Empty: any website.")
                        .asType(Type.LIST)
                        .presetTo(instance.arrayNode()),
                SettingField.text("greeting", "Greeting", "What visitors read before they write.").asType(Type.LONG_TEXT),
                SettingField.text("colors", "Colours", "{\"primary\": \"#0b5fff\"}; black or white text is chosen for it.")
                        .asType(Type.JSON)
                        .presetTo(instance.objectNode().put("primary", "#0b5fff")),
                SettingField.choice("theme", "Theme", List.of("light", "dark", "auto"), "Auto follows the visitor's device.").presetTo(TextNode.valueOf("light")),
                SettingField.choice("position", "Position", List.of("right", "left"), "The corner of the launcher.").presetTo(TextNode.valueOf("right")),
                SettingField.text("locale", "Language", "Used where the page and the browser do not say: en, de or ar.").matching("en|de|ar"),
                SettingField.text("launcher", "Launcher", "{\"label\": \"Ask us\"}: its accessible name.").asType(Type.JSON).presetTo(instance.objectNode()),
                SettingField.text("prechat", "Pre-chat form", "{\"enabled\": true, \"fields\": [{\"key\": \"email\", \"type\": \"email\", \"label\": {\"en\": \"E-mail\"}, "
                                + "\"required\": true, \"max\": 254}]}; types are text, email, phone, select and checkbox.")
                        .asType(Type.JSON)
                        .presetTo(instance.objectNode().put("enabled", false)),
                SettingField.text("offline", "Offline", "{\"mode\": \"leave_message\" | \"form_email_required\" | \"hidden\", \"time_zone\": \"Europe/Berlin\", "
                                + "\"hours\": {\"mon\": [[\"09:00\", \"17:00\"]]}}; without hours it is always open.")
                        .asType(Type.JSON)
                        .presetTo(instance.objectNode().put("mode", "leave_message")),
                SettingField.text("continuity", "E-mail to visitors who left", "{\"enabled\": true, \"wait_minutes\": 10}: what an agent answered and the visitor has not read is mailed to them, once for each time "
                                + "that they are away, by this workspace's first e-mail channel; their answer comes back into the conversation. Without an e-mail channel nobody is written to. A link in each mail ends them; so does an address that mails come back from, where they come back to that channel's mailbox.")
                        .asType(Type.JSON)
                        .presetTo(instance.objectNode().put("enabled", true).put("wait_minutes", 10)),
                SettingField.text("features", "Features", "{\"attachments\": true, \"emoji\": true, \"sound\": true, \"csat\": false}; csat asks visitors to rate a resolved conversation.").asType(Type.JSON).presetTo(features()),
                SettingField.text("limits", "Limits", "{\"text_chars\": 10000, \"file_bytes\": 10485760, \"file_types\": [\"image/png\", …]}; not above these.")
                        .asType(Type.JSON)
                        .presetTo(limitSettings()),
                SettingField.choice("identity_mode", "Visitor identity", List.of("optional", "required", "off"), "Required: only visitors whom your website proves can chat.")
                        .presetTo(TextNode.valueOf("optional")),
                SettingField.secret(WidgetKeys.IDENTITY_SECRET, "Identity secret", "By which your website proves who is visiting. Made for you, shown once.")
                        .asRequired(false),
                SettingField.secret(WidgetKeys.PREVIOUS_SECRET, "Previous identity secret", "Still accepted for seven days after a rotation.")
                        .asRequired(false)
                        .filledBy(Source.LEARNED),
                SettingField.text(WidgetKeys.PREVIOUS_UNTIL, "Previous identity secret until", "When the previous secret stops to prove anything.").filledBy(Source.LEARNED),
                SettingField.text("blocked_ips", "Blocked addresses", "IP addresses or ranges such as 203.0.113.0/24.").asType(Type.LIST).presetTo(instance.arrayNode()),
                SettingField.text("session_days", "Remember visitors for", "Days; the lifetime of the visitor's cookie.").asType(Type.NUMBER).presetTo(IntNode.valueOf(180)),
                SettingField.flag("lazy_cookie", "Cookie on first use only", "On: nothing is stored before the visitor opens the chat.").presetTo(BooleanNode.TRUE),
                SettingField.flag("one_conversation", "One open conversation", "On: a visitor has one open conversation at a time.").presetTo(BooleanNode.TRUE));
    }

    private static JsonNode features() {
        return instance.objectNode().put("attachments", true).put("emoji", true).put("sound", true).put("csat", false);
    }

    private static JsonNode limitSettings() {
        ArrayNode types = instance.arrayNode();
        FILE_TYPES.forEach(types::add);
        return instance.objectNode().put("text_chars", MAX_TEXT).put("file_bytes", MAX_FILE).set("file_types", types);
    }

    private static List<String> setup() {
        return List.of(
                "Enter the websites that may show the widget.",
                "Put <script src=\"https://your-tributary/widget.js\" data-channel=\"…\" async></script> with the channel key before the end of each page's body.",
                "A strict Content-Security-Policy needs your Tributary's origin in script-src, frame-src and connect-src.",
                "To recognise signed-in customers, sign a JWT (HS256) with the identity secret on your server and call Tributary('identify', {jwt}).");
    }
}
