package dev.tributary.automation.action;

import dev.tributary.conversation.ConversationChange;
import dev.tributary.conversation.Conversations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;

/** What all actions share that change something about the conversation itself. */
@ApplicationScoped
class ConversationChanges {

    private final Conversations conversations;

    ConversationChanges(Conversations conversations) {
        this.conversations = conversations;
    }

    /** @param done how the trace tells it, where anything was different afterwards */
    Uni<ActionResult> apply(SqlConnection tx, ActionRun run, ConversationChange change, Told done) {
        return conversations.change(tx, run.organizationId(), run.conversationId(), run.author(), change)
                .invoke(run.changes()::addAll)
                .map(changes -> changes.isEmpty() ? ActionResult.skipped(Told.of("no_change", "It was so already.")) : ActionResult.done(done));
    }
}
