package dev.tributary.conversation;

import dev.tributary.conversation.Tickets.Ticket;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.Optional;
import java.util.UUID;

/** The outside help desk of a workspace, which hears of the tickets that its people open. */
public interface TicketDesk {

    /**
     * Queues, in the ticket's own transaction, that the desk is told; {@link Tickets#deskWasTold} says later what became of it.
     *
     * @return the desk's name, as people may see it; empty where the workspace has none
     */
    Uni<Optional<String>> handOn(SqlConnection tx, UUID organizationId, Ticket ticket);
}
