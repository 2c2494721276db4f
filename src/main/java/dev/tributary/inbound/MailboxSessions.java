package dev.tributary.inbound;

import dev.tributary.channel.ConnectionReports;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Begins sessions with mailboxes. */
@ApplicationScoped
class MailboxSessions {

    private final Pool database;
    private final Journal journal;
    private final ApplierLanes lanes;
    private final ConnectionReports reports;
    private final MailboxRefills refills;
    private final Clock clock;

    MailboxSessions(Pool database, Journal journal, ApplierLanes lanes, ConnectionReports reports, MailboxRefills refills, Clock clock) {
        this.database = database;
        this.journal = journal;
        this.lanes = lanes;
        this.reports = reports;
        this.refills = refills;
        this.clock = clock;
    }

    MailboxSession begin(ServedMailbox mailbox, Duration lease) {
        return new MailboxSession(mailbox, lease, this);
    }

    MailboxDesk desk(ServedMailbox mailbox, BooleanSupplier isOpen) {
        return new MailboxDesk(mailbox, isOpen, database, journal, lanes, reports, refills, clock);
    }
}
