package dev.tributary.automation.action;

import dev.tributary.conversation.Tickets.Ticket;
import dev.tributary.platform.SystemMail;
import dev.tributary.platform.webhook.WebhookUrl;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Hands tickets on to a help desk elsewhere, after the commit: to its mail address, or to its webhook. */
@ApplicationScoped
class HelpDesk {

    static final String SETTING = "help_desk";

    private static final Pattern MAIL = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]{1,189}\\.[^\\s@<>,;\".]{2,}");

    private final Jobs jobs;
    private final SystemMail mail;

    HelpDesk(Jobs jobs, SystemMail mail) {
        this.jobs = jobs;
        this.mail = mail;
    }

    /** Why this cannot be a help desk's address; null is none and fine. */
    Optional<String> refusal(String address) {
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

    Uni<ActionResult> handOn(SqlConnection tx, ActionRun run, Ticket ticket, String address) {
        JsonObject payload = new JsonObject()
                .put("ticket", new JsonObject()
                        .put("id", ticket.id().toString())
                        .put("number", ticket.number())
                        .put("subject", ticket.subject())
                        .put("description", ticket.description())
                        .put("priority", ticket.priority()))
                .put("facts", run.facts().toJson());
        Uni<UUID> job = WebhookUrl.isOne(address)
                ? jobs.add(tx, run, "webhook", payload.put("type", "automation.ticket_opened").put("url", address))
                : jobs.add(tx, run, "mail", payload.put("to", address));
        Told told = Told.of("ticket_handed_on", "Opened ticket #{number}; the help desk is told after this.", "number", ticket.number());
        return job.map(id -> ActionResult.queued(told, id));
    }
}
