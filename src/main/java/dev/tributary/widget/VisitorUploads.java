package dev.tributary.widget;

import dev.tributary.conversation.FileNames;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Files that a visitor sends before the message that names them: good for an hour, for the session that sent them. */
@ApplicationScoped
class VisitorUploads {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final String PREFIX = "up_";

    private static final String INSERT = """
            insert into attachment (id, organization_id, kind, file_name, content_type, size, state, storage_key, uploaded_by, created_at)
            values ($1, $2, $3, $4, $5, $6, 'stored', $7, $8, $9)
            """;
    private static final String FIND = """
            select id, kind, file_name, content_type, size from attachment
            where organization_id = $1 and id = any($2) and uploaded_by = $3 and message_id is null and state = 'stored' and created_at > $4
            """;

    private final Pool database;
    private final FileStore files;
    private final Vertx vertx;
    private final Clock clock;

    VisitorUploads(Pool database, FileStore files, Vertx vertx, Clock clock) {
        this.database = database;
        this.files = files;
        this.vertx = vertx;
        this.clock = clock;
    }

    record Uploaded(String uploadId, String name, String contentType, long size) {}

    /** Checked by its bytes and, if it is a picture, drawn anew: on a worker thread, for both take their time. */
    Uni<Uploaded> keep(VisitorSession session, Path file, String name) {
        WidgetSettings settings = session.channel().settings();
        return vertx.executeBlocking(() -> SafeFile.of(Files.readAllBytes(file), settings.fileTypes(), settings.fileLimit()), false)
                .chain(safe -> files.write(Buffer.buffer(safe.bytes())).chain(stored -> insert(session, safe, name, stored)));
    }

    /** Fails with 400 where one of them is not this session's, too old, or in a message already. */
    Uni<List<VisitorEvents.File>> find(VisitorSession session, List<VisitorDraft.Upload> uploads) {
        if (uploads == null || uploads.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<UUID> ids = uploads.stream().map(upload -> id(upload.uploadId())).toList();
        return database.preparedQuery(FIND)
                .execute(Tuple.of(session.channel().organizationId(), ids.toArray(UUID[]::new), uploader(session), Sql.time(clock.instant().minus(LIFE))))
                .map(rows -> Sql.all(rows, VisitorUploads::file).stream().collect(Collectors.toMap(VisitorEvents.File::id, file -> file)))
                .map(found -> ids.stream().map(id -> get(found, id)).toList());
    }

    private Uni<Uploaded> insert(VisitorSession session, SafeFile safe, String name, FileStore.Stored stored) {
        UUID id = Ids.next();
        String kind = FileNames.kind(safe.contentType()).word();
        String clean = FileNames.clean(name, kind, safe.contentType());
        Tuple row = Tuple.tuple()
                .addUUID(id)
                .addUUID(session.channel().organizationId())
                .addString(kind)
                .addString(clean)
                .addString(safe.contentType())
                .addLong(stored.size())
                .addString(stored.key())
                .addString(uploader(session))
                .addOffsetDateTime(Sql.time(clock.instant()));
        return database.preparedQuery(INSERT).execute(row).replaceWith(new Uploaded(PREFIX + id, clean, safe.contentType(), stored.size()));
    }

    private static VisitorEvents.File get(Map<UUID, VisitorEvents.File> found, UUID id) {
        return Optional.ofNullable(found.get(id)).orElseThrow(VisitorUploads::invalid);
    }

    private static UUID id(String uploadId) {
        return Optional.ofNullable(uploadId).filter(text -> text.startsWith(PREFIX)).flatMap(text -> VisitorWriting.id(text.substring(PREFIX.length()))).orElseThrow(VisitorUploads::invalid);
    }

    private static RuntimeException invalid() {
        return WidgetProblems.field("attachments_invalid", "attachments", "names an upload that is not there, too old or sent already");
    }

    private static String uploader(VisitorSession session) {
        return "widget:" + session.id();
    }

    private static VisitorEvents.File file(Row row) {
        return new VisitorEvents.File(row.getUUID("id"), row.getString("kind"), row.getString("file_name"), row.getString("content_type"), row.getLong("size"));
    }
}
