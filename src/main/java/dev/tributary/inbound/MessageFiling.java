package dev.tributary.inbound;

import dev.tributary.automation.FiledMessage;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.conversation.ContentColumns;
import dev.tributary.conversation.Echoes;
import dev.tributary.conversation.IncomingFiles;
import dev.tributary.conversation.InboundMessages;
import dev.tributary.conversation.InboundThreads;
import dev.tributary.conversation.MailAuthors;
import dev.tributary.conversation.InboundMessages.Filing;
import dev.tributary.conversation.StatisticsWriter.Tally;
import dev.tributary.inbound.ApplyBatch.Step;
import dev.tributary.inbound.Participants.Participant;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Files a run of messages: who wrote, in which conversation, the messages themselves, their files, and the rules. */
@ApplicationScoped
class MessageFiling {

    private record Draft(Step step, MessageReceived message, Participant participant, Filing filing, ContentColumns content) {

        MailPlacing.Filed asMail() {
            return new MailPlacing.Filed(message, filing.accountId(), filing.conversationId(), participant.isNew());
        }
    }

    private final MailPlacing mails;
    private final Participants participants;
    private final ContactNews contactNews;
    private final InboundMessages messages;
    private final Echoes echoes;
    private final IncomingFiles incomingFiles;
    private final Acknowledgements acknowledgements;
    private final MailAuthors mailAuthors;
    private final MailFlood flood;

    MessageFiling(
            MailPlacing mails,
            Participants participants,
            ContactNews contactNews,
            InboundMessages messages,
            Echoes echoes,
            IncomingFiles incomingFiles,
            Acknowledgements acknowledgements,
            MailAuthors mailAuthors,
            MailFlood flood) {
        this.mails = mails;
        this.participants = participants;
        this.contactNews = contactNews;
        this.messages = messages;
        this.echoes = echoes;
        this.incomingFiles = incomingFiles;
        this.acknowledgements = acknowledgements;
        this.mailAuthors = mailAuthors;
        this.flood = flood;
    }

    Uni<Void> file(SqlConnection tx, List<Step> run, ApplyBatch work) {
        return mails.place(tx, run, work).chain(placed -> placed.isEmpty() ? Uni.createFrom().voidItem() : fileInPlace(tx, placed, work));
    }

    private Uni<Void> fileInPlace(SqlConnection tx, List<Step> run, ApplyBatch work) {
        return participants.resolve(tx, run, work.begun()).chain(found -> withoutEchoes(tx, run, found, work).chain(rest -> file(tx, rest, found, work)));
    }

    /** What we said ourselves and whose send has not been answered yet is no message from elsewhere: it is ours, and it has been sent. */
    private Uni<List<Step>> withoutEchoes(SqlConnection tx, List<Step> run, Map<Participants.Key, Participant> found, ApplyBatch work) {
        if (run.stream().noneMatch(MessageFiling::isFromElsewhere)) {
            return Uni.createFrom().item(run);
        }
        return Multi.createFrom().iterable(run)
                .select().when(step -> isFromElsewhere(step)
                        ? isEcho(tx, step, found.get(Participants.key(step)), work).map(echo -> !echo)
                        : Uni.createFrom().item(true))
                .collect().asList();
    }

    private Uni<Boolean> isEcho(SqlConnection tx, Step step, Participant participant, ApplyBatch work) {
        MessageReceived message = (MessageReceived) step.event();
        LiveAccount account = step.journal().account();
        Optional<String> text = step.content().flatMap(content -> Optional.ofNullable(content.text()));
        return echoes.claim(tx, account.account().id(), participant.conversationId(), message.id(), text, message.at()).map(claimed -> {
            claimed.ifPresent(changes -> {
                changes.forEach(change -> work.change(account.account().organizationId(), change));
                work.end(step, EventResult.applied(participant.conversationId(), Optional.empty()));
            });
            return claimed.isPresent();
        });
    }

    private static boolean isFromElsewhere(Step step) {
        return ((MessageReceived) step.event()).origin() == Origin.ELSEWHERE;
    }

    private Uni<Void> file(SqlConnection tx, List<Step> run, Map<Participants.Key, Participant> found, ApplyBatch work) {
        List<Draft> drafts = new ArrayList<>();
        for (Step step : run) {
            MessageReceived message = (MessageReceived) step.event();
            Participant participant = found.get(Participants.key(step));
            if (participant.blocked() && message.origin() == Origin.CUSTOMER) {
                work.end(step, EventResult.ignored("contact_blocked"));
            } else {
                drafts.add(draft(step, message, participant));
            }
        }
        if (drafts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return messages.file(tx, drafts.stream().map(Draft::filing).toList()).chain(written -> filed(tx, drafts, written, work));
    }

    private Uni<Void> filed(SqlConnection tx, List<Draft> drafts, Set<UUID> written, ApplyBatch work) {
        List<Draft> fresh = new ArrayList<>();
        for (Draft draft : drafts) {
            boolean isNew = written.contains(draft.filing().id());
            UUID conversationId = draft.participant().conversationId();
            work.end(draft.step(), isNew
                    ? EventResult.applied(conversationId, Optional.of(draft.filing().id()))
                    : EventResult.duplicate(Optional.of(conversationId), Optional.empty()));
            if (isNew) {
                fresh.add(draft);
            }
        }
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        count(fresh, work);
        Instant now = fresh.getLast().step().journal().receivedAt();
        return contactNews.takeOver(tx, writers(fresh), work)
                .invoke(() -> tell(fresh, work))
                .chain(() -> mails.keep(tx, fresh.stream().map(Draft::asMail).toList()))
                .chain(() -> mailAuthors.name(tx, mailIds(fresh, Origin.ELSEWHERE)))
                .chain(() -> flood.mark(tx, mailIds(fresh, Origin.CUSTOMER)))
                .chain(() -> expectFiles(tx, fresh, work))
                .chain(() -> acknowledgements.queue(tx, acknowledgements(fresh, work), now))
                .chain(() -> runRules(tx, fresh, work));
    }

    private static List<UUID> mailIds(List<Draft> fresh, Origin origin) {
        return fresh.stream().filter(draft -> draft.message().clues().isPresent() && draft.message().origin() == origin).map(draft -> draft.filing().id()).toList();
    }

    private static Draft draft(Step step, MessageReceived message, Participant participant) {
        LiveAccount account = step.journal().account();
        ContentColumns content = MailPlacing.content(step);
        Instant receivedAt = step.journal().receivedAt();
        Filing filing = new Filing(
                Ids.next(),
                account.account().organizationId(),
                participant.conversationId(),
                account.account().id(),
                message.origin() == Origin.ELSEWHERE,
                content.kind(),
                content.text(),
                content.html(),
                content.content(),
                participant.contactId(),
                message.origin() == Origin.ELSEWHERE ? null : message.from().name().map(Texts::name).orElse(participant.contactName()),
                message.id().value(),
                message.inReplyTo().map(ProviderMessageId::value).orElse(null),
                !content.files().isEmpty(),
                step.journal().id(),
                content.preview(),
                message.at().isAfter(receivedAt) ? receivedAt : message.at(),
                receivedAt,
                MailPlacing.isQuiet(message),
                content.full().orElse(null));
        return new Draft(step, message, participant, filing, content);
    }

    /** Of a message that was written elsewhere by us, nobody said who they are. */
    private static List<ContactNews.Writer> writers(List<Draft> fresh) {
        return fresh.stream()
                .map(draft -> new ContactNews.Writer(draft.step().journal(), draft.message().from(), draft.participant(), draft.message().origin()))
                .toList();
    }

    private static void tell(List<Draft> fresh, ApplyBatch work) {
        for (Draft draft : fresh) {
            UUID organizationId = draft.filing().organizationId();
            UUID conversationId = draft.filing().conversationId();
            if (draft.participant().claimNew()) {
                work.change(organizationId, Change.conversation("conversation.created", conversationId));
            }
            if (draft.participant().claimReopened()) {
                work.change(organizationId, InboundThreads.statusChanged(conversationId, "resolved", "open"));
            }
            work.change(organizationId, Change.message("message.created", conversationId, draft.filing().id()));
        }
    }

    private Uni<Void> expectFiles(SqlConnection tx, List<Draft> fresh, ApplyBatch work) {
        List<Draft> withFiles = fresh.stream().filter(draft -> draft.filing().hasAttachments()).toList();
        if (!withFiles.isEmpty()) {
            work.outboxRow();
        }
        return Multi.createFrom().iterable(withFiles)
                .onItem().transformToUniAndConcatenate(draft -> expectFiles(tx, draft))
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> expectFiles(SqlConnection tx, Draft draft) {
        Filing filing = draft.filing();
        return incomingFiles.expect(tx, filing.organizationId(), filing.accountId(), filing.id(), draft.content().files());
    }

    private static List<Acknowledgements.Due> acknowledgements(List<Draft> fresh, ApplyBatch work) {
        List<Acknowledgements.Due> due = fresh.stream()
                .filter(draft -> draft.message().acknowledgement().isPresent())
                .map(draft -> new Acknowledgements.Due(
                        draft.filing().organizationId(), draft.filing().accountId(), draft.message().acknowledgement().get()))
                .toList();
        if (!due.isEmpty()) {
            work.outboxRow();
        }
        return due;
    }

    private Uni<Void> runRules(SqlConnection tx, List<Draft> fresh, ApplyBatch work) {
        Map<UUID, List<FiledMessage>> byOrganization = fresh.stream()
                .filter(draft -> draft.message().origin() == Origin.CUSTOMER && !draft.filing().quiet())
                .map(MessageFiling::forRules)
                .collect(Collectors.groupingBy(FiledMessage::organizationId, LinkedHashMap::new, Collectors.toList()));
        return work.rules().chain(rules -> Multi.createFrom().iterable(byOrganization.entrySet())
                .onItem().transformToUniAndConcatenate(entry -> rules.run(tx, entry.getValue())
                        .invoke(changes -> ruled(entry.getKey(), changes, work)))
                .collect().last()
                .replaceWithVoid());
    }

    /** What rules did may be an answer, which is to leave at once. */
    private static void ruled(UUID organizationId, List<Change> changes, ApplyBatch work) {
        changes.forEach(change -> work.change(organizationId, change));
        if (!changes.isEmpty()) {
            work.outboxRow();
        }
    }

    private static FiledMessage forRules(Draft draft) {
        return new FiledMessage(
                draft.filing().organizationId(),
                draft.filing().accountId(),
                draft.step().journal().account().account().type(),
                draft.filing().conversationId(),
                draft.filing().contactId(),
                draft.filing().id(),
                draft.participant().isNew());
    }

    private static void count(List<Draft> fresh, ApplyBatch work) {
        for (Draft draft : fresh) {
            UUID accountId = draft.filing().accountId();
            Instant at = draft.filing().receivedAt();
            work.count(draft.filing().outbound() ? Tally.sent(accountId, at) : Tally.received(accountId, at));
            if (draft.participant().claimTally()) {
                work.count(Tally.conversation(accountId, at));
            }
            work.heardFrom(accountId);
        }
    }
}
