package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.platform.Leases;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Sees to it that each mailbox is read by exactly one of the replicas: the one that holds its lease has a session with it, begins it
 * anew when the account was changed, and ends it when the account is switched off.
 */
@ApplicationScoped
class MailboxPoller {

    /** Three ticks may be missed before another replica takes over. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final String MAILBOXES = """
            select a.id, a.organization_id, a.connection_state, a.is_active and o.channels_enabled as is_wanted,
                md5(a.settings::text || a.sealed_settings::text) as fingerprint, r.id as refill_id, r.from_day, r.to_day
            from channel_account a join organization o on o.id = a.organization_id
            left join mailbox_refill r on r.channel_account_id = a.id and r.ended_at is null
            where a.type = any($1) and a.archived_at is null
            order by a.created_at, a.id
            """;

    /** One that is wanted, or that may be again. */
    private record Follower(Row row, LiveAccount live) {

        String mailbox() {
            return row.getUUID("organization_id") + " " + ((PollsMailbox) live.adapter()).mailbox(live.account());
        }

        boolean isReading() {
            return row.getBoolean("is_wanted") && live.open() && ((PollsMailbox) live.adapter()).polls(live.account());
        }

        boolean isDisconnected() {
            return row.getString("connection_state").equals("disconnected");
        }
    }

    private final Pool database;
    private final AdapterRegistry adapters;
    private final AccountDirectory accounts;
    private final Leases leases;
    private final MailboxSessions sessions;
    private final Map<String, MailboxSession> running = new ConcurrentHashMap<>();

    MailboxPoller(Pool database, AdapterRegistry adapters, AccountDirectory accounts, Leases leases, MailboxSessions sessions) {
        this.database = database;
        this.adapters = adapters;
        this.accounts = accounts;
        this.leases = leases;
        this.sessions = sessions;
    }

    @Scheduled(every = "{tributary.inbound.mailbox-tick:5s}", identity = "mailboxes", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> tick() {
        String[] types = adapters.all().stream()
                .filter(PollsMailbox.class::isInstance)
                .map(adapter -> adapter.descriptor().type())
                .toArray(String[]::new);
        return database.preparedQuery(MAILBOXES).execute(Tuple.of(types)).chain(this::followers).chain(this::attend);
    }

    void stop(@Observes ShutdownEvent event) {
        running.values().forEach(MailboxSession::end);
    }

    private Uni<List<Follower>> followers(RowSet<Row> rows) {
        return Multi.createFrom().iterable(rows)
                .onItem().transformToUniAndConcatenate(row -> accounts.find(row.getUUID("id")).map(found -> found.map(live -> new Follower(row, live))))
                .select().where(Optional::isPresent)
                .map(Optional::get)
                .select().where(follower -> follower.live().adapter() instanceof PollsMailbox)
                .collect().asList();
    }

    private Uni<Void> attend(List<Follower> followers) {
        Map<String, List<Follower>> mailboxes = followers.stream().collect(Collectors.groupingBy(Follower::mailbox, LinkedHashMap::new, Collectors.toList()));
        mailboxes.values().removeIf(all -> all.stream().noneMatch(Follower::isReading));
        running.forEach((name, session) -> {
            if (!mailboxes.containsKey(name)) {
                end(name, session);
            }
        });
        return Multi.createFrom().iterable(mailboxes.entrySet())
                .onItem().transformToUniAndConcatenate(one -> attend(one.getKey(), one.getValue()))
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> attend(String name, List<Follower> followers) {
        return leases.hold("mailbox:" + name, LEASE).invoke(ours -> attend(served(name, followers), followers, ours)).replaceWithVoid();
    }

    /** Read by the sign-in of the first account whose sign-in works, as far as that is known. */
    private static ServedMailbox served(String name, List<Follower> followers) {
        List<Follower> reading = followers.stream().filter(Follower::isReading).toList();
        Follower reader = reading.stream().filter(one -> !one.isDisconnected()).findFirst().orElse(reading.getFirst());
        String fingerprint = reader.live().account().id() + followers.stream().map(one -> one.isReading() + one.row().getString("fingerprint")).collect(Collectors.joining());
        return new ServedMailbox(
                name, fingerprint, reader.live(), reader.row().getString("connection_state"), reading.stream().map(Follower::live).toList(),
                followers.stream().map(one -> one.live().account().id()).toList());
    }

    private void attend(ServedMailbox mailbox, List<Follower> followers, boolean ours) {
        MailboxSession session = running.get(mailbox.name());
        if (ours && session != null && session.isFor(mailbox)) {
            session.prolong(LEASE);
            followers.stream().map(Follower::row).filter(row -> row.getUUID("refill_id") != null).findFirst()
                    .ifPresent(row -> session.want(new Refill(row.getUUID("refill_id"), row.getLocalDate("from_day"), row.getLocalDate("to_day"))));
            return;
        }
        if (session != null) {
            end(mailbox.name(), session);
        }
        if (ours) {
            running.computeIfAbsent(mailbox.name(), _ -> sessions.begin(mailbox, LEASE));
        }
    }

    private void end(String name, MailboxSession session) {
        running.remove(name, session);
        session.end();
    }
}
