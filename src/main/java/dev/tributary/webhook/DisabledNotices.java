package dev.tributary.webhook;

import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import dev.tributary.platform.SystemMail;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tells owners and admins by mail that a receiver was disabled, once each time; a mail server that is down is tried again for a day.
 * Without a mail server nobody is, which the webhooks' page says.
 */
@ApplicationScoped
class DisabledNotices {

    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final String UNTOLD = """
            select s.id, s.organization_id, s.channel_account_id, s.disabled_reason, s.name, o.name as organization,
                   array(select p.email from app_user u join person p on p.id = u.person_id
                         where u.organization_id = s.organization_id and u.is_active and u.role in ('owner', 'admin') order by p.email limit 50) as admins
            from webhook_subscription s join organization o on o.id = s.organization_id
            where s.disabled_reason in ('gone', 'failing') and s.disabled_at > $1::timestamptz - interval '24 hours'
              and coalesce(s.told_at < s.disabled_at, true)
            order by s.disabled_at limit 50
            """;
    private static final String TOLD = "update webhook_subscription set told_at = $2 where id = $1";

    private final Pool database;
    private final SystemMail mail;
    private final Leases leases;
    private final Clock clock;
    private final String publicUrl;

    DisabledNotices(
            Pool database, SystemMail mail, Leases leases, Clock clock, @ConfigProperty(name = "tributary.public-url", defaultValue = "http://localhost:8080") String publicUrl) {
        this.database = database;
        this.mail = mail;
        this.leases = leases;
        this.clock = clock;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    @Scheduled(every = "1m", delayed = "10s", identity = "webhook-notices", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tellInTurn() {
        return mail.isThere() ? leases.whenHeld("webhook-notices", LEASE, this::tellAll) : Uni.createFrom().voidItem();
    }

    Uni<Void> tellAll() {
        return database.preparedQuery(UNTOLD)
                .execute(Tuple.of(Sql.time(clock.instant())))
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(this::tell)
                .collect().last()
                .replaceWithVoid();
    }

    /** One that cannot be told of now waits for the next turn, and keeps no other from being told of. */
    private Uni<Void> tell(Row row) {
        List<String> admins = Arrays.asList(row.getArrayOfStrings("admins"));
        Uni<Void> told = admins.isEmpty() ? Uni.createFrom().voidItem() : mail.tell(admins, subject(row), text(row));
        return told.chain(() -> database.preparedQuery(TOLD).execute(Tuple.of(row.getUUID("id"), Sql.time(clock.instant()))))
                .onFailure().invoke(failure -> Log.warnf("Admins could not be mailed subscription=%s cause=%s", row.getUUID("id"), failure.getMessage()))
                .onFailure().recoverWithNull()
                .replaceWithVoid();
    }

    private static String subject(Row row) {
        return "Webhook switched off: " + row.getString("name");
    }

    /** The receiver's address may hold a key of theirs, so it is not told. */
    private String text(Row row) {
        String page = row.getUUID("channel_account_id") == null ? "/rest/v1/webhook_subscriptions/" + row.getUUID("id") : "/settings/channels/" + row.getUUID("channel_account_id");
        return """
                The webhook "%s" of %s gets nothing any more.

                %s
                What it missed is kept; "replay" sends it again.

                %s%s
                """.formatted(row.getString("name"), row.getString("organization"), DisabledReason.hint(row.getString("disabled_reason")), publicUrl, page);
    }
}
