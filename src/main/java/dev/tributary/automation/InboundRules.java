package dev.tributary.automation;

import dev.tributary.platform.ChangeFeed.Change;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;

/**
 * What runs inline on every persisted inbound message. Beans of this type are called in the transaction that filed the
 * messages, after them and before its commit; a failure rolls all of it back, so an implementation turns a rule's own
 * failure into a trace.
 */
public interface InboundRules {

    /** @return what the rules changed, for the change feed; all messages belong to one organization, in the order they were filed */
    Uni<List<Change>> run(SqlConnection tx, List<FiledMessage> messages);
}
