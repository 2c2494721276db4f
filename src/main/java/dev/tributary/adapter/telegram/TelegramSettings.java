package dev.tributary.adapter.telegram;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import dev.tributary.channel.SettingField.Type;
import dev.tributary.channel.Settings;
import java.util.List;
import java.util.Optional;

/** What an account of Telegram is made of. */
final class TelegramSettings {

    static final String BOT_TOKEN = "bot_token";
    static final String WEBHOOK_SECRET = "webhook_secret";
    static final String BOT_ID = "bot_id";
    static final String BOT_USERNAME = "bot_username";
    static final String API_BASE_URL = "api_base_url";
    static final String ACCEPT_GROUPS = "accept_groups";
    static final String UPDATES_BY = "updates_by";
    static final String BUSINESS_CONNECTIONS = "business_connections";

    /** The two ways in which updates arrive. */
    static final String WEBHOOK = "webhook";

    static final String POLLING = "polling";

    /** A token has this shape; what stands before the colon is the bot's id. */
    static final String TOKEN_FORMAT = "^\\d{6,20}:[A-Za-z0-9_-]{30,200}$";

    static final List<SettingField> FIELDS = List.of(
            SettingField.secret(BOT_TOKEN, "Bot token", "In Telegram, ask @BotFather for /newbot or /mybots, then API Token.")
                    .matching(TOKEN_FORMAT),
            SettingField.flag(
                            ACCEPT_GROUPS,
                            "Accept group chats",
                            "Each group or forum topic becomes one conversation. In a group, a bot in privacy mode sees only commands and replies to it.")
                    .presetTo(BooleanNode.FALSE),
            SettingField.text(API_BASE_URL, "Bot API server", "Only for a self-hosted Bot API server; leave it empty for Telegram's own.")
                    .asType(Type.URL),
            SettingField.secret(WEBHOOK_SECRET, "Webhook secret", "Telegram shows it with every update; made by Tributary.")
                    .matching("^[A-Za-z0-9_-]{1,256}$")
                    .filledBy(Source.GENERATED),
            SettingField.text(BOT_ID, "Bot id", "Told by Telegram.").filledBy(Source.LEARNED),
            SettingField.text(BOT_USERNAME, "Bot username", "Told by Telegram.").filledBy(Source.LEARNED),
            SettingField.text(UPDATES_BY, "Updates arrive by", "webhook: Telegram delivers them. polling: Tributary asks for them, because Telegram takes only public https addresses.")
                    .filledBy(Source.LEARNED),
            SettingField.text(BUSINESS_CONNECTIONS, "Business accounts", "Telegram Business accounts that this bot answers for. Told by Telegram.")
                    .asType(Type.JSON)
                    .filledBy(Source.LEARNED));

    static final List<String> SETUP = List.of(
            "Open a chat with @BotFather in Telegram and send /newbot (or /mybots for a bot that you have).",
            "Copy the API token that BotFather shows and paste it below.",
            "Save. Tributary registers its webhook with Telegram by itself. Where its own address is not reachable over https on port 443, 80, 88 or 8443, it asks Telegram for updates instead.",
            "For groups: send /setprivacy to BotFather and choose Disable, or make the bot an administrator, so that it sees every message.");

    private TelegramSettings() {}

    /** The self-hosted Bot API server of an account that has one; its limits are its own. */
    static Optional<String> ownServer(Settings settings) {
        return settings.text(API_BASE_URL).filter(url -> !url.isBlank());
    }

    /** Whether Telegram would not take our address, so that we have to ask. */
    static boolean polls(Settings settings) {
        return settings.text(UPDATES_BY).filter(POLLING::equals).isPresent();
    }

    static TextNode value(String text) {
        return TextNode.valueOf(text);
    }
}
