package dev.tributary.automation;

import dev.tributary.platform.ChangeFeed.Change;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What runs inline on every persisted inbound message, in the transaction that files the messages, after them and before its
 * commit. A failure rolls all of it back, so a rule's own failure is turned into a trace.
 */
public interface InboundRules {

    /** Reads which rules of these organizations are in force in this transaction; one statement, which may be sent behind its begin. */
    Uni<InForce> inForce(SqlConnection tx, Set<UUID> organizationIds);

    /** The rules of one transaction. */
    @FunctionalInterface
    interface InForce {

        /** @return what the rules changed, for the change feed; all messages belong to one organization, in the order they were filed */
        Uni<List<Change>> run(SqlConnection tx, List<FiledMessage> messages);
    }
}
