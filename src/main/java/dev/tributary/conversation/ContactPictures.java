package dev.tributary.conversation;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.Sender;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/**
 * Pictures of people: files that belong to a contact, fetched as those of messages are. The one that is shown stays until its
 * successor is here.
 */
@ApplicationScoped
public class ContactPictures {

    private static final String EXPECT = """
            insert into attachment (id, organization_id, contact_id, kind, file_name, content_type, state, media_ref, created_at)
            values ($1, $2, $3, 'image', 'picture', 'application/octet-stream', 'fetching', $4, $5)
            """;

    private static final String ENQUEUE = """
            insert into outbox (id, organization_id, channel_account_id, kind, attachment_id, not_before, created_at)
            values ($1, $2, $3, 'media_fetch', $4, $5, $5)
            """;

    private static final String SHOW = "update contact set avatar_url = $2, updated_at = $3 where id = $1";

    private static final String FORGET_OLDER = "delete from attachment where contact_id = $1 and id < $2";

    private static final String FORGET = "delete from attachment where contact_id = $1";

    private static final String FORGET_ONE = "delete from attachment where id = $1";

    private final Clock clock;

    ContactPictures(Clock clock) {
        this.clock = clock;
    }

    /** Queues the fetch of what the sender shows, or forgets what they take back. Wake {@link OutboxSignal} after the commit. */
    public Uni<Void> expect(SqlConnection tx, ChannelAccount account, UUID contactId, Sender sender) {
        if (sender.cleared().contains("avatar")) {
            return tx.preparedQuery(FORGET).execute(Tuple.of(contactId)).replaceWithVoid();
        }
        return sender.avatar().map(picture -> fetch(tx, account, contactId, picture)).orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** It is here: it is shown instead of the one before. Anything but a picture is forgotten. */
    Uni<Void> arrived(SqlConnection tx, UUID contactId, UUID attachmentId, boolean isPicture) {
        if (!isPicture) {
            return failed(tx, attachmentId);
        }
        return tx.preparedQuery(SHOW)
                .execute(Tuple.of(contactId, MessageViews.url(attachmentId), Sql.time(clock.instant())))
                .chain(() -> tx.preparedQuery(FORGET_OLDER).execute(Tuple.of(contactId, attachmentId)))
                .replaceWithVoid();
    }

    Uni<Void> failed(SqlConnection tx, UUID attachmentId) {
        return tx.preparedQuery(FORGET_ONE).execute(Tuple.of(attachmentId)).replaceWithVoid();
    }

    private Uni<Void> fetch(SqlConnection tx, ChannelAccount account, UUID contactId, MediaRef picture) {
        UUID id = Ids.next();
        return tx.preparedQuery(EXPECT)
                .execute(Tuple.of(id, account.organizationId(), contactId, MediaRefs.write(picture), Sql.time(clock.instant())))
                .chain(() -> tx.preparedQuery(ENQUEUE)
                        .execute(Tuple.of(Ids.next(), account.organizationId(), account.id(), id, Sql.time(clock.instant()))))
                .replaceWithVoid();
    }
}
