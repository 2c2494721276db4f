package dev.tributary.adapter.meta;

import static dev.tributary.adapter.meta.GraphErrorTable.again;
import static dev.tributary.adapter.meta.GraphErrorTable.row;

import dev.tributary.adapter.meta.Meaning.Remedy;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.ReplyWindowClosed;
import java.util.List;

/** What WhatsApp's errors mean, in one table, in answers and in receipts alike. */
final class WhatsAppErrors {

    static final String NEW_TOKEN = "Update the access token in channel settings (use a never-expiring System User token)";
    static final String RIGHTS = "Give the token whatsapp_business_messaging and whatsapp_business_management and assign the WABA to the system user";
    private static final String MARKETING = "Too much marketing reached this person; try later or wait for their reply";
    private static final String TROUBLE = "WhatsApp has trouble: see Meta's platform status; try again later";
    private static final String TOO_FAST = "Too many messages, sending is delayed";
    private static final String VARIABLES = "Fill all template variables as defined";

    private static final GraphErrorTable TABLE = new GraphErrorTable(List.of(
            row(CredentialsRejected::new, NEW_TOKEN, 190),
            row(PermissionMissing::new, RIGHTS, 3, 10, 131005),
            row(ContentRejected::new, "Check phone number id and the message's fields: the details name the field", 100, 131008, 131009, 33),
            again(Remedy.BACK_OFF, TROUBLE, 1, 2, 131000, 131016, 133004),
            again(Remedy.BACK_OFF, "WhatsApp is at work on this account: try again in some minutes", 131057),
            again(Remedy.SLOW_ACCOUNT, TOO_FAST, 4, 80007, 130429),
            again(Remedy.SLOW_PERSON, "Wait a little before writing to this contact again", 131056),
            row(Misconfigured::new, "Quality of the number is low: check WhatsApp Manager", 131048, 131064),
            row(RecipientUnreachable::new, "This number cannot receive WhatsApp messages; use another channel", 131026),
            row(ReplyWindowClosed::new, "Send a template message instead", 131047),
            row(RecipientUnreachable::new, MARKETING, 131049, 130472),
            row(RecipientUnreachable::new, "Do not send marketing templates to this contact", 131050),
            row(RecipientUnreachable::new, "You cannot message the business number itself", 131021),
            row(RecipientUnreachable::new, "Add the number to the allowed list of the test number", 131030),
            row(Misconfigured::new, "Open WhatsApp Manager > Account quality", 131031, 368, 130497),
            row(Misconfigured::new, "Get the display name approved", 131037),
            row(Misconfigured::new, "Add or fix the payment method of the WABA", 131042, 131044),
            row(Misconfigured::new, "Register the number: set its PIN in channel settings and test the channel", 131045, 133010),
            row(ContentRejected::new, "This kind of message cannot be sent", 131051),
            row(ContentRejected::new, "File type or size is not accepted; check the table of limits", 131052, 131053),
            row(RecipientUnreachable::new, "Needs the phone number (authentication templates); ask for it", 131062),
            row(ContentRejected::new, VARIABLES, 132000, 132012, 132018),
            row(ContentRejected::new, "Choose another language or sync templates", 132001),
            row(ContentRejected::new, "Shorten or change the template", 132005, 132007),
            row(ContentRejected::new, "Template has low quality: use another one", 132015, 132016),
            row(Misconfigured::new, "Wait before registering again", 133016),
            row(RecipientUnreachable::new, "The customer changed device; confirm identity", 137000)), NEW_TOKEN, RIGHTS, TROUBLE, TOO_FAST);

    private WhatsAppErrors() {}

    static Meaning of(GraphError error) {
        return TABLE.of(error);
    }
}
