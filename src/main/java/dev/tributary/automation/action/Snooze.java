package dev.tributary.automation.action;

import dev.tributary.conversation.ConversationChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Puts the conversation aside for a while. */
@ApplicationScoped
class Snooze implements RuleAction {

    private final ConversationChanges changes;
    private final Clock clock;

    Snooze(ConversationChanges changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public String type() {
        return "snooze";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(ActionField.required("minutes", ActionField.Type.NUMBER));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        Instant until = clock.instant().plus(Duration.ofMinutes(settings.getLong("minutes")));
        return changes.apply(tx, run, ConversationChange.snooze(until), Told.of("snoozed", "Snoozed until {until}.", "until", until.toString()));
    }
}
