package dev.tributary.adapter.meta;

import dev.tributary.adapter.meta.Meaning.Remedy;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ProviderError;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** What 360dialog's own errors mean, which have words and a status and no code; Meta's are passed on. */
final class DialogErrors {

    static final String NEW_KEY = "Generate a new API key in the 360dialog Hub and paste it in channel settings";

    private record Row(int status, Pattern words, Remedy remedy, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {
        boolean fits(GraphError error) {
            return error.status() == status && words.matcher(error.words()).find();
        }
    }

    private static final List<Row> TABLE = List.of(
            new Row(401, Pattern.compile(""), Remedy.NONE, CredentialsRejected::new, NEW_KEY),
            new Row(400, Pattern.compile("(?i)has been disabled"), Remedy.NONE, Misconfigured::new, "Contact 360dialog support, or check the number in the Hub"),
            new Row(400, Pattern.compile("(?i)lack of payment"), Remedy.NONE, Misconfigured::new, "Settle open 360dialog invoices, then resume"),
            new Row(400, Pattern.compile("(?i)endpoint rate limit"), Remedy.SLOW_ACCOUNT, Unavailable::new, "Sending is delayed"),
            new Row(403, Pattern.compile("(?i)blocked"), Remedy.NONE, PermissionMissing::new, "Contact 360dialog support"));

    private DialogErrors() {}

    static Meaning of(GraphError error) {
        if (error.code() == 190) {
            return new Meaning(Remedy.NONE, new CredentialsRejected(error.cause(), "Contact 360dialog support: their access to this number was refused"));
        }
        return TABLE.stream()
                .filter(row -> error.code() == 0 && row.fits(error))
                .findFirst()
                .map(row -> new Meaning(row.remedy(), row.problem().apply(error.cause(), row.hint())))
                .orElseGet(() -> WhatsAppErrors.of(error));
    }
}
