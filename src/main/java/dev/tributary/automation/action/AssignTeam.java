package dev.tributary.automation.action;

import dev.tributary.conversation.ConversationChange;
import dev.tributary.conversation.Routing;
import dev.tributary.conversation.Routing.Strategy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Gives the conversation to a team, and where the rule says so to one of its people who is online and has room. */
@ApplicationScoped
class AssignTeam implements RuleAction {

    private static final String NOBODY = "nobody";

    private final ConversationChanges changes;
    private final Routing routing;

    AssignTeam(ConversationChanges changes, Routing routing) {
        this.changes = changes;
        this.routing = routing;
    }

    @Override
    public String type() {
        return "assign_team";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(
                ActionField.required("team_id", ActionField.Type.TEAM),
                ActionField.optional("assign", ActionField.Type.CHOICE, NOBODY, "round_robin", "least_busy"),
                ActionField.optional("capacity", ActionField.Type.NUMBER));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        UUID teamId = UUID.fromString(settings.getString("team_id"));
        Uni<ActionResult> toTeam = changes.apply(tx, run, ConversationChange.team(teamId), "Given to the team.");
        String assign = settings.getString("assign", NOBODY);
        if (assign.equals(NOBODY)) {
            return toTeam;
        }
        Strategy strategy = Strategy.valueOf(assign.toUpperCase(Locale.ROOT));
        return toTeam.chain(() -> routing.pick(tx, run.organizationId(), teamId, strategy, settings.getInteger("capacity")))
                .chain(picked -> toOne(tx, run, picked));
    }

    private Uni<ActionResult> toOne(SqlConnection tx, ActionRun run, Optional<UUID> picked) {
        return picked.map(user -> changes.apply(tx, run, ConversationChange.assignee(user), "Given to the team and to one of its people."))
                .orElseGet(() -> Uni.createFrom().item(ActionResult.done("Given to the team; nobody of it is online with room for more.")));
    }
}
