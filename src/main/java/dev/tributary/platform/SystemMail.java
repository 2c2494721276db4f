package dev.tributary.platform;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The installation's own mail server ({@code quarkus.mailer}), where it has one. */
@ApplicationScoped
public class SystemMail {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of what people set: files, variables, system properties. Defaults are far below. */
    private static final int LEAST_CHOSEN = 100;

    private final ReactiveMailer mailer;
    private final boolean isThere;
    private final String from;

    SystemMail(
            ReactiveMailer mailer,
            Config config,
            @ConfigProperty(name = "quarkus.mailer.from") Optional<String> from,
            @ConfigProperty(name = "tributary.public-url", defaultValue = "http://localhost:8080") URI publicUrl) {
        this.mailer = mailer;
        this.isThere = isChosen(config.getConfigValue("quarkus.mailer.host"));
        this.from = from.filter(address -> !address.isBlank()).orElse("tributary@" + publicUrl.getHost());
    }

    /** The mailer's own default is localhost, which nobody chose. */
    private static boolean isChosen(ConfigValue host) {
        return host.getValue() != null && !host.getValue().isBlank() && host.getSourceOrdinal() >= LEAST_CHOSEN;
    }

    /** Whether mails can leave at all; without a server {@link #send} must not be called. */
    public boolean isThere() {
        return isThere;
    }

    /** From the installation, where the mail names nobody. Fails with what the server said ({@code io.vertx.ext.mail.SMTPException}), or with why it was not reached. */
    public Uni<Void> send(Mail mail) {
        return mailer.send(mail.getFrom() == null ? mail.setFrom(from) : mail);
    }

    /** A notice of ours, in plain words, which nobody's mail program must answer by itself. */
    public Uni<Void> tell(Collection<String> people, String subject, String text) {
        Mail mail = new Mail()
                .setTo(List.copyOf(people))
                .setSubject(Texts.name(subject))
                .setText(text)
                .addHeader("Auto-Submitted", "auto-generated")
                .addHeader("X-Auto-Response-Suppress", "All");
        return SameContext.after(send(mail).ifNoItem().after(TIMEOUT).fail());
    }
}
