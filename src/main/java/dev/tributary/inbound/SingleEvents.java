package dev.tributary.inbound;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.InboundEvent.AccountTold;
import dev.tributary.channel.ConnectionTold;
import dev.tributary.channel.InboundEvent.ConnectionChanged;
import dev.tributary.channel.InboundEvent.ContactChanged;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.Invalid;
import dev.tributary.channel.InboundEvent.MessageDeleted;
import dev.tributary.channel.InboundEvent.MessageEdited;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Reaction;
import dev.tributary.channel.InboundEvent.ReceivedUpTo;
import dev.tributary.channel.InboundEvent.ReceivedUntil;
import dev.tributary.channel.InboundEvent.ThreadClosed;
import dev.tributary.channel.InboundEvent.ThreadMoved;
import dev.tributary.channel.InboundEvent.Typing;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.InboundEvent.WindowTold;
import dev.tributary.conversation.CarriedMails;
import dev.tributary.conversation.ContentColumns;
import dev.tributary.conversation.Deliveries;
import dev.tributary.conversation.InboundRevisions;
import dev.tributary.conversation.InboundRevisions.Effect;
import dev.tributary.conversation.MailReceipts;
import dev.tributary.conversation.MessageError;
import dev.tributary.conversation.ReceiptsUpTo;
import dev.tributary.conversation.ReplyWindows;
import dev.tributary.contact.ContactMatcher;
import dev.tributary.inbound.ApplyBatch.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Applies the events that are not messages, one at a time. */
@ApplicationScoped
class SingleEvents {

    private final InboundRevisions revisions;
    private final Deliveries deliveries;
    private final ReceiptsUpTo receiptsUpTo;
    private final CarriedMails carriedMails;
    private final MailReceipts mailReceipts;
    private final ContactMatcher contacts;
    private final ContactReach reach;
    private final LiveTyping typing;
    private final AccountFacts accountFacts;
    private final ConnectionTold connections;
    private final ReplyWindows replyWindows;

    SingleEvents(
            InboundRevisions revisions,
            Deliveries deliveries,
            ReceiptsUpTo receiptsUpTo,
            CarriedMails carriedMails,
            MailReceipts mailReceipts,
            ContactMatcher contacts,
            ContactReach reach,
            LiveTyping typing,
            AccountFacts accountFacts,
            ConnectionTold connections,
            ReplyWindows replyWindows) {
        this.revisions = revisions;
        this.deliveries = deliveries;
        this.receiptsUpTo = receiptsUpTo;
        this.carriedMails = carriedMails;
        this.mailReceipts = mailReceipts;
        this.contacts = contacts;
        this.reach = reach;
        this.typing = typing;
        this.accountFacts = accountFacts;
        this.connections = connections;
        this.replyWindows = replyWindows;
    }

    Uni<Void> apply(SqlConnection tx, Step step, ApplyBatch work) {
        return result(tx, step, work).invoke(result -> work.end(step, result)).replaceWithVoid();
    }

    private Uni<EventResult> result(SqlConnection tx, Step step, ApplyBatch work) {
        UUID accountId = step.journal().account().account().id();
        return switch (step.event()) {
            case MessageReceived message -> throw new IllegalStateException("messages are filed in runs");
            case MessageEdited edit -> revisions.edit(tx, accountId, edit.id(), ContentColumns.of(edit.content()), edit.at()).map(effect -> told(effect, step, work));
            case MessageDeleted deleted -> revisions.delete(tx, accountId, deleted.id(), deleted.at()).map(effect -> told(effect, step, work));
            case Reaction reaction -> react(tx, step, reaction, work);
            case Delivery receipt -> receipt(tx, step, receipt, work);
            case ReceivedUpTo receipt -> upTo(tx, step, receipt, work);
            case ReceivedUntil receipt -> until(tx, step, receipt, work);
            case WindowTold told -> window(tx, step, told, work);
            case Typing sign -> typing.find(tx, step, sign, work);
            case ContactChanged changed -> reach.change(tx, step, changed, work);
            case ThreadMoved moved -> revisions.move(tx, accountId, moved.from(), moved.to()).map(effect -> told(effect, step, work));
            case ThreadClosed closed -> revisions.close(tx, accountId, closed.thread(), step.journal().receivedAt()).map(effect -> told(effect, step, work));
            case AccountTold told -> accountFacts.keep(tx, step, told, work);
            case ConnectionChanged changed -> connection(tx, step, changed, work);
            case Unsupported unsupported -> Uni.createFrom().item(EventResult.ignored(unsupported.reason()));
            case Invalid invalid -> Uni.createFrom().item(EventResult.failed(invalid.text(), Optional.of(invalid.field())));
        };
    }

    private Uni<EventResult> react(SqlConnection tx, Step step, Reaction reaction, ApplyBatch work) {
        UUID accountId = step.journal().account().account().id();
        return contacts.find(tx, accountId, reaction.from().id()).chain(contact -> contact.isEmpty()
                ? Uni.createFrom().item(EventResult.ignored("contact_unknown"))
                : revisions.react(tx, accountId, reaction.id(), contact.get().contactId(), contact.get().contactName(), reaction.change())
                        .map(effect -> told(effect, step, work)));
    }

    private Uni<EventResult> upTo(SqlConnection tx, Step step, ReceivedUpTo receipt, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        return receiptsUpTo.advance(tx, account.id(), receipt.thread(), receipt.status(), receipt.upTo()).map(changes -> {
            changes.forEach(change -> work.change(account.organizationId(), change));
            return changes.isEmpty() ? EventResult.duplicate(Optional.empty(), Optional.empty()) : EventResult.applied();
        });
    }

    /** The message itself may still be on its way to us: its own receipt waits for it. */
    private Uni<EventResult> until(SqlConnection tx, Step step, ReceivedUntil receipt, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        return receiptsUpTo.advance(tx, account.id(), receipt.id(), receipt.status(), receipt.at())
                .invoke(changes -> changes.forEach(change -> work.change(account.organizationId(), change)))
                .chain(() -> advance(tx, step, new Delivery(receipt.key(), receipt.at(), receipt.id(), receipt.status(), Optional.empty()), Optional.empty(), work));
    }

    private Uni<EventResult> window(SqlConnection tx, Step step, WindowTold told, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        return replyWindows.told(tx, account.id(), told.id(), told.at(), told.closesAt()).map(change -> {
            change.ifPresent(news -> work.change(account.organizationId(), news));
            return change.isPresent() ? EventResult.applied() : EventResult.duplicate(Optional.empty(), Optional.empty());
        });
    }

    private Uni<EventResult> receipt(SqlConnection tx, Step step, Delivery receipt, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        return carriedMails.report(tx, account.id(), receipt).chain(carried -> {
            carried.ifPresent(changes -> changes.forEach(change -> work.change(account.organizationId(), change)));
            return carried.isPresent() ? Uni.createFrom().item(EventResult.appliedBecause("about_a_carried_mail")) : ownReceipt(tx, step, receipt, work);
        });
    }

    private Uni<EventResult> ownReceipt(SqlConnection tx, Step step, Delivery receipt, ApplyBatch work) {
        UUID accountId = step.journal().account().account().id();
        Optional<MessageError> error = receipt.problem().map(problem -> new MessageError(problem.code(), problem.detail(), problem.hint()));
        return mailReceipts.note(tx, accountId, receipt, error).chain(noted -> switch (noted) {
            case MailReceipts.Noted.Partly partly -> {
                work.change(step.journal().account().account().organizationId(), partly.change());
                yield Uni.createFrom().item(EventResult.appliedBecause("noted_for_one_recipient"));
            }
            case MailReceipts.Noted.Whole whole -> advance(tx, step, receipt, error, work);
        });
    }

    private Uni<EventResult> advance(SqlConnection tx, Step step, Delivery receipt, Optional<MessageError> error, ApplyBatch work) {
        UUID accountId = step.journal().account().account().id();
        return deliveries.advance(tx, accountId, receipt.id(), receipt.status(), receipt.at(), error).map(advance -> {
            advance.changes().forEach(change -> work.change(step.journal().account().account().organizationId(), change));
            return switch (advance.effect()) {
                case ADVANCED -> new EventResult(
                        EventResult.Outcome.APPLIED,
                        advance.change().flatMap(change -> change.conversationId()),
                        advance.change().flatMap(change -> change.messageId()),
                        Optional.empty(),
                        Optional.empty());
                case UNCHANGED -> EventResult.duplicate(Optional.empty(), Optional.empty());
                case PARKED -> EventResult.appliedBecause("waits_for_its_message");
            };
        });
    }

    private Uni<EventResult> connection(SqlConnection tx, Step step, ConnectionChanged changed, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        return connections.told(tx, account.id(), account.type(), changed.at(), changed.connection()).map(change -> {
            change.ifPresent(news -> work.change(account.organizationId(), news));
            change.ifPresent(_ -> work.afterwards(connections::announce));
            return change.isPresent() ? EventResult.applied() : EventResult.duplicate(Optional.empty(), Optional.empty());
        });
    }

    private static EventResult told(Effect effect, Step step, ApplyBatch work) {
        return switch (effect) {
            case Effect.Changed changed -> {
                work.change(step.journal().account().account().organizationId(), changed.change());
                yield EventResult.applied(changed.conversationId(), changed.messageId());
            }
            case Effect.Unchanged unchanged -> EventResult.duplicate(Optional.empty(), Optional.empty());
            case Effect.Unknown unknown -> EventResult.ignored(step.event() instanceof ThreadMoved || step.event() instanceof ThreadClosed ? "thread_unknown" : "message_unknown");
        };
    }
}
