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
import java.util.Set;

/** What the errors of Messenger and Instagram mean: the first row whose code and subcode fit. */
final class PageErrors {

    private static final String TROUBLE = "Meta has trouble; the message goes out by itself afterwards";
    private static final String DELAYED = "Sending is delayed";
    private static final String RECONNECT = "Reconnect this account: its access token was refused";
    private static final String RIGHTS = "Reconnect and grant all permissions; check app review, conversation routing, and that the Instagram app allows access to messages";
    private static final String FILE = "Check the file's size (25 MB, pictures on Instagram 8 MB), type and public address";

    private static final GraphErrorTable TABLE = new GraphErrorTable(List.of(
            row(CredentialsRejected::new, RECONNECT, 190),
            row(ReplyWindowClosed::new, "24 h are over: wait until the customer writes again, or use Human Agent (up to seven days)", Set.of(10), Set.of(2018278, 2534022)),
            row(Misconfigured::new, "The Page may not send for now: open Page Support Home in Facebook", Set.of(10), Set.of(1893063)),
            row(PermissionMissing::new, RIGHTS, 3, 10),
            row(RecipientUnreachable::new, "The customer cannot be reached: they blocked this account or left", 551),
            row(RecipientUnreachable::new, "Wrong Page for this contact", Set.of(100), Set.of(2018001)),
            row(RecipientUnreachable::new, "The customer cannot be reached", Set.of(100), Set.of(2534014, 2534001)),
            row(RecipientUnreachable::new, "The customer cannot be reached", 2534001, 9010),
            row(ContentRejected::new, FILE, Set.of(100), Set.of(2018109, 2018047, 2018034)),
            row(PermissionMissing::new, RECONNECT, Set.of(100), Set.of(33)),
            row(PermissionMissing::new, RECONNECT, 33, 803),
            row(ContentRejected::new, "The message has a field that is not accepted: shorten it, or change the file", 100),
            row(ContentRejected::new, "A comment can be answered once, within seven days", 2534013, 2534025),
            row(RecipientUnreachable::new, "The customer has not agreed yet: wait until they write again", 230),
            row(Misconfigured::new, "Accept the terms that the Page inbox shows", Set.of(2), Set.of(2018344)),
            again(Remedy.BACK_OFF, TROUBLE, -1, 1, 2, 199, 1200),
            again(Remedy.SLOW_ACCOUNT, DELAYED, 4, 17, 32, 613, 80002, 80006),
            row(Misconfigured::new, "Blocked for its policies by Meta: check the account's quality", 368)), RECONNECT, RIGHTS, TROUBLE, DELAYED);

    private PageErrors() {}

    static Meaning of(GraphError error) {
        return TABLE.of(error);
    }
}
