package dev.tributary.automation.action;

import dev.tributary.conversation.TicketDesk;
import dev.tributary.conversation.Tickets.Ticket;
import dev.tributary.platform.Sql;
import dev.tributary.platform.SystemMail;
import dev.tributary.platform.webhook.WebhookUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Hands tickets on to a help desk elsewhere, after the commit: to its mail address, or to its webhook. */
@ApplicationScoped
public class HelpDesk implements TicketDesk {

    static final String SETTING = "help_desk";

    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,189}\\.[^\\s@<>,;\".]{2,}");

    private static final String ADDRESS = "select help_desk from automation_setting where organization_id = $1 and help_desk is not null";
    private static final String WHO = """
            select k.name as contact_name, k.email as contact_email, k.phone as contact_phone, c.channel_type
            from conversation c join contact k on k.id = c.contact_id where c.organization_id = $1 and c.id = $2
            """;

    private final Jobs jobs;
    private final SystemMail mail;

    HelpDesk(Jobs jobs, SystemMail mail) {
        this.jobs = jobs;
        this.mail = mail;
    }

    /** Why this cannot be a help desk's address; null is none and fine. */
    public Optional<String> refusal(String address) {
        if (address == null || WebhookUrl.isOne(address)) {
            return Optional.empty();
        }
        if (!MAIL.matcher(address).matches()) {
            return Optional.of("must be a mail address or an https address");
        }
        return mail.isThere()
                ? Optional.empty()
                : Optional.of("needs a mail server, and this installation has none: the operator sets QUARKUS_MAILER_HOST");
    }

    /** Its name as people may see it: a webhook's whole address may carry a secret. */
    static String name(String address) {
        return WebhookUrl.isOne(address) ? address.replaceFirst("(?i)^https?://(?:[^/?#]*@)?", "").replaceFirst("[/?#].*", "") : address;
    }

    @Override
    public Uni<Optional<String>> handOn(SqlConnection tx, UUID organizationId, Ticket ticket) {
        return tx.preparedQuery(ADDRESS).execute(Tuple.of(organizationId))
                .map(rows -> Sql.first(rows).map(row -> row.getString("help_desk")))
                .chain(address -> address.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : who(tx, organizationId, ticket)
                                .chain(facts -> jobs.add(tx, organizationId, ticket.conversationId(), kind(address.get()), payload(ticket, address.get(), facts)))
                                .replaceWith(Optional.of(name(address.get()))));
    }

    private static Uni<JsonObject> who(SqlConnection tx, UUID organizationId, Ticket ticket) {
        return ticket.conversationId() == null
                ? Uni.createFrom().item(new JsonObject())
                : tx.preparedQuery(WHO).execute(Tuple.of(organizationId, ticket.conversationId())).map(rows -> Sql.first(rows).map(row -> row.toJson()).orElseGet(JsonObject::new));
    }

    Uni<ActionResult> handOn(SqlConnection tx, ActionRun run, Ticket ticket, String address) {
        Told told = Told.of("ticket_handed_on", "Opened ticket #{number}; the help desk is told after this.", "number", ticket.number());
        return jobs.add(tx, run, kind(address), payload(ticket, address, run.facts().toJson())).map(id -> ActionResult.queued(told, id));
    }

    private static String kind(String address) {
        return WebhookUrl.isOne(address) ? "webhook" : "mail";
    }

    private static JsonObject payload(Ticket ticket, String address, JsonObject facts) {
        JsonObject payload = new JsonObject()
                .put("hands_on", true)
                .put("ticket", new JsonObject()
                        .put("id", ticket.id().toString())
                        .put("number", ticket.number())
                        .put("subject", ticket.subject())
                        .put("description", ticket.description())
                        .put("priority", ticket.priority()))
                .put("facts", facts);
        return WebhookUrl.isOne(address) ? payload.put("type", "automation.ticket_opened").put("url", address) : payload.put("to", address);
    }
}
