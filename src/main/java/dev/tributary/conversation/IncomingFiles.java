package dev.tributary.conversation;

import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.MediaRef.Source.Uploaded;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Files that came with a message: rows in the state {@code fetching} and a job for each, so that a message is shown at once and
 * its files as soon as they are here. The caller wakes {@link OutboxSignal} after the commit.
 */
@ApplicationScoped
public class IncomingFiles {

    private static final Set<ContentKind> KINDS =
            EnumSet.of(ContentKind.IMAGE, ContentKind.VIDEO, ContentKind.AUDIO, ContentKind.FILE, ContentKind.STICKER);

    /**
     * A file to come.
     *
     * @param id under which it will be found, so that a text can show it from the beginning
     * @param isInline true for a picture that the text shows
     */
    public record File(UUID id, MediaRef ref, boolean isInline) {

        static List<File> beside(List<MediaRef> refs) {
            return refs.stream().map(ref -> new File(Ids.next(), ref, false)).toList();
        }
    }

    private static final String INSERT = """
            insert into attachment (id, organization_id, message_id, position, kind, file_name, content_type, size, state, media_ref, created_at, is_inline)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 'fetching', $9, $10, $11)
            """;

    private static final String ENQUEUE = """
            insert into outbox (id, organization_id, channel_account_id, kind, attachment_id, not_before, created_at)
            values ($1, $2, $3, 'media_fetch', $4, $5, $5)
            """;

    private static final String TAKE_UPLOAD = """
            update attachment set message_id = $3, position = $4 where organization_id = $1 and id = $2 and message_id is null
            """;

    private static final String UPLOAD_GONE = """
            insert into attachment (id, organization_id, message_id, position, kind, file_name, content_type, size, state, error, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, 'failed', $9, $10)
            """;

    private final Clock clock;

    IncomingFiles(Clock clock) {
        this.clock = clock;
    }

    /** Writes the rows and jobs for a message's files, in their order. The message has {@code has_attachments}. */
    public Uni<Void> expect(SqlConnection tx, UUID organizationId, UUID accountId, UUID messageId, List<File> files) {
        return Multi.createFrom().range(0, files.size())
                .onItem().transformToUniAndConcatenate(position -> expect(tx, organizationId, accountId, messageId, files.get(position), position))
                .collect().last()
                .replaceWithVoid();
    }

    /** What the list shows of a message that is a file without words. */
    public static Optional<String> previewName(List<MediaRef> files) {
        return files.stream().findFirst().flatMap(MediaRef::fileName).map(name -> FileNames.clean(name, "file", ""));
    }

    private Uni<Void> expect(SqlConnection tx, UUID organizationId, UUID accountId, UUID messageId, File file, int position) {
        return file.ref().source() instanceof Uploaded uploaded
                ? take(tx, organizationId, messageId, file.ref(), uploaded.attachmentId(), position)
                : fetch(tx, organizationId, accountId, messageId, file, position);
    }

    private Uni<Void> fetch(SqlConnection tx, UUID organizationId, UUID accountId, UUID messageId, File file, int position) {
        return tx.preparedQuery(INSERT)
                .execute(row(file.id(), organizationId, messageId, file.ref(), position, MediaRefs.write(file.ref())).addBoolean(file.isInline()))
                .chain(() -> tx.preparedQuery(ENQUEUE).execute(Tuple.of(Ids.next(), organizationId, accountId, file.id(), Sql.time(clock.instant()))))
                .replaceWithVoid();
    }

    private Uni<Void> take(SqlConnection tx, UUID organizationId, UUID messageId, MediaRef file, UUID uploadId, int position) {
        return tx.preparedQuery(TAKE_UPLOAD)
                .execute(Tuple.of(organizationId, uploadId, messageId, position))
                .chain(rows -> rows.rowCount() == 1 ? Uni.createFrom().voidItem() : gone(tx, organizationId, messageId, file, position));
    }

    private Uni<Void> gone(SqlConnection tx, UUID organizationId, UUID messageId, MediaRef file, int position) {
        JsonObject error = new MessageError("upload_gone", "The uploaded file is not there.", "Ask the sender to send the file again.").json();
        return tx.preparedQuery(UPLOAD_GONE)
                .execute(row(Ids.next(), organizationId, messageId, file, position, error))
                .replaceWithVoid();
    }

    private Tuple row(UUID id, UUID organizationId, UUID messageId, MediaRef file, int position, JsonObject reference) {
        String kind = (KINDS.contains(file.kind()) ? file.kind() : ContentKind.FILE).word();
        String contentType = file.contentType().map(type -> type.split(";", 2)[0].strip()).orElse("application/octet-stream");
        return Tuple.tuple()
                .addUUID(id)
                .addUUID(organizationId)
                .addUUID(messageId)
                .addInteger(position)
                .addString(kind)
                .addString(FileNames.clean(file.fileName().orElse(null), kind, contentType))
                .addString(contentType)
                .addLong(file.size().orElse(null))
                .addValue(reference)
                .addOffsetDateTime(Sql.time(clock.instant()));
    }
}
