package dev.tributary.apichannel;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ContentKind;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Keeps what a caller uploads until an event names it; an attachment that no message takes up is forgotten after a while. */
@ApplicationScoped
class Uploads {

    private static final long MAX_BYTES = 50L << 20;
    private static final int MAX_NAME = 255;
    private static final String INSERT = """
            insert into attachment (id, organization_id, kind, file_name, content_type, size, state, storage_key, uploaded_by, created_at)
            values ($1, $2, $3, $4, $5, $6, 'stored', $7, $8, $9)
            """;

    private final FileStore files;
    private final Pool database;
    private final Clock clock;

    Uploads(FileStore files, Pool database, Clock clock) {
        this.files = files;
        this.database = database;
        this.clock = clock;
    }

    record Upload(UUID uploadId, String name, String contentType, long size) {}

    Uni<Upload> keep(ChannelAccount account, FileUpload file) {
        if (file.size() > MAX_BYTES) {
            return Uni.createFrom().failure(ApiError.tooLarge(MAX_BYTES));
        }
        String type = file.contentType() == null ? "application/octet-stream" : file.contentType();
        Upload upload = new Upload(Ids.next(), nameOf(file), type, file.size());
        return files.write(file.uploadedFile()).chain(stored -> insert(account, upload, stored.key())).replaceWith(upload);
    }

    private Uni<Void> insert(ChannelAccount account, Upload upload, String storageKey) {
        Tuple row = Tuple.tuple()
                .addUUID(upload.uploadId())
                .addUUID(account.organizationId())
                .addString(kindOf(upload.contentType()).word())
                .addString(upload.name())
                .addString(upload.contentType())
                .addLong(upload.size())
                .addString(storageKey)
                .addString("channel_account:" + account.id())
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC));
        return database.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    /** The last part alone: some browsers send a path. */
    private static String nameOf(FileUpload file) {
        String given = file.fileName() == null ? "" : file.fileName().replace('\0', ' ').replace('\\', '/').strip();
        String last = given.substring(given.lastIndexOf('/') + 1);
        String name = last.isBlank() ? "file" : last;
        return name.length() <= MAX_NAME ? name : name.substring(name.length() - MAX_NAME);
    }

    private static ContentKind kindOf(String contentType) {
        return switch (contentType.split("/", 2)[0]) {
            case "image" -> ContentKind.IMAGE;
            case "video" -> ContentKind.VIDEO;
            case "audio" -> ContentKind.AUDIO;
            default -> ContentKind.FILE;
        };
    }
}
