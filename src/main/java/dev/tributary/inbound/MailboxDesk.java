package dev.tributary.inbound;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectionReports;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.channel.PollsMailbox.Checkpoint;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.PollsMailbox.RawMail;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.channel.ProviderError;
import dev.tributary.platform.Sql;
import dev.tributary.platform.VirtualThreads;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Keeps what a mailbox session brings. Used by that session's thread alone. */
final class MailboxDesk implements Desk {

    private static final int MOST_APPLYING = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(250);

    private static final String CHECKPOINT = "select uid_validity, last_uid from mailbox_checkpoint where channel_account_id = $1 and folder = $2";

    /** Accounts that were not together before go on from where the one that read least has come to. */
    private static final String JOIN = """
            insert into mailbox_checkpoint (channel_account_id, folder, uid_validity, last_uid, updated_at)
            select account.id, $2, least_read.uid_validity, least_read.last_uid, $3
            from unnest($1::uuid[]) as account(id)
            cross join (
                select uid_validity, last_uid from mailbox_checkpoint where channel_account_id = any($1) and folder = $2
                order by uid_validity desc, last_uid limit 1) least_read
            on conflict (channel_account_id, folder) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, updated_at = excluded.updated_at
            """;

    private static final String BEGIN = """
            insert into mailbox_checkpoint (channel_account_id, folder, uid_validity, last_uid, updated_at) values ($1, $2, $3, $4, $5)
            on conflict (channel_account_id, folder) do nothing
            """;

    private static final String MOVE = """
            update mailbox_checkpoint set uid_validity = $3, last_uid = $4, updated_at = $5
            where channel_account_id = $1 and folder = $2 and uid_validity = $6 and last_uid = $7
            """;

    private static final String ACTIVE = "select id from channel_account where id = any($1) and is_active and archived_at is null";

    private static final String TOGETHER = """
            insert into mailbox_checkpoint (channel_account_id, folder, uid_validity, last_uid, updated_at)
            select account.id, $2, $3, $4, $5 from unnest($1::uuid[]) as account(id)
            on conflict (channel_account_id, folder) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, updated_at = excluded.updated_at
            """;

    /** Those that were deleted here are known too. */
    private static final String KNOWN = """
            select provider_message_id from message where channel_account_id = any($1) and provider_message_id = any($2)
            union
            select asked.id from unnest($2::text[]) as asked(id) join mail_tombstone t on t.channel_account_id = any($1) and t.id_hash = mail_id_hash(asked.id)
            """;

    private final ServedMailbox mailbox;
    private final LiveAccount live;
    private final BooleanSupplier isOpen;
    private final Pool database;
    private final Journal journal;
    private final ApplierLanes lanes;
    private final ConnectionReports reports;
    private final MailboxRefills refills;
    private final Clock clock;
    private final Deque<CompletableFuture<?>> applying = new ArrayDeque<>();
    private Instant lastHeartbeat = Instant.EPOCH;
    private final Set<String> joined = new HashSet<>();
    private volatile Refill wanted;
    private UUID lastRefilled;
    private boolean isShownAlive;
    private boolean wasAlive;

    MailboxDesk(
            ServedMailbox mailbox, BooleanSupplier isOpen, Pool database, Journal journal, ApplierLanes lanes, ConnectionReports reports, MailboxRefills refills, Clock clock) {
        this.mailbox = mailbox;
        this.live = mailbox.reader();
        this.isOpen = isOpen;
        this.database = database;
        this.journal = journal;
        this.lanes = lanes;
        this.reports = reports;
        this.refills = refills;
        this.clock = clock;
    }

    void begin() {
        wasAlive = false;
    }

    /** Whether the mailbox answered in this session. */
    boolean wasAlive() {
        return wasAlive;
    }

    @Override
    public List<ChannelAccount> sharing() {
        return mailbox.accounts();
    }

    @Override
    public Optional<Checkpoint> checkpoint(String folder) throws InterruptedException {
        if (mailbox.isShared() && joined.add(folder)) {
            VirtualThreads.await(database.preparedQuery(JOIN).execute(Tuple.of(known(), folder, Sql.time(clock.instant()))), PATIENCE);
        }
        return VirtualThreads.await(
                database.preparedQuery(CHECKPOINT)
                        .execute(Tuple.of(accountId(), folder))
                        .map(rows -> Sql.first(rows).map(row -> new Checkpoint(row.getLong("uid_validity"), row.getLong("last_uid")))),
                PATIENCE);
    }

    @Override
    public Set<String> known(Collection<String> messageIds) throws InterruptedException {
        return VirtualThreads.await(
                database.preparedQuery(KNOWN)
                        .execute(Tuple.of(known(), messageIds.toArray(String[]::new)))
                        .<Set<String>>map(rows -> new HashSet<>(Sql.all(rows, row -> row.getString("provider_message_id")))),
                PATIENCE);
    }

    @Override
    public void store(String folder, Optional<Checkpoint> from, Checkpoint to, List<RawMail> mails) throws InterruptedException {
        waitForRoom();
        List<LiveAccount> owners = owners();
        List<IncomingEvent> events = mails.stream().map(mail -> event(folder, mail, owners)).toList();
        List<JournalEvent> journalled = VirtualThreads.await(
                database.withTransaction(tx -> move(tx, folder, from, to).chain(() -> journal.append(tx, events))), PATIENCE);
        if (!journalled.isEmpty()) {
            applying.add(CompletableFuture.allOf(journalled.stream()
                    .collect(Collectors.groupingBy(event -> event.account().account().id()))
                    .values().stream()
                    .map(ofOne -> VirtualThreads.begin(Uni.createFrom().completionStage(() -> lanes.handAll(ofOne))))
                    .toArray(CompletableFuture[]::new)));
        }
    }

    /** From any thread. */
    void want(Refill refill) {
        wanted = refill;
    }

    @Override
    public Optional<Refill> refill() {
        return Optional.ofNullable(wanted).filter(refill -> !refill.id().equals(lastRefilled));
    }

    @Override
    public void refilled(Refill refill, int found) throws InterruptedException {
        VirtualThreads.await(refills.ended(refill.id(), found), PATIENCE);
        lastRefilled = refill.id();
    }

    @Override
    public void alive() throws InterruptedException {
        wasAlive = true;
        Instant now = clock.instant();
        if (!isShownAlive) {
            report(new Connection(Connection.State.CONNECTED, live.account().settings().text("address"), Map.of(), Optional.empty(), Optional.empty()));
            isShownAlive = true;
            lastHeartbeat = now;
        } else if (now.isAfter(lastHeartbeat.plus(HEARTBEAT))) {
            for (LiveAccount served : mailbox.sharing()) {
                VirtualThreads.await(reports.alive(served.account().id()), PATIENCE);
            }
            lastHeartbeat = now;
        }
    }

    @Override
    public boolean isOpen() {
        return isOpen.getAsBoolean();
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        while (isOpen() && System.nanoTime() < until) {
            Thread.sleep(Math.min(GLANCE.toMillis(), Math.max(1, (until - System.nanoTime()) / 1_000_000)));
        }
    }

    void refused(ChannelProblem problem) {
        tryToReport(Connection.refused(problem));
    }

    void unreachable(ChannelProblem problem) {
        tryToReport(Connection.unreachable(problem));
    }

    private void tryToReport(Connection connection) {
        isShownAlive = false;
        try {
            report(connection);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unwritten) {
            Log.warnf("A mailbox's state was not written down account=%s cause=%s", accountId(), unwritten.getMessage());
        }
    }

    private void report(Connection connection) throws InterruptedException {
        VirtualThreads.await(reports.changed(live.account().organizationId(), accountId(), connection), PATIENCE);
    }

    /** So one batch is applied, the next is read and the one after that is fetched. What does not end in time waits in the journal. */
    private void waitForRoom() throws InterruptedException {
        applying.removeIf(CompletableFuture::isDone);
        if (applying.size() < MOST_APPLYING) {
            return;
        }
        try {
            applying.removeFirst().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException leftToTheJournal) {
            Log.debugf("Mails wait in the journal account=%s", accountId());
        }
    }

    private Uni<Void> move(SqlConnection tx, String folder, Optional<Checkpoint> from, Checkpoint to) {
        Tuple row = Tuple.of(accountId(), folder, to.uidValidity(), to.lastUid(), Sql.time(clock.instant()));
        from.ifPresent(before -> row.addLong(before.uidValidity()).addLong(before.lastUid()));
        return tx.preparedQuery(from.isPresent() ? MOVE : BEGIN).execute(row).invoke(rows -> {
            if (rows.rowCount() != 1) {
                throw new MailboxException(new Unavailable(
                        new ProviderError("read_elsewhere", "another process reads this mailbox"), "Nothing to do: one of the two goes on."));
            }
        }).chain(() -> mailbox.isShared() ? moveOthers(tx, folder, to) : Uni.createFrom().voidItem());
    }

    private Uni<Void> moveOthers(SqlConnection tx, String folder, Checkpoint to) {
        Tuple row = Tuple.of(known(), folder, to.uidValidity(), to.lastUid(), Sql.time(clock.instant()));
        return tx.preparedQuery(TOGETHER).execute(row).replaceWithVoid();
    }

    private IncomingEvent event(String folder, RawMail mail, List<LiveAccount> owners) {
        Map<String, String> headers = new HashMap<>(mail.headers());
        headers.put("x-mail-folder", folder);
        return new IncomingEvent(owner(folder, mail, owners), IncomingEvent.Source.POLL, headers, mail.bytes());
    }

    /** One that was switched off a moment ago takes nothing in: until this session ends, the others have its mails. */
    private List<LiveAccount> owners() throws InterruptedException {
        if (mailbox.sharing().size() == 1) {
            return mailbox.sharing();
        }
        UUID[] asked = mailbox.sharing().stream().map(one -> one.account().id()).toArray(UUID[]::new);
        Set<UUID> active = VirtualThreads.await(
                database.preparedQuery(ACTIVE).execute(Tuple.of(asked)).map(rows -> Set.copyOf(Sql.all(rows, row -> row.getUUID("id")))), PATIENCE);
        List<LiveAccount> owners = mailbox.sharing().stream().filter(one -> active.contains(one.account().id())).toList();
        return owners.isEmpty() ? mailbox.sharing() : owners;
    }

    private LiveAccount owner(String folder, RawMail mail, List<LiveAccount> owners) {
        if (owners.size() == 1) {
            return owners.getFirst();
        }
        UUID owner = ((PollsMailbox) live.adapter()).owner(folder, mail, owners.stream().map(LiveAccount::account).toList()).id();
        return owners.stream().filter(one -> one.account().id().equals(owner)).findFirst().orElse(live);
    }

    private UUID[] known() {
        return mailbox.known().toArray(UUID[]::new);
    }

    private UUID accountId() {
        return live.account().id();
    }
}
