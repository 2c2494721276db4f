package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.platform.Leases;
import dev.tributary.platform.Sql;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that each mailbox is read by exactly one of the replicas: the one that holds its lease has a session with it, begins it
 * anew when the account was changed, and ends it when the account is switched off.
 */
@ApplicationScoped
class MailboxPoller {

    /** Three ticks may be missed before another replica takes over. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final String MAILBOXES = """
            select a.id, a.connection_state, md5(a.settings::text || a.sealed_settings::text) as fingerprint, r.id as refill_id, r.from_day, r.to_day
            from channel_account a join organization o on o.id = a.organization_id
            left join mailbox_refill r on r.channel_account_id = a.id and r.ended_at is null
            where a.type = any($1) and a.archived_at is null and a.is_active and o.channels_enabled
            """;

    private final Pool database;
    private final AdapterRegistry adapters;
    private final AccountDirectory accounts;
    private final Leases leases;
    private final MailboxSessions sessions;
    private final Map<UUID, MailboxSession> running = new ConcurrentHashMap<>();

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
        return database.preparedQuery(MAILBOXES).execute(Tuple.of(types)).map(rows -> Sql.all(rows, row -> row)).chain(this::attend);
    }

    void stop(@Observes ShutdownEvent event) {
        running.values().forEach(MailboxSession::end);
    }

    private Uni<Void> attend(List<Row> mailboxes) {
        Set<UUID> wanted = new HashSet<>();
        mailboxes.forEach(row -> wanted.add(row.getUUID("id")));
        running.forEach((id, session) -> {
            if (!wanted.contains(id)) {
                end(id, session);
            }
        });
        return Multi.createFrom().iterable(mailboxes)
                .onItem().transformToUniAndConcatenate(this::attend)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> attend(Row row) {
        return accounts.find(row.getUUID("id")).chain(found -> found.filter(MailboxPoller::isPolled)
                .map(live -> leases.hold(lease(live.account().id()), LEASE).chain(ours -> attend(row, live, ours)))
                .orElseGet(() -> leave(row.getUUID("id"))));
    }

    private static boolean isPolled(LiveAccount live) {
        return live.open() && live.adapter() instanceof PollsMailbox mailbox && mailbox.polls(live.account());
    }

    private Uni<Void> leave(UUID id) {
        MailboxSession session = running.get(id);
        if (session != null) {
            end(id, session);
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> attend(Row row, LiveAccount live, boolean ours) {
        UUID id = live.account().id();
        MailboxSession session = running.get(id);
        boolean goesOn = ours && session != null && session.isFor(row.getString("fingerprint"), row.getString("connection_state"));
        if (goesOn) {
            session.prolong(LEASE);
            if (row.getUUID("refill_id") != null) {
                session.want(new Refill(row.getUUID("refill_id"), row.getLocalDate("from_day"), row.getLocalDate("to_day")));
            }
            return Uni.createFrom().voidItem();
        }
        return leave(id).invoke(() -> {
            if (ours) {
                running.computeIfAbsent(id, _ -> sessions.begin(live, row.getString("fingerprint"), LEASE));
            }
        });
    }

    private void end(UUID id, MailboxSession session) {
        running.remove(id, session);
        session.end();
    }

    private static String lease(UUID accountId) {
        return "mailbox:" + accountId;
    }
}
