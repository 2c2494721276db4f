package dev.tributary.conversation;

import dev.tributary.platform.ChangeFeed.Change;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;

/**
 * What has to happen in the same transaction when a person or the clock changes a conversation. What beans of this type change
 * themselves does not call them again.
 */
public interface ConversationFollower {

    /**
     * @param changes what was done; the detail of {@code conversation.updated} says from what to what
     * @return what this changed in turn, for the feed
     */
    Uni<List<Change>> changed(SqlConnection tx, UUID organizationId, UUID conversationId, List<Change> changes);

    /** Somebody of ours began a conversation. */
    Uni<List<Change>> created(SqlConnection tx, UUID organizationId, UUID conversationId);
}
