package dev.tributary.adapter.meta;

import dev.tributary.adapter.meta.Meaning.Remedy;
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

/** What the errors of Messenger and Instagram mean: the first row whose code and subcode fit. */
final class PageErrors {

    private static final String TROUBLE = "Meta has trouble; the message goes out by itself afterwards";
    private static final String DELAYED = "Sending is delayed";
    private static final String RECONNECT = "Reconnect this account: its access token was refused";
    private static final String RIGHTS = "Reconnect and grant all permissions; check app review, conversation routing, and that the Instagram app allows access to messages";
    private static final String FILE = "Check the file's size (25 MB, pictures on Instagram 8 MB), type and public address";

    /** @param subcodes none means any */
    private record Row(Set<Integer> codes, Set<Integer> subcodes, Remedy remedy, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {
        boolean fits(GraphError error) {
            return codes.contains(error.code()) && (subcodes.isEmpty() || subcodes.contains(error.subcode()));
        }
    }

    private static final List<Row> TABLE = List.of(
            row(Set.of(190), Set.of(), CredentialsRejected::new, RECONNECT),
            row(Set.of(10), Set.of(2018278, 2534022), ReplyWindowClosed::new, "24 h are over: wait until the customer writes again"),
            row(Set.of(10), Set.of(1893063), Misconfigured::new, "The Page may not send for now: open Page Support Home in Facebook"),
            row(Set.of(3, 10), Set.of(), PermissionMissing::new, RIGHTS),
            row(Set.of(551), Set.of(), RecipientUnreachable::new, "The customer cannot be reached: they blocked this account or left"),
            row(Set.of(100), Set.of(2018001), RecipientUnreachable::new, "Wrong Page for this contact"),
            row(Set.of(100), Set.of(2534014, 2534001), RecipientUnreachable::new, "The customer cannot be reached"),
            row(Set.of(2534001, 9010), Set.of(), RecipientUnreachable::new, "The customer cannot be reached"),
            row(Set.of(100), Set.of(2018109, 2018047, 2018034), ContentRejected::new, FILE),
            row(Set.of(100), Set.of(33), PermissionMissing::new, RECONNECT),
            row(Set.of(33, 803), Set.of(), PermissionMissing::new, RECONNECT),
            row(Set.of(100), Set.of(), ContentRejected::new, "The message has a field that is not accepted: shorten it, or change the file"),
            row(Set.of(2534013, 2534025), Set.of(), ContentRejected::new, "A comment can be answered once, within seven days"),
            row(Set.of(230), Set.of(), RecipientUnreachable::new, "The customer has not agreed yet: wait until they write again"),
            row(Set.of(2), Set.of(2018344), Misconfigured::new, "Accept the terms that the Page inbox shows"),
            new Row(Set.of(-1, 1, 2, 199, 1200), Set.of(), Remedy.BACK_OFF, Unavailable::new, TROUBLE),
            new Row(Set.of(4, 17, 32, 613, 80002, 80006), Set.of(), Remedy.SLOW_ACCOUNT, Unavailable::new, DELAYED),
            row(Set.of(368), Set.of(), Misconfigured::new, "Blocked for its policies by Meta: check the account's quality"));

    private PageErrors() {}

    static Meaning of(GraphError error) {
        return TABLE.stream()
                .filter(row -> row.fits(error))
                .findFirst()
                .map(row -> new Meaning(row.remedy(), row.problem().apply(error.cause(), row.hint())))
                .orElseGet(() -> unlisted(error));
    }

    private static Meaning unlisted(GraphError error) {
        ProviderError cause = error.cause();
        if (error.code() >= 200 && error.code() <= 299) {
            return new Meaning(Remedy.NONE, new PermissionMissing(cause, RIGHTS));
        }
        if (error.isServerTrouble()) {
            return new Meaning(Remedy.BACK_OFF, new Unavailable(cause, TROUBLE));
        }
        if (error.status() == 429) {
            return new Meaning(Remedy.SLOW_ACCOUNT, new Unavailable(cause, DELAYED));
        }
        return error.status() == 401
                ? new Meaning(Remedy.NONE, new CredentialsRejected(cause, RECONNECT))
                : new Meaning(Remedy.NONE, new Unrecognised(cause));
    }

    private static Row row(Set<Integer> codes, Set<Integer> subcodes, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {
        return new Row(codes, subcodes, Remedy.NONE, problem, hint);
    }
}
