package dev.tributary.automation.action;

import dev.tributary.automation.engine.Facts;
import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.ConversationChange;
import dev.tributary.conversation.Routing.Policy;
import dev.tributary.conversation.Routing.Routed;
import dev.tributary.conversation.Routing.Strategy;
import dev.tributary.conversation.Routing;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Gives the conversation to a team, and where the rule says so to one of its people who is online and has room. Without one it waits for
 * the first who is.
 */
@ApplicationScoped
class AssignTeam implements RuleAction {

    private static final String NOBODY = "nobody";
    private static final Told WAITS = Told.of("waits_in_team", "Given to the team; nobody of it is online with room, so it waits for the first who is.");

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
    public boolean isDone(Facts facts, JsonObject settings) {
        return settings.getString("assign", NOBODY).equals(NOBODY) && settings.getString("team_id").equals(facts.text(Fields.TEAM));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        UUID teamId = UUID.fromString(settings.getString("team_id"));
        Uni<ActionResult> toTeam = changes.apply(tx, run, ConversationChange.team(teamId), Told.of("given_to_team", "Given to the team."));
        String assign = settings.getString("assign", NOBODY);
        if (assign.equals(NOBODY)) {
            return toTeam;
        }
        Policy policy = new Policy(teamId, Strategy.valueOf(assign.toUpperCase(Locale.ROOT)), settings.getInteger("capacity"));
        return toTeam.chain(() -> routing.route(tx, run.organizationId(), run.conversationId(), run.author(), policy))
                .chain(routed -> switch (routed) {
                    case Routed.Stays _ -> Uni.createFrom().item(ActionResult.skipped(Told.of("in_good_hands", "Somebody of the team who is there has it already.")));
                    case Routed.To to -> changes.apply(
                            tx, run, ConversationChange.assignee(to.userId()), Told.of("given_to_person", "Given to the team and to one of its people."));
                    case Routed.Waits _ -> changes.apply(tx, run, ConversationChange.assignee(null), WAITS).replaceWith(ActionResult.done(WAITS));
                });
    }
}
