package dev.tributary.adapter.twilio;

import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.tributary.channel.SettingField;
import java.util.List;

/** What an account of WhatsApp through Twilio is made of. */
final class TwilioSettings {

    static final String ACCOUNT_SID = "account_sid";
    static final String AUTH_TOKEN = "auth_token";
    static final String SECONDARY_AUTH_TOKEN = "secondary_auth_token";
    static final String SENDER = "sender";
    static final String MESSAGING_SERVICE_SID = "messaging_service_sid";

    static final String MARK_READ = "mark_read";

    static final List<SettingField> FIELDS = List.of(
            SettingField.text(ACCOUNT_SID, "Account SID", "On the Twilio Console's first page; begins with AC.").asRequired(true).matching("^AC[0-9a-fA-F]{32}$"),
            SettingField.secret(AUTH_TOKEN, "Auth token", "On the same page. It signs what Twilio delivers."),
            SettingField.secret(SECONDARY_AUTH_TOKEN, "Secondary auth token", "While you replace the auth token: the other one, so that nothing is refused meanwhile.")
                    .asRequired(false),
            SettingField.text(SENDER, "Sender", "Console > Messaging > Senders > WhatsApp senders, such as whatsapp:+15550100777.")
                    .asRequired(true)
                    .matching("^(whatsapp:)?\\+\\d{5,20}$"),
            SettingField.text(MESSAGING_SERVICE_SID, "Messaging service", "Only if you send through one; begins with MG.").matching("^MG[0-9a-fA-F]{32}$"),
            SettingField.flag(MARK_READ, "Send read receipts", "When an agent opens the conversation; the customer sees that somebody is writing, too.").presetTo(BooleanNode.FALSE));

    static final List<String> SETUP = List.of(
            "In the Twilio Console copy the account SID and the auth token.",
            "Under Messaging > Senders > WhatsApp senders copy the sender, and paste all three below.",
            "Save, then enter the webhook address that Tributary shows into the sender, for incoming messages and for the status callback.");

    private TwilioSettings() {}
}
