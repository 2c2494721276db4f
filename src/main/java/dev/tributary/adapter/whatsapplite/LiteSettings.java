package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import dev.tributary.channel.SettingField.Type;
import java.util.List;

/** What an account of a linked phone is made of. */
final class LiteSettings {

    static final String DIALECT = "dialect";
    static final String EVOLUTION = "evolution";
    static final String WAHA = "waha";
    static final String BASE_URL = "base_url";
    static final String API_KEY = "api_key";
    static final String INSTANCE = "instance";
    static final String PHONE_NUMBER = "phone_number";
    static final String RISK = "risk_accepted";
    static final String GROUPS = "groups_enabled";
    static final String MARK_READ = "mark_read";
    static final String WEBHOOK_SECRET = "webhook_secret";
    static final String SENDER_ID = "sender_id";
    static final String SENDER_NAME = "sender_name";
    /** By the id of a group: its name, and when it was told. */
    static final String GROUP_NAMES = "group_names";

    static final List<SettingField> FIELDS = List.of(
            SettingField.choice(DIALECT, "Gateway", List.of(EVOLUTION, WAHA), "Which gateway you run: Evolution API or WAHA.")
                    .asRequired(true)
                    .presetTo(TextNode.valueOf(EVOLUTION)),
            SettingField.text(BASE_URL, "Gateway address", "Such as https://wa-gateway.example.com; a private address must be in TRIBUTARY_EGRESS_ALLOW.")
                    .asType(Type.URL)
                    .asRequired(true),
            SettingField.secret(API_KEY, "API key", "Evolution API: AUTHENTICATION_API_KEY, or the token of an instance that exists already. WAHA: WAHA_API_KEY."),
            SettingField.text(INSTANCE, "Instance", "Only to take over an instance (WAHA: session) that is linked already; else Tributary makes one.")
                    .matching("^[A-Za-z0-9_-]{1,60}$"),
            SettingField.text(PHONE_NUMBER, "Phone number", "Only to link by typing a code on the phone instead of scanning one: digits with the country code.")
                    .matching("^\\d{7,15}$"),
            SettingField.flag(RISK, "I know the risk", "A linked device is not WhatsApp's official way for businesses: it is against its terms and the number can be blocked. Answer people who wrote first.")
                    .presetTo(BooleanNode.FALSE),
            SettingField.flag(GROUPS, "Accept group chats", "Each group becomes one conversation.").presetTo(BooleanNode.FALSE),
            SettingField.flag(MARK_READ, "Send read receipts", "When an agent opens the conversation.").presetTo(BooleanNode.FALSE),
            SettingField.secret(WEBHOOK_SECRET, "Webhook secret", "The gateway proves itself with it.").filledBy(Source.GENERATED),
            SettingField.text(SENDER_ID, "Linked number", "Told by WhatsApp.").filledBy(Source.LEARNED),
            SettingField.text(SENDER_NAME, "Linked name", "Told by WhatsApp.").filledBy(Source.LEARNED));

    static final List<String> SETUP = List.of(
            "Run a gateway of your own: Evolution API 2.3, or WAHA. Tributary brings none. Where it is Evolution API: this channel uses Evolution API.",
            "Enter its address and API key below, and save. Tributary makes the instance and its webhook by itself.",
            "On the phone open WhatsApp > Settings > Linked devices > Link a device, and scan the code that Tributary shows.",
            "Let the phone come online at least every two weeks, or WhatsApp ends the link.");

    private LiteSettings() {}
}
