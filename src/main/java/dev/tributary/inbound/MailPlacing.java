package dev.tributary.inbound;

import dev.tributary.channel.Content;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.MailFacts;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.ThreadClues;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.ContentColumns;
import dev.tributary.conversation.MailThreads;
import dev.tributary.conversation.MailThreads.Found;
import dev.tributary.conversation.MailThreads.Kept;
import dev.tributary.conversation.MailThreads.Placed;
import dev.tributary.conversation.MailThreads.Query;
import dev.tributary.inbound.ApplyBatch.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts mails into the threads that their clues lead to, those of the same batch among them; all other messages pass. */
@ApplicationScoped
class MailPlacing {

    /** A message that was filed, with what later mails find it by. */
    record Filed(MessageReceived message, UUID accountId, UUID conversationId, boolean isNewConversation) {}

    private record IdOf(UUID accountId, String messageId) {}

    private record SubjectOf(UUID accountId, String subject, String person) {}

    private record Mail(ThreadKey thread, String sender) {}

    /** The mails of the batch that are placed already, which the database does not know yet. */
    private record Earlier(Map<IdOf, Mail> byId, Map<SubjectOf, ThreadKey> bySubject) {

        void add(UUID accountId, MessageReceived message, ThreadKey thread) {
            byId.put(new IdOf(accountId, message.id().value()), new Mail(thread, message.clues().orElseThrow().sender()));
            if (!isQuiet(message)) {
                facts(message).threadSubject().ifPresent(subject ->
                        people(message).forEach(person -> bySubject.put(new SubjectOf(accountId, subject, person), thread)));
            }
        }

        Optional<ThreadKey> byId(UUID accountId, ThreadClues clues) {
            return Stream.concat(clues.inReplyTo().stream(), clues.references().reversed().stream())
                    .map(id -> byId.get(new IdOf(accountId, id)))
                    .filter(Objects::nonNull)
                    .filter(mail -> mail.sender().equals(clues.sender()))
                    .map(Mail::thread)
                    .findFirst();
        }

        Optional<ThreadKey> bySubject(UUID accountId, ThreadClues clues) {
            return clues.subject().map(subject -> bySubject.get(new SubjectOf(accountId, subject, clues.sender())));
        }
    }

    private final MailThreads threads;

    MailPlacing(MailThreads threads) {
        this.threads = threads;
    }

    /** Written by a program as an answer or notice: filed where it belongs, and nobody is disturbed. */
    static boolean isQuiet(MessageReceived message) {
        return message.content() instanceof Content.Mail mail && mail.facts().isAutomatic();
    }

    /** The content with how its conversation was found. */
    static ContentColumns content(Step step) {
        ContentColumns content = step.content().orElseThrow();
        if (step.place() != null) {
            content.content().getJsonObject("mail").put("matched_by", step.place().matchedBy()).put("new_participant", step.place().isNewParticipant());
        }
        return content;
    }

    /** Ends what belongs to no conversation and may begin none. */
    Uni<List<Step>> place(SqlConnection tx, List<Step> run, ApplyBatch work) {
        List<Step> mails = run.stream().filter(step -> clues(step).isPresent()).toList();
        if (mails.isEmpty()) {
            return Uni.createFrom().item(run);
        }
        return work.begun()
                .chain(() -> withoutDeleted(tx, run, mails, work))
                .chain(rest -> place(tx, rest, rest.stream().filter(step -> clues(step).isPresent()).toList(), work));
    }

    private Uni<List<Step>> place(SqlConnection tx, List<Step> run, List<Step> mails, ApplyBatch work) {
        return mails.isEmpty()
                ? Uni.createFrom().item(run)
                : threads.find(tx, mails.stream().map(MailPlacing::query).toList()).map(placed -> placed(run, mails, placed, work));
    }

    /** What was deleted here does not come back, however often its mailbox is read. */
    private Uni<List<Step>> withoutDeleted(SqlConnection tx, List<Step> run, List<Step> mails, ApplyBatch work) {
        return threads.deleted(tx, mails.stream().map(MailPlacing::query).toList()).map(places -> {
            Set<Step> deleted = Collections.newSetFromMap(new IdentityHashMap<>());
            places.forEach(at -> deleted.add(mails.get(at)));
            deleted.forEach(step -> work.end(step, EventResult.ignored("deleted_here")));
            return run.stream().filter(step -> !deleted.contains(step)).toList();
        });
    }

    Uni<Void> keep(SqlConnection tx, List<Filed> filed) {
        List<Kept> mails = filed.stream().filter(one -> one.message().clues().isPresent()).map(MailPlacing::kept).toList();
        return mails.isEmpty() ? Uni.createFrom().voidItem() : threads.keep(tx, mails);
    }

    private static List<Step> placed(List<Step> run, List<Step> mails, List<Placed> places, ApplyBatch work) {
        Map<Step, Placed> byStep = new IdentityHashMap<>();
        for (int at = 0; at < mails.size(); at++) {
            byStep.put(mails.get(at), places.get(at));
        }
        Earlier earlier = new Earlier(new HashMap<>(), new HashMap<>());
        List<Step> rest = new ArrayList<>();
        for (Step step : run) {
            Optional<Step> placed = byStep.containsKey(step) ? placed(step, byStep.get(step), earlier) : Optional.of(step);
            placed.ifPresentOrElse(rest::add, () -> work.end(step, EventResult.ignored(isFromElsewhere(step) ? "no_conversation_of_ours" : "automatic_mail")));
        }
        return rest;
    }

    private static Optional<Step> placed(Step step, Placed place, Earlier earlier) {
        MessageReceived message = (MessageReceived) step.event();
        ThreadClues clues = message.clues().orElseThrow();
        UUID accountId = step.journal().account().account().id();
        Optional<ThreadKey> beside = earlier.byId(accountId, clues);
        Optional<Found> found = place.found().filter(stored -> beside.isEmpty() || !stored.isBySubject());
        Optional<ThreadKey> key = found.map(stored -> new ThreadKey(stored.threadKey())).or(() -> beside).or(() -> earlier.bySubject(accountId, clues));
        if (key.isEmpty() && clues.onlyKnown()) {
            return Optional.empty();
        }
        ThreadKey thread = key.orElse(message.thread().key());
        earlier.add(accountId, message, thread);
        MessageReceived moved = withThread(place.idTakenBy().isPresent() ? withOwnId(message) : message, thread);
        return Optional.of(new Step(step.journal(), step.index(), moved, found.orElse(null), step.content()));
    }

    private static Query query(Step step) {
        MessageReceived message = (MessageReceived) step.event();
        return new Query(
                step.journal().account().account().id(), message.clues().orElseThrow(), message.id().value(), facts(message).contentHash(), step.journal().receivedAt());
    }

    private static Kept kept(Filed filed) {
        MailFacts facts = facts(filed.message());
        boolean isBorn = filed.isNewConversation();
        return new Kept(filed.conversationId(), filed.accountId(), facts.threadSubject(), people(filed.message()), isBorn && isQuiet(filed.message()));
    }

    private static List<String> people(MessageReceived message) {
        MailFacts facts = facts(message);
        return Stream.concat(
                        Stream.of(message.from().id(), message.clues().orElseThrow().sender()),
                        Stream.concat(facts.to().stream(), facts.cc().stream()).map(Address::address))
                .distinct()
                .toList();
    }

    private static Optional<ThreadClues> clues(Step step) {
        return ((MessageReceived) step.event()).clues();
    }

    private static boolean isFromElsewhere(Step step) {
        return ((MessageReceived) step.event()).origin() == Origin.ELSEWHERE;
    }

    private static MailFacts facts(MessageReceived message) {
        return ((Content.Mail) message.content()).facts();
    }

    private static MessageReceived withThread(MessageReceived message, ThreadKey key) {
        InboundEvent.Thread thread = new InboundEvent.Thread(key, message.thread().group(), message.thread().subject(), message.thread().attributes());
        return message.withThread(thread);
    }

    /** Scanners and list servers use an id twice: the other mail keeps it. */
    private static MessageReceived withOwnId(MessageReceived message) {
        String id = message.id().value() + "#" + facts(message).contentHash().substring(0, 12);
        return message.withId(new EventKey("mail:" + id), new ProviderMessageId(id));
    }
}
