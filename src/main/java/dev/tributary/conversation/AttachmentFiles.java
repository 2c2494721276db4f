package dev.tributary.conversation;

import dev.tributary.conversation.MessageView.AttachmentView;
import dev.tributary.identity.Caller;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Leases;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Files that agents upload before they send them, and reading whatever files are there. */
@ApplicationScoped
class AttachmentFiles {

    private static final int HEAD = 64 << 10;
    private static final Duration LEASE = Duration.ofMinutes(5);

    /** A file that can be read. */
    record Readable(String fileName, String contentType, Path path) {}

    private static final String INSERT = """
            insert into attachment (id, organization_id, kind, file_name, content_type, size, state, storage_key, uploaded_by, created_at)
            values ($1, $2, $3, $4, $5, $6, 'stored', $7, $8, $9)
            """;

    private static final String FIND = "select id, kind, file_name, content_type, size, state, error, is_inline, storage_key from attachment where organization_id = $1 and id = $2";

    private static final String UNUSED = """
            delete from attachment where id in (
                select id from attachment where message_id is null and contact_id is null and created_at < $1 order by created_at limit 500 for update skip locked)
            """;

    private final Pool database;
    private final Vertx vertx;
    private final FileStore store;
    private final ContentTypes contentTypes;
    private final ConversationConfig config;
    private final Leases leases;
    private final Clock clock;

    AttachmentFiles(Pool database, Vertx vertx, FileStore store, ContentTypes contentTypes, ConversationConfig config, Leases leases, Clock clock) {
        this.database = database;
        this.vertx = vertx;
        this.store = store;
        this.contentTypes = contentTypes;
        this.config = config;
        this.leases = leases;
        this.clock = clock;
    }

    /** Keeps a file until a message takes it. What it is, is read from its bytes. */
    Uni<AttachmentView> upload(Caller caller, Path file, String name, long size) {
        if (size > config.uploadBytes()) {
            throw Problems.tooLarge("The file has %d bytes; at most %d are taken.".formatted(size, config.uploadBytes()), "Send a smaller file, or a link to it.");
        }
        if (size == 0) {
            throw Problems.invalid("file", "must not be empty");
        }
        return head(file).map(head -> contentTypes.sniff(head, name == null ? "" : name)).chain(type -> keep(caller, file, name, type));
    }

    Uni<Row> get(UUID organizationId, UUID id) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound("attachment")));
    }

    /** The bytes of a stored file; 404 while they are not here. */
    Uni<Readable> read(UUID organizationId, UUID id) {
        return get(organizationId, id).chain(row -> {
            if (!row.getString("state").equals("stored")) {
                throw Problems.of(404, "attachment_not_stored", "Not found", "This file is not here yet, or could not be fetched.", "Look at its state; a failed one can be fetched again.");
            }
            return store.path(row.getString("storage_key")).map(path -> new Readable(row.getString("file_name"), row.getString("content_type"), path));
        });
    }

    @Scheduled(every = "1h", delayed = "7m", identity = "unused-uploads", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return leases.whenHeld("unused-uploads", LEASE, this::deleteUnused);
    }

    Uni<Void> deleteUnused() {
        return database.preparedQuery(UNUSED).execute(Tuple.of(Sql.time(clock.instant().minus(config.unusedUploads())))).replaceWithVoid();
    }

    private Uni<Buffer> head(Path file) {
        return UniHelper.toUni(vertx.fileSystem().open(file.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false)))
                .chain(open -> UniHelper.toUni(open.read(Buffer.buffer(), 0, 0, HEAD)).eventually(() -> UniHelper.toUni(open.close())));
    }

    private Uni<AttachmentView> keep(Caller caller, Path file, String name, String type) {
        UUID id = Ids.next();
        String kind = FileNames.kind(type).word();
        String clean = FileNames.clean(name, kind, type);
        return store.write(file)
                .chain(stored -> database.preparedQuery(INSERT)
                        .execute(Tuple.tuple()
                                .addUUID(id)
                                .addUUID(caller.organizationId())
                                .addString(kind)
                                .addString(clean)
                                .addString(type)
                                .addLong(stored.size())
                                .addString(stored.key())
                                .addString("user:" + caller.userId().map(UUID::toString).orElse(""))
                                .addOffsetDateTime(Sql.time(clock.instant())))
                        .onFailure().call(() -> store.delete(stored.key())))
                .chain(() -> get(caller.organizationId(), id))
                .map(MessageViews::attachment);
    }
}
