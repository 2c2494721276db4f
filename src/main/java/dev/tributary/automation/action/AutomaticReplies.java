package dev.tributary.automation.action;

import dev.tributary.channel.Structured;
import dev.tributary.conversation.AutomaticMails;
import dev.tributary.conversation.MergeFields;
import dev.tributary.conversation.MessageQueue;
import dev.tributary.conversation.NewMessage;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** What rules say to customers. A conversation gets one automatic answer in a while, whichever rules would give more. */
@ApplicationScoped
public class AutomaticReplies {

    /** Between two automatic answers in one conversation, unless the action says otherwise. */
    static final int MINUTES_BETWEEN = 60;

    /** What a mailing list or an advertisement is answered by a rule: nothing. */
    public static final Told BULK = Told.of("bulk_mail", "A mail to many is never answered by itself.");

    /** What a contact who had many mails that nobody wrote gets from a rule or the AI: no more. */
    public static final Told STOPPED =
            Told.of("automatic_mails_stopped", "{count} automatic mails were sent to this contact within an hour: no more for now.", "count", AutomaticMails.MOST);

    private static final String RECENT = """
            select 1 from message
            where conversation_id = $1 and direction = 'outbound' and author_type = 'automation' and received_at > $2 limit 1
            """;

    private final MergeFields mergeFields;
    private final MessageQueue queue;
    private final AutomaticMails mails;
    private final Clock clock;

    AutomaticReplies(MergeFields mergeFields, MessageQueue queue, AutomaticMails mails, Clock clock) {
        this.mergeFields = mergeFields;
        this.queue = queue;
        this.mails = mails;
        this.clock = clock;
    }

    /** @param template may hold merge fields */
    Uni<ActionResult> send(SqlConnection tx, ActionRun run, String template, int minutesBetween) {
        return unlessBusy(tx, run, minutesBetween, () -> mergeFields.fill(tx, run.organizationId(), run.conversationId(), run.rule().name(), template)
                .map(text -> NewMessage.text(run.organizationId(), run.conversationId(), run.author(), text)));
    }

    Uni<ActionResult> send(SqlConnection tx, ActionRun run, Structured structured, int minutesBetween) {
        return unlessBusy(
                tx, run, minutesBetween, () -> Uni.createFrom().item(NewMessage.structured(run.organizationId(), run.conversationId(), run.author(), structured)));
    }

    private Uni<ActionResult> unlessBusy(SqlConnection tx, ActionRun run, int minutesBetween, Supplier<Uni<NewMessage>> message) {
        return run.isAboutBulkMail()
                ? Uni.createFrom().item(ActionResult.skipped(BULK))
                : mails.isSpent(tx, run.conversationId()).chain(spent -> spent ? stop(tx, run) : sendOnce(tx, run, minutesBetween, message));
    }

    private Uni<ActionResult> stop(SqlConnection tx, ActionRun run) {
        return mails.warn(tx, run.conversationId()).replaceWith(ActionResult.skipped(STOPPED));
    }

    private Uni<ActionResult> sendOnce(SqlConnection tx, ActionRun run, int minutesBetween, Supplier<Uni<NewMessage>> message) {
        Instant since = clock.instant().minus(Duration.ofMinutes(minutesBetween));
        return tx.preparedQuery(RECENT)
                .execute(Tuple.of(run.conversationId(), Sql.time(since)))
                .chain(recent -> recent.size() > 0
                        ? Uni.createFrom().item(ActionResult.skipped(Told.of("answered_lately", "Another automatic answer was sent less than {minutes} minutes ago.", "minutes", minutesBetween)))
                        : message.get().chain(written -> queue(tx, run, written)));
    }

    private Uni<ActionResult> queue(SqlConnection tx, ActionRun run, NewMessage message) {
        return queue.queue(tx, message)
                .invoke(queued -> run.changes().addAll(queued.changes()))
                .replaceWith(() -> ActionResult.done(Told.of("reply_queued", "Queued to be sent.")));
    }
}
