package dev.tributary.adapter.email;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.SettingField;
import dev.tributary.channel.SettingField.Source;
import dev.tributary.channel.SettingField.Type;
import dev.tributary.channel.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a mailbox is connected by. */
final class EmailSettings {

    static final String ADDRESS = "address";
    static final String ALIASES = "aliases";
    static final String DISPLAY_NAME = "display_name";
    static final String AUTH_TYPE = "auth_type";
    static final String IMAP_HOST = "imap_host";
    static final String IMAP_PORT = "imap_port";
    static final String IMAP_TLS = "imap_tls";
    static final String IMAP_USER = "imap_user";
    static final String IMAP_PASSWORD = "imap_password";
    static final String MAILBOX = "mailbox";
    static final String MORE_MAILBOXES = "more_mailboxes";
    static final String SMTP_HOST = "smtp_host";
    static final String SMTP_PORT = "smtp_port";
    static final String SMTP_TLS = "smtp_tls";
    static final String SMTP_USER = "smtp_user";
    static final String SMTP_PASSWORD = "smtp_password";
    static final String OAUTH_CLIENT_ID = "oauth_client_id";
    static final String OAUTH_CLIENT_SECRET = "oauth_client_secret";
    static final String OAUTH_TENANT = "oauth_tenant";
    static final String OAUTH_REFRESH_TOKEN = "oauth_refresh_token";
    static final String FROM_ADDRESS = "from_address";
    static final String REPLY_TO = "reply_to";
    static final String PLUS_ADDRESSING = "plus_addressing";
    static final String TRUSTED_CERTIFICATE = "trusted_certificate";
    static final String SIGNATURE = "signature";
    static final String SIGNED_BY = "signed_by";
    static final String POLL_SECONDS = "poll_seconds";
    static final String IMPORT_SINCE_DAYS = "import_since_days";
    static final String AFTER_READ = "after_read";
    static final String MAX_MESSAGE_BYTES = "max_message_bytes";
    static final String SAVE_SENT = "save_sent";
    static final String SENDS_PER_MINUTE = "sends_per_minute";
    static final String RECIPIENTS_PER_DAY = "recipients_per_day";
    static final String KEEP_UNMATCHED_AUTO = "keep_unmatched_auto";
    static final String LOOP_ID = "loop_id";

    static final String BY_AGENT = "agent";
    static final String BY_ACCOUNT = "account";
    static final String BY_BOTH = "both";
    static final String TLS = "tls";
    static final String STARTTLS = "starttls";
    static final String PLAIN = "none";
    static final String KEEP = "keep";
    static final String MARK_SEEN = "mark_seen";
    private static final String MOVE = "move:";
    static final String PASSWORD = "password";
    static final String GOOGLE = "oauth_google";
    static final String MICROSOFT = "oauth_microsoft";
    static final String MICROSOFT_APP = "oauth_microsoft_app";

    private static final String ADDRESS_FORMAT = "[^\\s<>()\\[\\],;:\"@]{1,64}@[^\\s<>()\\[\\],;:\"@]{1,255}";
    private static final String HOST_FORMAT = "[A-Za-z0-9.:\\[\\]-]{1,255}";

    static final List<SettingField> FIELDS = List.of(
            SettingField.text(ADDRESS, "E-mail address", "The address customers write to.").matching(ADDRESS_FORMAT).asRequired(true),
            SettingField.text(DISPLAY_NAME, "Sender name", "The name customers see beside the address."),
            SettingField.text(ALIASES, "Other addresses", "Further addresses whose mail lands in this mailbox.").asType(Type.LIST),
            SettingField.choice(AUTH_TYPE, "Sign in with", List.of(PASSWORD, GOOGLE, MICROSOFT, MICROSOFT_APP),
                            "A password or app password; or OAuth, which Microsoft 365 requires and Google prefers.")
                    .presetTo(TextNode.valueOf(PASSWORD)),
            SettingField.text(IMAP_HOST, "IMAP server", "For example imap.gmail.com or outlook.office365.com.").matching(HOST_FORMAT).asRequired(true),
            number(IMAP_PORT, "IMAP port", "993 with TLS, 143 with STARTTLS.", 993),
            SettingField.choice(IMAP_TLS, "IMAP encryption", List.of(TLS, STARTTLS, PLAIN), "Without encryption only on this machine.").presetTo(TextNode.valueOf(TLS)),
            SettingField.text(IMAP_USER, "IMAP user", "Usually the whole address; empty means just that."),
            optionalSecret(IMAP_PASSWORD, "Password", "The mailbox's password; for Gmail, Yahoo and iCloud an app password."),
            SettingField.text(MAILBOX, "Folder", "The folder that is read.").presetTo(TextNode.valueOf("INBOX")),
            SettingField.text(MORE_MAILBOXES, "More folders", "Further folders that are read, Junk for example.").asType(Type.LIST),
            SettingField.text(SMTP_HOST, "SMTP server", "For example smtp.gmail.com; empty: the installation's own mail server sends.").matching(HOST_FORMAT),
            number(SMTP_PORT, "SMTP port", "587 with STARTTLS, 465 with TLS.", 587),
            SettingField.choice(SMTP_TLS, "SMTP encryption", List.of(STARTTLS, TLS, PLAIN), "Without encryption only on this machine.").presetTo(TextNode.valueOf(STARTTLS)),
            SettingField.text(SMTP_USER, "SMTP user", "Empty: as for IMAP."),
            optionalSecret(SMTP_PASSWORD, "SMTP password", "Empty: as for IMAP."),
            SettingField.text(OAUTH_CLIENT_ID, "OAuth client id", "Google: the web client's id. Microsoft: the application (client) id."),
            optionalSecret(OAUTH_CLIENT_SECRET, "OAuth client secret", "Made beside the client id at Google or Microsoft."),
            SettingField.text(OAUTH_TENANT, "Microsoft tenant", "The directory (tenant) id, or common.").matching("[A-Za-z0-9.-]{1,100}").presetTo(TextNode.valueOf("common")),
            optionalSecret(OAUTH_REFRESH_TOKEN, "OAuth refresh token", "What the consent gave; kept up to date from then on."),
            SettingField.text(TRUSTED_CERTIFICATE, "Trusted certificate", "For a private server only: its certificate, or that of its authority, as PEM. Nobody else's is believed then.")
                    .asType(Type.LONG_TEXT),
            SettingField.text(FROM_ADDRESS, "Send as", "Empty: the address above.").matching(ADDRESS_FORMAT),
            SettingField.text(REPLY_TO, "Answers to", "Empty: the address above.").matching(ADDRESS_FORMAT),
            SettingField.flag(PLUS_ADDRESSING, "Plus addresses", "The mailbox accepts address+anything: answers then find their conversation whatever the customer's program does.")
                    .presetTo(BooleanNode.FALSE),
            SettingField.text(SIGNATURE, "Signature", "Below what is sent from here. Merge fields are filled: {{agent.name|Our team}}, {{channel.name}}, {{organization.name}}.")
                    .asType(Type.RICH_TEXT),
            SettingField.choice(SIGNED_BY, "Agents sign with", List.of(BY_AGENT, BY_ACCOUNT, BY_BOTH),
                            "agent: their own signature, or the one above where they have none. account: always the one above. both: their own, and the one above below it.")
                    .presetTo(TextNode.valueOf(BY_AGENT)),
            number(POLL_SECONDS, "Look every (seconds)", "Where the server cannot tell of new mail by itself; 15 to 3600.", 60),
            number(IMPORT_SINCE_DAYS, "Import the last (days)", "Mail that is there already; 0 means only new mail.", 0),
            SettingField.text(AFTER_READ, "After reading", "keep, mark_seen, or move:Folder.").matching("keep|mark_seen|move:[^\\r\\n\"]{1,200}").presetTo(TextNode.valueOf("keep")),
            number(MAX_MESSAGE_BYTES, "Largest mail (bytes)", "Of larger ones the header and the beginning are read, without files.", 36_700_160),
            SettingField.text(SENDS_PER_MINUTE, "Mails a minute", "At most; further ones wait. Empty: 30.").asType(Type.NUMBER),
            SettingField.text(RECIPIENTS_PER_DAY, "Recipients a day", "At most within 24 hours; further mails wait. Empty: what the provider is known to allow.").asType(Type.NUMBER),
            SettingField.flag(SAVE_SENT, "Keep a copy in Sent", "Gmail and Microsoft 365 do so by themselves.").presetTo(BooleanNode.FALSE),
            SettingField.flag(KEEP_UNMATCHED_AUTO, "Keep stray automatic mail", "Automatic answers that belong to no conversation are otherwise only in the journal.")
                    .presetTo(BooleanNode.FALSE),
            SettingField.text(LOOP_ID, "Installation", "").filledBy(Source.LEARNED));

    static final List<String> SETUP = List.of(
            "Gmail: switch on 2-step verification and make an app password, or make an OAuth client in the Google Cloud console.",
            "Microsoft 365: register an application in the Microsoft Entra admin center with IMAP.AccessAsUser.All and SMTP.Send; passwords no longer work there.",
            "Yahoo: imap.mail.yahoo.com and smtp.mail.yahoo.com. iCloud: imap.mail.me.com, and smtp.mail.me.com with port 587. Both want an app password.",
            "Any other provider: its help pages name the IMAP and SMTP servers.",
            "Enter the servers and the sign-in, and test the connection.");

    private EmailSettings() {}

    static int number(Settings settings, String name, int least, int most) {
        JsonNode value = settings.json(name);
        return Math.clamp(value.asInt(least), least, most);
    }

    /** Who signs in to the mailbox: usually the address itself. */
    static Optional<String> imapUser(Settings settings) {
        return settings.text(IMAP_USER).or(() -> settings.text(ADDRESS));
    }

    /** The folders that are read, the first one first. */
    static List<String> folders(Settings settings) {
        String first = settings.text(MAILBOX).orElse("INBOX");
        return Stream.concat(Stream.of(first), settings.list(MORE_MAILBOXES).stream()).map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
    }

    /** Where what was read is moved to; empty where it stays. */
    static Optional<String> moveTarget(Settings settings) {
        return settings.text(AFTER_READ).filter(action -> action.startsWith(MOVE)).map(action -> action.substring(MOVE.length()));
    }

    private static SettingField number(String name, String label, String help, int preset) {
        return SettingField.text(name, label, help).asType(Type.NUMBER).presetTo(IntNode.valueOf(preset));
    }

    private static SettingField optionalSecret(String name, String label, String help) {
        return SettingField.secret(name, label, help).asRequired(false);
    }
}
