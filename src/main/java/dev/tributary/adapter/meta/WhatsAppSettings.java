package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import dev.tributary.channel.SettingField.Type;
import java.util.List;

/** What an account of WhatsApp is made of, directly with Meta and through 360dialog. */
final class WhatsAppSettings {

    static final String PHONE_NUMBER_ID = "phone_number_id";
    static final String WABA_ID = "waba_id";
    static final String ACCESS_TOKEN = "access_token";
    static final String APP_ID = "app_id";
    static final String APP_SECRET = "app_secret";
    static final String PREVIOUS_APP_SECRET = "previous_app_secret";
    static final String VERIFY_TOKEN = "verify_token";
    static final String HANDSHAKE_TOKEN = "handshake_token";
    static final String PIN = "pin";
    static final String ACCEPT_GROUPS = "accept_groups";
    static final String MARK_READ = "mark_read";
    static final String DISPLAY_PHONE_NUMBER = "display_phone_number";
    static final String VERIFIED_NAME = "verified_name";
    static final String API_KEY = "api_key";
    static final String WEBHOOK_SECRET = "webhook_secret";
    static final String BASE_URL = "base_url";
    private static final String META_ID = "^\\d{5,20}$";

    private static final SettingField GROUPS = SettingField.flag(ACCEPT_GROUPS, "Accept group chats", "Each group becomes one conversation.")
            .presetTo(BooleanNode.FALSE);
    private static final SettingField READ = SettingField.flag(MARK_READ, "Send read receipts", "When an agent opens the conversation; while somebody writes, the customer sees that, too.")
            .presetTo(BooleanNode.TRUE);
    private static final SettingField NUMBER = SettingField.text(DISPLAY_PHONE_NUMBER, "Phone number", "Told by WhatsApp.").filledBy(Source.LEARNED);

    static final List<SettingField> CLOUD = List.of(
            SettingField.text(PHONE_NUMBER_ID, "Phone number ID", "In the App Dashboard under WhatsApp > API Setup, or in WhatsApp Manager > Phone numbers: digits.")
                    .asRequired(true)
                    .matching(META_ID),
            SettingField.text(WABA_ID, "WhatsApp Business Account ID", "On the same page: digits.").asRequired(true).matching(META_ID),
            SettingField.secret(
                    ACCESS_TOKEN,
                    "Access token",
                    "Business Settings > System users > Generate token, with whatsapp_business_messaging and whatsapp_business_management; choose “never expires”."),
            SettingField.text(APP_ID, "App ID", "App Dashboard > Settings > Basic: digits.").asRequired(true).matching(META_ID),
            SettingField.secret(APP_SECRET, "App secret", "App Dashboard > Settings > Basic > Show. It proves that a delivery is Meta's."),
            SettingField.text(MetaApps.CONFIG_ID, "Signup configuration ID", "Only to connect by Facebook: App Dashboard > Facebook Login for Business > Configurations: digits.")
                    .matching(META_ID),
            SettingField.secret(PREVIOUS_APP_SECRET, "Previous app secret", "While you replace the app secret: the old one, so that nothing is refused meanwhile.")
                    .asRequired(false),
            SettingField.secret(VERIFY_TOKEN, "Verify token", "Only if you enter our webhook address in the App Dashboard by hand: any text, the same in both places.")
                    .asRequired(false),
            SettingField.secret(PIN, "Two-step PIN", "Only for a number that is not registered with the Cloud API yet: six digits.")
                    .asRequired(false)
                    .matching("^\\d{6}$"),
            GROUPS,
            READ,
            SettingField.secret(HANDSHAKE_TOKEN, "Handshake token", "Shown to Meta when our webhook is registered.").filledBy(Source.GENERATED),
            NUMBER,
            SettingField.text(VERIFIED_NAME, "Verified name", "Told by WhatsApp.").filledBy(Source.LEARNED));

    static final List<String> CLOUD_SETUP = List.of(
            "In the Meta App Dashboard open WhatsApp > API Setup and copy the phone number ID and the WhatsApp Business Account ID.",
            "In Business Settings > System users generate a token with whatsapp_business_messaging and whatsapp_business_management that never expires.",
            "Copy App ID and app secret from App Dashboard > Settings > Basic.",
            "Save. Tributary subscribes the account and registers its webhook by itself; its address must be reachable over https.",
            "Once per app, subscribe the webhook field “messages” under WhatsApp > Configuration.");

    static final List<SettingField> DIALOG = List.of(
            SettingField.secret(API_KEY, "API key", "360dialog Hub > WhatsApp accounts > your number > Details > Generate API key."),
            SettingField.text(BASE_URL, "API address", "Only for another host of 360dialog; leave it empty for its own.").asType(Type.URL),
            GROUPS,
            READ,
            SettingField.secret(WEBHOOK_SECRET, "Webhook secret", "360dialog shows it with every delivery.").filledBy(Source.GENERATED),
            SettingField.text(PHONE_NUMBER_ID, "Phone number ID", "Told by 360dialog.").filledBy(Source.LEARNED),
            NUMBER);

    static final List<String> DIALOG_SETUP = List.of(
            "In the 360dialog Hub open WhatsApp accounts, choose your number and generate an API key.",
            "Paste the key below and save. Tributary registers its webhook with 360dialog by itself.");

    private WhatsAppSettings() {}
}
