package dev.tributary.conversation;

import dev.tributary.channel.ContentKind;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What becomes of a file that came with a message: stored, or failed with the reason, and its message says so. */
@ApplicationScoped
public class StoredFiles {

    private static final String AWAITED = "select media_ref from attachment where organization_id = $1 and id = $2 and state = 'fetching' and media_ref is not null";

    private static final String FIND = "select kind, file_name from attachment where organization_id = $1 and id = $2 and state = 'fetching'";

    private static final String STORED = """
            update attachment set state = 'stored', storage_key = $3, size = $4, content_type = $5, kind = $6, file_name = $7,
                media_ref = null, error = null
            where organization_id = $1 and id = $2 and state = 'fetching'
            returning id, contact_id, message_id, (select conversation_id from message m where m.id = message_id) as conversation_id
            """;

    private static final String FAILED = """
            update attachment set state = 'failed', error = $3
            where organization_id = $1 and id = $2 and state = 'fetching'
            returning id, contact_id, message_id, (select conversation_id from message m where m.id = message_id) as conversation_id
            """;

    private static final String AGAIN = """
            update attachment a set state = 'fetching', error = null
            where organization_id = $1 and id = $2 and state = 'failed' and media_ref is not null
            returning contact_id, message_id, (select conversation_id from message m where m.id = a.message_id) as conversation_id,
                      (select channel_account_id from message m where m.id = a.message_id) as channel_account_id
            """;

    private static final String ENQUEUE = """
            insert into outbox (id, organization_id, channel_account_id, kind, attachment_id, not_before, created_at)
            values ($1, $2, $3, 'media_fetch', $4, $5, $5)
            """;

    private static final String EXISTS = "select 1 from attachment where organization_id = $1 and id = $2";

    private final Pool database;
    private final FileStore store;
    private final ContentTypes contentTypes;
    private final ChangeFeed changeFeed;
    private final ContactPictures pictures;
    private final OutboxSignal outbox;
    private final Clock clock;

    StoredFiles(
            Pool database, FileStore store, ContentTypes contentTypes, ChangeFeed changeFeed, ContactPictures pictures, OutboxSignal outbox, Clock clock) {
        this.database = database;
        this.store = store;
        this.contentTypes = contentTypes;
        this.changeFeed = changeFeed;
        this.pictures = pictures;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Where the bytes still are; empty once they are stored, given up or gone with their message. */
    public Uni<Optional<JsonObject>> awaited(UUID organizationId, UUID attachmentId) {
        return database.preparedQuery(AWAITED)
                .execute(Tuple.of(organizationId, attachmentId))
                .map(rows -> Sql.first(rows).map(row -> row.getJsonObject("media_ref")));
    }

    /**
     * Keeps the bytes. What they are is found out from them; what the provider says decides where they do not tell.
     *
     * @param fileName the provider's, where it told one on the way
     */
    public Uni<Void> store(UUID organizationId, UUID attachmentId, Buffer bytes, Optional<String> contentType, Optional<String> fileName) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, attachmentId))
                .map(Sql::first)
                .chain(found -> found.isEmpty() ? Uni.createFrom().voidItem() : store(organizationId, attachmentId, bytes, contentType, fileName, found.get()));
    }

    /** Says why the file is missing. */
    public Uni<Void> failed(UUID organizationId, UUID attachmentId, MessageError error) {
        return changed(organizationId, tx -> tx.preparedQuery(FAILED)
                .execute(Tuple.of(organizationId, attachmentId, error.json()))
                .map(Sql::first)
                .call(row -> isPicture(row) ? pictures.failed(tx, attachmentId) : Uni.createFrom().voidItem()));
    }

    /** Fetches a failed file once more; 409 for one that has not failed. */
    Uni<Void> fetchAgain(UUID organizationId, UUID attachmentId) {
        return changed(organizationId, tx -> tx.preparedQuery(AGAIN)
                        .execute(Tuple.of(organizationId, attachmentId))
                        .map(Sql::first)
                        .call(row -> row.isPresent()
                                ? enqueue(tx, organizationId, row.get().getUUID("channel_account_id"), attachmentId)
                                : refuse(tx, organizationId, attachmentId)))
                .invoke(outbox::wake);
    }

    private Uni<Void> store(UUID organizationId, UUID attachmentId, Buffer bytes, Optional<String> contentType, Optional<String> fileName, Row row) {
        String name = fileName.orElse(row.getString("file_name"));
        String type = type(contentTypes.sniff(bytes, name), contentType);
        String kind = kind(row.getString("kind"), type);
        String clean = FileNames.clean(name, kind, type);
        return store.write(bytes).chain(stored -> changed(organizationId, tx -> tx.preparedQuery(STORED)
                                .execute(Tuple.tuple(List.of(organizationId, attachmentId, stored.key(), stored.size(), type, kind, clean)))
                                .map(Sql::first)
                                .call(() -> CardFiles.arrived(tx, organizationId, attachmentId, bytes))
                                .call(changed -> isPicture(changed)
                                        ? pictures.arrived(tx, changed.get().getUUID("contact_id"), attachmentId, kind.equals("image"))
                                        : Uni.createFrom().voidItem()))
                        .onFailure().call(() -> store.delete(stored.key())));
    }

    /** Bytes that look like nothing in particular are what the provider says, as long as that is nothing a browser would run. */
    private static String type(String sniffed, Optional<String> told) {
        boolean tellsNothing = sniffed.equals("application/octet-stream");
        return told.filter(type -> tellsNothing && (type.startsWith("audio/") || type.startsWith("video/"))).orElse(sniffed);
    }

    /** A provider's picture that is none is a file; a sticker is one whatever its format. */
    private static String kind(String said, String type) {
        ContentKind seen = FileNames.kind(type);
        boolean plays = Set.of("audio", "video").contains(said) && (seen == ContentKind.AUDIO || seen == ContentKind.VIDEO);
        return Set.of("sticker", "file").contains(said) || plays ? said : seen.word();
    }

    private Uni<Void> changed(UUID organizationId, Function<SqlConnection, Uni<Optional<Row>>> work) {
        return database.withTransaction(tx -> work.apply(tx).chain(row -> changeFeed.append(tx, organizationId, row.flatMap(StoredFiles::change).stream().toList())))
                .invoke(() -> changeFeed.announce(organizationId));
    }

    private static Optional<Change> change(Row row) {
        if (row.getUUID("conversation_id") != null) {
            return Optional.of(Change.message("message.updated", row.getUUID("conversation_id"), row.getUUID("message_id")));
        }
        return isPicture(Optional.of(row)) ? Optional.of(Change.of("contact.updated", row.getUUID("contact_id"))) : Optional.empty();
    }

    /** Whether the file is a contact's picture rather than a message's. */
    private static boolean isPicture(Optional<Row> row) {
        return row.filter(file -> file.getUUID("contact_id") != null).isPresent();
    }

    private Uni<Void> enqueue(SqlConnection tx, UUID organizationId, UUID accountId, UUID attachmentId) {
        return tx.preparedQuery(ENQUEUE)
                .execute(Tuple.of(Ids.next(), organizationId, accountId, attachmentId, Sql.time(clock.instant())))
                .replaceWithVoid();
    }

    private static Uni<Void> refuse(SqlConnection tx, UUID organizationId, UUID attachmentId) {
        return tx.preparedQuery(EXISTS).execute(Tuple.of(organizationId, attachmentId)).invoke(rows -> {
            if (rows.size() == 0) {
                throw Problems.notFound("attachment");
            }
            throw Problems.conflict("attachment_not_failed", "Only a file that could not be fetched can be fetched again.", "Look at its state.");
        }).replaceWithVoid();
    }
}
