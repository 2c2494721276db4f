package dev.tributary.automation.action;

import dev.tributary.automation.engine.Fields;
import dev.tributary.conversation.MergeFields;
import dev.tributary.conversation.Tickets.NewTicket;
import dev.tributary.conversation.Tickets;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Opens a ticket for the conversation, unless it has one that is not done, and hands it on to an outside help desk where the rule names one. */
@ApplicationScoped
class CreateTicket implements RuleAction {

    private static final int SUBJECT_LENGTH = 300;
    private static final String UNDONE = """
            select number from ticket where organization_id = $1 and conversation_id = $2 and status in ('open', 'pending') order by id limit 1
            """;

    private final Tickets tickets;
    private final HelpDesk helpDesk;
    private final MergeFields mergeFields;

    CreateTicket(Tickets tickets, HelpDesk helpDesk, MergeFields mergeFields) {
        this.tickets = tickets;
        this.helpDesk = helpDesk;
        this.mergeFields = mergeFields;
    }

    @Override
    public String type() {
        return "create_ticket";
    }

    @Override
    public List<ActionField> fields() {
        return List.of(
                ActionField.optional("subject", ActionField.Type.TEXT),
                ActionField.optional("priority", ActionField.Type.CHOICE, "low", "normal", "high", "urgent"),
                ActionField.optional("assignee_id", ActionField.Type.USER),
                ActionField.optional(HelpDesk.SETTING, ActionField.Type.TEXT));
    }

    @Override
    public void check(JsonObject settings, String path, List<FieldError> errors) {
        helpDesk.refusal(settings.getString(HelpDesk.SETTING)).ifPresent(message -> errors.add(new FieldError(path + "." + HelpDesk.SETTING, message)));
    }

    @Override
    public Uni<ActionResult> run(SqlConnection tx, ActionRun run, JsonObject settings) {
        return tx.preparedQuery(UNDONE)
                .execute(Tuple.of(run.organizationId(), run.conversationId()))
                .map(rows -> Sql.first(rows).map(row -> row.getLong("number")))
                .chain(number -> number.isPresent()
                        ? Uni.createFrom().item(ActionResult.skipped(Told.of("ticket_undone", "Ticket #{number} is not done yet.", "number", number.get())))
                        : create(tx, run, settings));
    }

    private Uni<ActionResult> create(SqlConnection tx, ActionRun run, JsonObject settings) {
        String template = settings.getString("subject", "");
        return mergeFields.fill(tx, run.organizationId(), run.conversationId(), run.rule().name(), template)
                .chain(subject -> tickets.create(tx, run.organizationId(), run.author(), ticket(run, settings, subject)))
                .invoke(made -> run.changes().addAll(made.changes()))
                .chain(made -> settings.getString(HelpDesk.SETTING) == null
                        ? Uni.createFrom().item(ActionResult.done(Told.of("ticket_opened", "Opened ticket #{number}.", "number", made.ticket().number())))
                        : tickets.handedOn(tx, made.ticket().id(), HelpDesk.name(settings.getString(HelpDesk.SETTING)))
                                .chain(ticket -> helpDesk.handOn(tx, run, ticket, settings.getString(HelpDesk.SETTING))));
    }

    private static NewTicket ticket(ActionRun run, JsonObject settings, String subject) {
        String assignee = settings.getString("assignee_id");
        return new NewTicket(
                subject.isBlank() ? subjectOf(run) : shortened(subject),
                run.facts().text(Fields.MESSAGE_TEXT),
                null,
                settings.getString("priority"),
                assignee == null ? null : UUID.fromString(assignee),
                run.conversationId());
    }

    private static String subjectOf(ActionRun run) {
        return shortened(Optional.ofNullable(run.facts().text(Fields.SUBJECT))
                .or(() -> Optional.ofNullable(run.facts().text(Fields.MESSAGE_TEXT)))
                .filter(text -> !text.isBlank())
                .orElse(run.rule().name()));
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= SUBJECT_LENGTH ? line : line.substring(0, SUBJECT_LENGTH - 1) + "…";
    }
}
