package dev.tributary.automation.ai;

import dev.tributary.automation.AutomationSettings;
import dev.tributary.automation.ai.ChatCompletions.Answer;
import dev.tributary.automation.job.Job;
import dev.tributary.automation.job.JobEnd;
import dev.tributary.automation.job.JobKind;
import dev.tributary.conversation.MessageQueue;
import dev.tributary.conversation.MessageQueue.Queued;
import dev.tributary.conversation.NewMessage;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final Pool database;
    private final AutomationSettings settings;
    private final AiContext context;
    private final ChatCompletions model;
    private final Takeover takeover;
    private final MessageQueue queue;
    private final ChangeFeed feed;
    private final AiConfig config;

    AiJob(
            Pool database,
            AutomationSettings settings,
            AiContext context,
            ChatCompletions model,
            Takeover takeover,
            MessageQueue queue,
            ChangeFeed feed,
            AiConfig config) {
        this.database = database;
        this.settings = settings;
        this.context = context;
        this.model = model;
        this.takeover = takeover;
        this.queue = queue;
        this.feed = feed;
        this.config = config;
    }

    @Override
    public String kind() {
        return "ai";
    }

    @Override
    public Uni<JobEnd> attempt(Job job) {
        if (config.url().isEmpty()) {
            return Uni.createFrom().item(new JobEnd.Failed("This installation has no AI endpoint any more: the operator sets TRIBUTARY_AI_URL."));
        }
        return takeover.isSilent(database, job.conversationId()).chain(silent -> silent
                ? Uni.createFrom().item(new JobEnd.Done("A person has taken over; the AI said nothing."))
                : budgeted(job));
    }

    private Uni<JobEnd> budgeted(Job job) {
        return settings.spendReply(job.organizationId()).chain(inBudget -> inBudget
                ? ask(job)
                : handOver(job, "today's budget of AI answers is used up.").replaceWith(new JobEnd.Failed("Today's budget of AI answers is used up.")));
    }

    private Uni<JobEnd> ask(Job job) {
        return context.of(job).chain(model::ask).chain(answer -> switch (answer) {
            case Answer.Words words -> say(job, words.text());
            case Answer.HandOver wish -> handOver(job, wish.reason()).replaceWith(new JobEnd.Done("The AI handed over: " + wish.reason()));
            case Answer.Refused refused when refused.worthRetrying() && job.attempt() < config.attempts() ->
                    Uni.createFrom().item(new JobEnd.Again(PAUSE.multipliedBy(job.attempt()), refused.words()));
            case Answer.Refused refused -> handOver(job, refused.words()).replaceWith(new JobEnd.Failed(refused.words()));
        });
    }

    private Uni<JobEnd> say(Job job, String text) {
        NewMessage message = NewMessage.once(job.id(), job.organizationId(), job.conversationId(), Takeover.AI, text);
        List<Queued> said = new ArrayList<>();
        return database.withTransaction(tx -> say(tx, job, message, said))
                .invoke(() -> said.forEach(queued -> queue.announce(job.organizationId(), queued)))
                .onFailure(ProblemException.class)
                .recoverWithUni(failure -> handOver(job, failure.getMessage()).replaceWith(new JobEnd.Failed(failure.getMessage())));
    }

    private Uni<JobEnd> say(SqlConnection tx, Job job, NewMessage message, List<Queued> said) {
        return takeover.lock(tx, job.organizationId(), job.conversationId()).chain(silent -> silent
                ? Uni.createFrom().item(new JobEnd.Done("A person took over while the AI was writing; its answer was dropped."))
                : queue.queue(tx, message)
                        .invoke(said::add)
                        .call(queued -> feed.append(tx, job.organizationId(), queued.changes()))
                        .replaceWith(new JobEnd.Done("The AI answered.")));
    }

    private Uni<Void> handOver(Job job, String reason) {
        return database.withTransaction(tx -> takeover.handOver(tx, job.organizationId(), job.conversationId(), reason)
                        .call((List<Change> changes) -> feed.append(tx, job.organizationId(), changes)))
                .invoke(() -> feed.announce(job.organizationId()))
                .replaceWithVoid();
    }
}
