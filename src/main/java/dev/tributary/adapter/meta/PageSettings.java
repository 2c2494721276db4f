package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ExtendsReplyWindow;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import java.util.List;

/** What an account of Messenger or Instagram is made of. */
final class PageSettings {

    static final String PAGE_ID = "page_id";
    static final String PAGE_NAME = "page_name";
    static final String PAGE_ACCESS_TOKEN = "page_access_token";
    static final String MODE = "mode";
    static final String INSTAGRAM_LOGIN = "instagram_login";
    static final String FACEBOOK_PAGE = "facebook_page";
    static final String IG_ACCOUNT_ID = "ig_account_id";
    static final String USERNAME = "username";
    static final String ACCESS_TOKEN = "access_token";
    static final String APP_SECRET = WhatsAppSettings.APP_SECRET;
    static final String PREVIOUS_APP_SECRET = WhatsAppSettings.PREVIOUS_APP_SECRET;
    static final String VERIFY_TOKEN = WhatsAppSettings.VERIFY_TOKEN;
    private static final String META_ID = "^\\d{5,20}$";

    private static final SettingField CONFIG = SettingField.text(
                    MetaApps.CONFIG_ID, "Login configuration ID", "Only to connect by Facebook with a configuration of Facebook Login for Business: digits.")
            .matching(META_ID);

    private static final SettingField PREVIOUS = SettingField.secret(
                    PREVIOUS_APP_SECRET, "Previous app secret", "While you replace the app secret: the old one, so that nothing is refused meanwhile.")
            .asRequired(false);
    private static final SettingField VERIFY = SettingField.secret(
            VERIFY_TOKEN, "Verify token", "Any text of your own; enter the same one with our webhook address in the App Dashboard.");

    private static final SettingField HUMAN_AGENT = SettingField.flag(
                    ExtendsReplyWindow.RIGHT, "Human agent", "Only where Meta has granted the app “Human Agent”: people may then answer for seven days instead of one.")
            .presetTo(BooleanNode.FALSE);

    static final List<SettingField> MESSENGER = List.of(
            SettingField.text(PAGE_ID, "Page ID", "On Facebook: the Page > About > Page transparency: digits.").asRequired(true).matching(META_ID),
            SettingField.secret(PAGE_ACCESS_TOKEN, "Page access token", "App Dashboard > Messenger > Access tokens > Generate."),
            SettingField.text(MetaApps.ID, "App ID", "App Dashboard > Settings > Basic: digits. With it Tributary enters its webhook by itself.").matching(META_ID),
            SettingField.secret(APP_SECRET, "App secret", "App Dashboard > Settings > Basic > Show. It proves that a delivery is Meta's."),
            CONFIG,
            PREVIOUS,
            VERIFY,
            HUMAN_AGENT,
            SettingField.text(PAGE_NAME, "Page", "Told by Facebook.").filledBy(Source.LEARNED));

    static final List<String> MESSENGER_SETUP = List.of(
            "Choose Connect with Facebook, log in as somebody who manages the Page, allow everything that is asked for, and pick the Page. Tributary enters its webhook and subscribes the Page by itself.",
            "Without an app of this installation's, type app ID and app secret first: App Dashboard > Settings > Basic. Enter our redirect address there among the valid OAuth redirect URIs.",
            "By hand instead: open Messenger > Settings in the App Dashboard, add the Page, generate its access token, and type it below with the Page ID, the app secret and a verify token of your own.",
            "By hand and without an app ID, once per app: enter the webhook address …/webhooks/messenger and the verify token under Messenger > Webhooks, and subscribe its fields.");

    static final List<SettingField> INSTAGRAM = List.of(
            SettingField.choice(MODE, "Connected by", List.of(INSTAGRAM_LOGIN, FACEBOOK_PAGE), "Instagram login, or the Facebook Page that the account is linked to.")
                    .presetTo(TextNode.valueOf(INSTAGRAM_LOGIN)),
            SettingField.secret(ACCESS_TOKEN, "Access token", "App Dashboard > Instagram > API setup > Generate token; with a Facebook Page: the Page's token."),
            SettingField.text(PAGE_ID, "Page ID", "Only when connected by a Facebook Page: digits.").matching(META_ID),
            SettingField.text(MetaApps.ID, "App ID", "With Instagram login: the Instagram app ID of API setup; with a Page: that of Settings > Basic.").matching(META_ID),
            CONFIG,
            SettingField.secret(APP_SECRET, "App secret", "With Instagram login: the Instagram app secret of API setup; with a Page: that of Settings > Basic."),
            PREVIOUS,
            VERIFY,
            HUMAN_AGENT,
            SettingField.text(IG_ACCOUNT_ID, "Instagram account ID", "Told by Instagram.").filledBy(Source.LEARNED),
            SettingField.text(USERNAME, "Username", "Told by Instagram.").filledBy(Source.LEARNED));

    static final List<String> INSTAGRAM_SETUP = List.of(
            "In the Instagram app allow Settings > Messages and story replies > Message controls > Connected tools > Allow access to messages.",
            "Choose Connect with Instagram, log in to the account and allow everything that is asked for; or Connect with Facebook, and pick the Page that the account is linked to.",
            "Without an app of this installation's, type app ID and app secret first: App Dashboard > Instagram > API setup with Instagram login; with a Page those of Settings > Basic. Enter our redirect address there.",
            "By hand instead: generate the account's token on the same page, and type it below with the app secret and a verify token of your own.",
            "With Instagram login, once per app: enter the webhook address …/webhooks/instagram and the verify token in the dashboard, and subscribe its fields.");

    private PageSettings() {}
}
