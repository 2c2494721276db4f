package dev.tributary.automation.ai;

import dev.tributary.automation.AutomationSettings;
import dev.tributary.automation.action.AutomaticReplies;
import dev.tributary.automation.action.Told;
import dev.tributary.automation.ai.ChatCompletions.Answer;
import dev.tributary.automation.job.Job;
import dev.tributary.automation.job.JobEnd;
import dev.tributary.automation.job.JobKind;
import dev.tributary.conversation.AutomaticMails;
import dev.tributary.conversation.MessageQueue.Queued;
import dev.tributary.conversation.MessageQueue;
import dev.tributary.conversation.NewMessage;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers one message by the AI. It asks outside of any transaction and looks once more before it speaks: whoever took over meanwhile has the
 * last word. What the AI cannot answer goes to people.
 */
@ApplicationScoped
class AiJob implements JobKind {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LATELY = Duration.ofHours(1);
    private static final String SAID_LATELY = """
            select count(*) as said from message
            where conversation_id = $1 and direction = 'outbound' and author_type = 'ai' and received_at > $2
            """;

    private final Pool database;
    private final AutomationSettings settings;
    private final AiContext context;
    private final ChatCompletions model;
    private final Takeover takeover;
    private final MessageQueue queue;
    private final AutomaticMails mails;
    private final ChangeFeed feed;
    private final AiConfig config;
    private final Clock clock;

    AiJob(
            Pool database,
            AutomationSettings settings,
            AiContext context,
            ChatCompletions model,
            Takeover takeover,
            MessageQueue queue,
            AutomaticMails mails,
            ChangeFeed feed,
            AiConfig config,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.context = context;
        this.model = model;
        this.takeover = takeover;
        this.queue = queue;
        this.mails = mails;
        this.feed = feed;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "ai";
    }

    @Override
    public Uni<JobEnd> attempt(Job job) {
        if (config.url().isEmpty()) {
            return Uni.createFrom().item(new JobEnd.Failed(AiResponse.NO_ENDPOINT));
        }
        return takeover.isSilent(database, job.conversationId()).chain(silent -> silent
                ? Uni.createFrom().item(new JobEnd.Done(Told.of("ai_silent", "A person has taken over.")))
                : mails.isSpent(database, job.conversationId()).chain(spent -> spent ? stopped(job) : budgeted(job)));
    }

    private Uni<JobEnd> stopped(Job job) {
        return handOver(job, "this contact has had %d automatic mails within an hour.".formatted(AutomaticMails.MOST)).replaceWith(new JobEnd.Failed(AutomaticReplies.STOPPED));
    }

    private Uni<JobEnd> budgeted(Job job) {
        return saidLately(job).chain(said -> said >= config.conversationRepliesPerHour()
                ? handOver(job, "the AI has answered %d times within an hour.".formatted(said)).replaceWith(new JobEnd.Failed(Told.of("ai_many", "The AI has answered {count} times here within an hour.", "count", said)))
                : settings.spendReply(job.organizationId()).chain(inBudget -> inBudget
                        ? ask(job)
                        : handOver(job, "today's budget of AI answers is used up.").replaceWith(new JobEnd.Failed(Told.of("ai_budget", "Today's budget of AI answers is used up.")))));
    }

    private Uni<Long> saidLately(Job job) {
        return database.preparedQuery(SAID_LATELY)
                .execute(Tuple.of(job.conversationId(), Sql.time(clock.instant().minus(LATELY))))
                .map(rows -> rows.iterator().next().getLong("said"));
    }

    private Uni<JobEnd> ask(Job job) {
        return context.of(job).chain(model::ask).chain(answer -> switch (answer) {
            case Answer.Words words -> say(job, words.text());
            case Answer.HandOver wish -> handOver(job, wish.reason()).replaceWith(new JobEnd.Done(Told.of("ai_handed_over", "The AI handed over: {reason}", "reason", wish.reason())));
            case Answer.Refused refused when refused.worthRetrying() && job.attempt() < config.attempts() ->
                    Uni.createFrom().item(new JobEnd.Again(PAUSE.multipliedBy(job.attempt()), Told.words(refused.words())));
            case Answer.Refused refused -> handOver(job, refused.words()).replaceWith(new JobEnd.Failed(Told.words(refused.words())));
        });
    }

    private Uni<JobEnd> say(Job job, String text) {
        NewMessage message = NewMessage.once(job.id(), job.organizationId(), job.conversationId(), Takeover.AI, text);
        List<Queued> said = new ArrayList<>();
        return database.withTransaction(tx -> say(tx, job, message, said))
                .invoke(() -> said.forEach(queued -> queue.announce(job.organizationId(), queued)))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> handOver(job, failure.getMessage()).replaceWith(new JobEnd.Failed(Told.words(failure.getMessage()))));
    }

    private Uni<JobEnd> say(SqlConnection tx, Job job, NewMessage message, List<Queued> said) {
        return takeover.lock(tx, job.organizationId(), job.conversationId()).chain(silent -> silent
                ? Uni.createFrom().item(new JobEnd.Done(Told.of("ai_dropped", "A person took over while the AI was writing; its answer was dropped.")))
                : queue.queue(tx, message)
                        .invoke(said::add)
                        .call(queued -> feed.append(tx, job.organizationId(), queued.changes()))
                        .replaceWith(new JobEnd.Done(Told.of("ai_answered", "The AI answered."))));
    }

    private Uni<Void> handOver(Job job, String reason) {
        return database.withTransaction(tx -> takeover.handOver(tx, job.organizationId(), job.conversationId(), reason)
                        .call((List<Change> changes) -> feed.append(tx, job.organizationId(), changes)))
                .invoke(() -> feed.announce(job.organizationId()))
                .replaceWithVoid();
    }
}
