package dev.tributary.adapter.twilio;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.ReplyWindowClosed;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ChannelProblem.Unrecognised;
import dev.tributary.channel.ProviderError;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** What Twilio's errors mean, in one table, in answers and in receipts alike. */
final class TwilioErrors {

    /** @param later whether the same call may work after a while */
    record Meaning(boolean later, ChannelProblem problem) {}

    private record Row(Set<Integer> codes, boolean later, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {}

    private static final String CREDENTIALS = "Update account SID and auth token in channel settings";
    private static final String DELAYED = "Sending is delayed";
    private static final String TEMPLATE = "Choose another template and fill all of its variables";

    private static final List<Row> TABLE = List.of(
            row(CredentialsRejected::new, CREDENTIALS, 20003),
            row(Misconfigured::new, "Check the SIDs in channel settings", 20404),
            later(DELAYED, 20429, 14107, 20500, 30001, 63010, 63011, 63012, 63018, 63023),
            row(RecipientUnreachable::new, "Check the contact's number", 21211, 21614, 63003),
            row(PermissionMissing::new, "Enable the country at Twilio, or use another channel", 21408, 21612),
            row(RecipientUnreachable::new, "The customer must write START", 21610),
            row(ContentRejected::new, "Shorten the message, or fill its variables", 21617, 21656),
            row(ContentRejected::new, TEMPLATE, 21654, 21655, 63027, 63028, 63029),
            row(ContentRejected::new, "Check file type, size (16 MB, images 5 MB) and that the address of this installation is public", 11751, 63019, 63021),
            row(Misconfigured::new, "Check the WhatsApp sender in the Twilio console", 63001, 63005, 63008),
            row(Misconfigured::new, "Check the sender number in channel settings", 63007),
            row(ContentRejected::new, "Change the text: it violates WhatsApp's policies", 63013),
            row(RecipientUnreachable::new, "The customer blocked the business", 63014),
            row(ReplyWindowClosed::new, "Send an approved template", 63016),
            row(Misconfigured::new, "Accept Twilio's request in Meta Business Manager", 63020),
            row(RecipientUnreachable::new, "No WhatsApp on this number: use another channel", 63024),
            row(ContentRejected::new, "Send it again with a new file", 63025),
            row(ContentRejected::new, "This kind of message cannot be sent so", 63030),
            row(RecipientUnreachable::new, "You cannot message the business number itself", 63031),
            row(RecipientUnreachable::new, "WhatsApp limits this person for now: try tomorrow", 63032),
            row(Misconfigured::new, "The account's daily limit is reached: upgrade it at Twilio", 63038),
            row(Misconfigured::new, "Meta chose not to deliver: check WhatsApp Manager", 63049, 63051),
            row(Misconfigured::new, "Meta disabled the account or sender: contact Twilio's support", 63112));

    private TwilioErrors() {}

    /** @param status of the answer; 200 for a receipt */
    static Meaning of(int status, int code, String words) {
        ProviderError cause = new ProviderError(code == 0 ? "http_" + status : Integer.toString(code), words);
        return TABLE.stream()
                .filter(row -> row.codes().contains(code))
                .findFirst()
                .map(row -> new Meaning(row.later(), row.problem().apply(cause, row.hint())))
                .orElseGet(() -> unlisted(status, cause));
    }

    private static Meaning unlisted(int status, ProviderError cause) {
        if (status == 401) {
            return new Meaning(false, new CredentialsRejected(cause, CREDENTIALS));
        }
        boolean passes = status == 429 || status >= 500;
        return new Meaning(passes, passes ? new Unavailable(cause, DELAYED) : new Unrecognised(cause));
    }

    private static Row row(BiFunction<ProviderError, String, ChannelProblem> problem, String hint, Integer... codes) {
        return new Row(Set.of(codes), false, problem, hint);
    }

    private static Row later(String hint, Integer... codes) {
        return new Row(Set.of(codes), true, Unavailable::new, hint);
    }
}
