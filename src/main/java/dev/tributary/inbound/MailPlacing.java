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
import dev.tributary.conversation.MailThreads.Kept;
import dev.tributary.conversation.MailThreads.Placed;
import dev.tributary.conversation.MailThreads.Query;
import dev.tributary.inbound.ApplyBatch.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts mails into the threads that their clues lead to, those of the same batch among them; all other messages pass. */
@ApplicationScoped
class MailPlacing {

    /** A message that was filed, with what later mails find it by. */
    record Filed(MessageReceived message, UUID accountId, UUID conversationId, boolean isNewConversation) {}

    private record IdOf(UUID accountId, String messageId) {}

    private record Earlier(ThreadKey thread, String sender) {}

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
        return threads.find(tx, mails.stream().map(MailPlacing::query).toList()).map(placed -> placed(run, mails, placed, work));
    }

    Uni<Void> keep(SqlConnection tx, List<Filed> filed) {
        List<Kept> mails = filed.stream().filter(one -> one.message().clues().isPresent()).map(MailPlacing::kept).toList();
        return mails.isEmpty() ? Uni.createFrom().voidItem() : threads.keep(tx, mails);
    }

    private static List<Step> placed(List<Step> run, List<Step> mails, List<Placed> places, ApplyBatch work) {
        Map<Step, Placed> byStep = new HashMap<>();
        for (int at = 0; at < mails.size(); at++) {
            byStep.put(mails.get(at), places.get(at));
        }
        Map<IdOf, Earlier> earlier = new HashMap<>();
        List<Step> rest = new ArrayList<>();
        for (Step step : run) {
            Optional<Step> placed = byStep.containsKey(step) ? placed(step, byStep.get(step), earlier) : Optional.of(step);
            placed.ifPresentOrElse(rest::add, () -> work.end(step, EventResult.ignored(isFromElsewhere(step) ? "no_conversation_of_ours" : "automatic_mail")));
        }
        return rest;
    }

    private static Optional<Step> placed(Step step, Placed place, Map<IdOf, Earlier> earlier) {
        MessageReceived message = (MessageReceived) step.event();
        ThreadClues clues = message.clues().orElseThrow();
        UUID accountId = step.journal().account().account().id();
        Optional<ThreadKey> key = place.found().map(found -> new ThreadKey(found.threadKey())).or(() -> inSameBatch(accountId, clues, earlier));
        if (key.isEmpty() && clues.onlyKnown()) {
            return Optional.empty();
        }
        ThreadKey thread = key.orElse(message.thread().key());
        earlier.put(new IdOf(accountId, message.id().value()), new Earlier(thread, clues.sender()));
        MessageReceived moved = withThread(place.idTakenBy().isPresent() ? withOwnId(message) : message, thread);
        return Optional.of(new Step(step.journal(), step.index(), moved, place.found().orElse(null), step.content()));
    }

    private static Optional<ThreadKey> inSameBatch(UUID accountId, ThreadClues clues, Map<IdOf, Earlier> earlier) {
        return Stream.concat(clues.inReplyTo().stream(), clues.references().reversed().stream())
                .map(id -> earlier.get(new IdOf(accountId, id)))
                .filter(Objects::nonNull)
                .filter(mail -> mail.sender().equals(clues.sender()))
                .map(Earlier::thread)
                .findFirst();
    }

    private static Query query(Step step) {
        MessageReceived message = (MessageReceived) step.event();
        return new Query(
                step.journal().account().account().id(), message.clues().orElseThrow(), message.id().value(), facts(message).contentHash(), step.journal().receivedAt());
    }

    private static Kept kept(Filed filed) {
        MailFacts facts = facts(filed.message());
        List<String> people = Stream.concat(
                        Stream.of(filed.message().from().id(), filed.message().clues().orElseThrow().sender()),
                        Stream.concat(facts.to().stream(), facts.cc().stream()).map(Address::address))
                .distinct()
                .toList();
        boolean isBorn = filed.isNewConversation();
        return new Kept(filed.conversationId(), filed.accountId(), facts.threadSubject(), people, isBorn && isQuiet(filed.message()));
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
        return new MessageReceived(
                message.key(), message.at(), message.from(), thread, message.id(), message.content(), message.origin(), message.inReplyTo(),
                message.acknowledgement(), message.clues());
    }

    /** Scanners and list servers use an id twice: the other mail keeps it. */
    private static MessageReceived withOwnId(MessageReceived message) {
        String id = message.id().value() + "#" + facts(message).contentHash().substring(0, 12);
        return new MessageReceived(
                new EventKey("mail:" + id), message.at(), message.from(), message.thread(), new ProviderMessageId(id), message.content(), message.origin(),
                message.inReplyTo(), message.acknowledgement(), message.clues());
    }
}
