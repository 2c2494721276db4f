package dev.tributary.conversation;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.conversation.MailRefusals.Reason;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Mails by which a mailbox told of another channel's messages: what a report about such a mail says of those messages. */
@ApplicationScoped
public class CarriedMails {

    private static final String FULL_MAILBOX = "5.2.2";

    private static final String TOLD = """
            select m.conversation_id, array(select p.address from mail_participant p where p.conversation_id = m.conversation_id) as people
            from message m join mail_thread t on t.conversation_id = m.conversation_id
            where m.id = $1 and m.direction = 'outbound' and t.channel_account_id = $2 and m.channel_account_id <> $2
            """;

    /** All that the mail told of is what agents wrote since the customer last did, up to the message that the mail is named after. */
    private static final String MAILED = """
            select m.id from message m, message told
            where told.id = $1 and m.conversation_id = told.conversation_id and m.direction = 'outbound' and m.author_type = 'user' and m.deleted_at is null
                and m.delivery_status in ('queued', 'sending', 'sent') and (m.created_at, m.id) <= (told.created_at, told.id)
                and m.created_at > coalesce((select max(i.created_at) from message i
                    where i.conversation_id = told.conversation_id and i.direction = 'inbound' and i.created_at < told.created_at), '-infinity')
            order by m.created_at, m.id
            """;

    private final Deliveries deliveries;
    private final MailRefusals refusals;

    CarriedMails(Deliveries deliveries, MailRefusals refusals) {
        this.deliveries = deliveries;
        this.refusals = refusals;
    }

    /**
     * Empty where the report is about a message of the mailbox itself, or of nobody's; else the changes for the feed. A mail that came back fails
     * the messages that it told of; where that is for good, nothing more is mailed to the address. Other reports change nothing: how far
     * these messages got, their own channel says.
     */
    public Uni<Optional<List<Change>>> report(SqlConnection tx, UUID mailboxId, Delivery report) {
        Optional<UUID> messageId = OwnMailId.message(report.id().value());
        if (messageId.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return tx.preparedQuery(TOLD).execute(Tuple.of(messageId.get(), mailboxId)).map(Sql::first).chain(found -> found.isEmpty()
                ? Uni.createFrom().item(Optional.<List<Change>>empty())
                : report(tx, messageId.get(), found.get(), report).map(Optional::of));
    }

    private Uni<List<Change>> report(SqlConnection tx, UUID messageId, Row told, Delivery report) {
        if (report.status() != DeliveryStatus.FAILED) {
            return Uni.createFrom().item(List.of());
        }
        UUID conversationId = told.getUUID("conversation_id");
        Optional<String> address = address(List.of(told.getArrayOfStrings("people")), report).filter(_ -> isForGood(report));
        return tx.preparedQuery(MAILED)
                .execute(Tuple.of(messageId))
                .chain(rows -> fail(tx, conversationId, Sql.all(rows, row -> row.getUUID("id")), report))
                .chain(failed -> address.isEmpty()
                        ? Uni.createFrom().item(failed)
                        : refusals.refuse(tx, conversationId, address.get(), Reason.UNDELIVERABLE).map(refused -> concat(failed, refused)));
    }

    private Uni<List<Change>> fail(SqlConnection tx, UUID conversationId, List<UUID> messages, Delivery report) {
        MessageError error = new MessageError(
                MessageError.MAIL_BOUNCED,
                report.problem().map(ChannelProblem::detail).orElse("The mail came back."),
                "The visitor had left, and the mail to them came back. The message waits in the chat for when they return; another channel may reach them sooner.");
        return Multi.createFrom().iterable(messages)
                .onItem().transformToUniAndConcatenate(id -> deliveries.advance(tx, conversationId, id, DeliveryStatus.FAILED, report.at(), Optional.of(error)))
                .select().where(advance -> advance.change().isPresent())
                .map(advance -> advance.change().get())
                .collect().asList();
    }

    /** A mail that was forwarded comes back from an address that we never wrote to: then it is the only one that we did. */
    private static Optional<String> address(List<String> people, Delivery report) {
        Optional<String> reported = report.recipient().map(address -> address.toLowerCase(Locale.ROOT)).filter(people::contains);
        return reported.or(() -> people.size() == 1 ? Optional.of(people.getFirst()) : Optional.empty());
    }

    /** A full mailbox is emptied, a size or a policy is not the address's fault, and what passes is no failure for good. */
    private static boolean isForGood(Delivery report) {
        return report.problem()
                .filter(RecipientUnreachable.class::isInstance)
                .map(problem -> problem.cause().code())
                .filter(code -> !code.equals(FULL_MAILBOX) && !code.startsWith("4"))
                .isPresent();
    }

    private static List<Change> concat(List<Change> one, List<Change> other) {
        List<Change> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
