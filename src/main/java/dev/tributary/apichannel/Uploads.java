package dev.tributary.apichannel;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.conversation.FileNames;
import dev.tributary.platform.FileStore;
import dev.tributary.platform.Ids;
import io.quarkus.runtime.annotations.RegisterForReflection;
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

    @RegisterForReflection
    record Upload(UUID uploadId, String name, String contentType, long size) {}

    Uni<Upload> keep(ChannelAccount account, FileUpload file) {
        if (file.size() > MAX_BYTES) {
            return Uni.createFrom().failure(ApiError.tooLarge(MAX_BYTES));
        }
        String type = file.contentType() == null ? "application/octet-stream" : file.contentType().split(";", 2)[0].strip();
        String name = FileNames.clean(file.fileName(), FileNames.kind(type).word(), type);
        Upload upload = new Upload(Ids.next(), name, type, file.size());
        return files.write(file.uploadedFile()).chain(stored -> insert(account, upload, stored.key())).replaceWith(upload);
    }

    private Uni<Void> insert(ChannelAccount account, Upload upload, String storageKey) {
        Tuple row = Tuple.tuple()
                .addUUID(upload.uploadId())
                .addUUID(account.organizationId())
                .addString(FileNames.kind(upload.contentType()).word())
                .addString(upload.name())
                .addString(upload.contentType())
                .addLong(upload.size())
                .addString(storageKey)
                .addString("channel_account:" + account.id())
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC));
        return database.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }
}
