package dev.tributary.automation.job;

import dev.tributary.automation.action.Told;
import dev.tributary.platform.SystemMail;
import dev.tributary.platform.webhook.WebhookSchedule;
import io.quarkus.mailer.Mail;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.SMTPException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a ticket to an outside help desk by the installation's mail server; the message id is the same at each attempt. */
@ApplicationScoped
class MailJob implements JobKind {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FOR_GOOD = 500;

    private final SystemMail mail;

    MailJob(SystemMail mail) {
        this.mail = mail;
    }

    @Override
    public String kind() {
        return "mail";
    }

    @Override
    public Uni<JobEnd> attempt(Job job) {
        String to = job.payload().getString("to");
        long number = job.payload().getJsonObject("ticket").getLong("number");
        return mail.send(mail(job, to))
                .ifNoItem().after(TIMEOUT).fail()
                .replaceWith((JobEnd) new JobEnd.Done(Told.of("ticket_mailed", "Ticket #{number} was mailed to {address}.", "number", number, "address", to)))
                .onFailure().recoverWithItem(failure -> again(job, failure));
    }

    /** A program wrote it: no other program is to answer. */
    private static Mail mail(Job job, String to) {
        JsonObject ticket = job.payload().getJsonObject("ticket");
        JsonObject facts = job.payload().getJsonObject("facts");
        String who = Optional.ofNullable(facts.getString("contact_name")).orElse("");
        String address = Optional.ofNullable(facts.getString("contact_email")).or(() -> Optional.ofNullable(facts.getString("contact_phone"))).orElse("");
        String text = """
                Ticket #%d (%s)
                %s

                %s

                From: %s %s
                """.formatted(ticket.getLong("number"), ticket.getString("priority"), ticket.getString("subject"),
                Optional.ofNullable(ticket.getString("description")).orElse(""), who, address);
        return Mail.withText(to, "[#%d] %s".formatted(ticket.getLong("number"), ticket.getString("subject").replaceAll("\\s+", " ")), text)
                .addHeader("Message-ID", "<" + job.id() + "@tributary>")
                .addHeader("Auto-Submitted", "auto-generated");
    }

    private static JobEnd again(Job job, Throwable failure) {
        boolean forGood = failure instanceof SMTPException said && said.getReplyCode() >= FOR_GOOD;
        Told told = Told.of("mail_refused", "The mail server said: {answer}", "answer", String.valueOf(failure.getMessage()));
        return (forGood ? Optional.<Duration>empty() : WebhookSchedule.EVENT.pauseAfter(job.attempt(), ThreadLocalRandom.current()))
                .<JobEnd>map(pause -> new JobEnd.Again(pause, told))
                .orElseGet(() -> new JobEnd.Failed(told));
    }
}
