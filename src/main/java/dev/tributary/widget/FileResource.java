package dev.tributary.widget;

import dev.tributary.platform.FileStore;
import dev.tributary.platform.SignedLinks;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Files of a conversation for whoever holds a link that we signed: visitors, for ten minutes. */
@Path("/api/widget/v1/files")
@Tag(name = "Website widget")
class FileResource {

    private static final String FIND = """
            select a.file_name, a.content_type, a.storage_key from attachment a join message m on m.id = a.message_id
            where a.id = $1 and m.conversation_id = $2 and a.state = 'stored' and m.direction in ('inbound', 'outbound') and m.deleted_at is null
            """;

    private final SignedLinks links;
    private final FileStore files;
    private final Pool database;
    private final Clock clock;

    FileResource(SignedLinks links, FileStore files, Pool database, Clock clock) {
        this.links = links;
        this.files = files;
        this.database = database;
        this.clock = clock;
    }

    static String path(UUID conversationId, UUID attachmentId) {
        return "/api/widget/v1/files/" + conversationId + "/" + attachmentId;
    }

    /** A link that is wrong or too old is like one that never was. */
    @GET
    @Path("/{conversation}/{id}")
    @Operation(summary = "Fetch a file by its signed link", description = "The link stands in a message and works for ten minutes.")
    public Uni<Response> fetch(
            @RestPath UUID conversation, @RestPath UUID id, @QueryParam("expires") String expires, @QueryParam("signature") String signature) {
        boolean signed = expires != null && signature != null && links.verifies(path(conversation, id), expires, signature, clock.instant());
        if (!signed) {
            throw WidgetProblems.notFound("file");
        }
        return database.preparedQuery(FIND)
                .execute(Tuple.of(id, conversation))
                .chain(rows -> answer(Sql.first(rows).orElseThrow(() -> WidgetProblems.notFound("file"))));
    }

    /** Shown in the page only what browsers show without running it; everything else is a download. */
    private Uni<Response> answer(Row row) {
        String type = row.getString("content_type");
        String name = URLEncoder.encode(row.getString("file_name"), StandardCharsets.UTF_8).replace("+", "%20");
        boolean inline = type.matches("image/(png|jpeg|webp|gif)|audio/[a-z0-9.-]+|video/(mp4|webm)");
        return files.path(row.getString("storage_key"))
                .onFailure(NoSuchFileException.class).transform(_ -> WidgetProblems.notFound("file"))
                .map(path -> Response.ok(path.toFile())
                        .type(type)
                        .header("Content-Disposition", (inline ? "inline" : "attachment") + "; filename*=UTF-8''" + name)
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Content-Security-Policy", "default-src 'none'; sandbox")
                        .header("Cache-Control", "private, max-age=600")
                        .build());
    }
}
