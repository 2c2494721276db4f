package dev.tributary.apichannel;

import dev.tributary.platform.FileStore;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SignedLinks;
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

/** Attachments for whoever holds a link that we signed: the receivers of webhooks. */
@Path("/api/v1/files")
@Tag(name = "API channel")
class SignedFileResource {

    private static final String FIND = "select file_name, content_type, storage_key from attachment where id = $1 and state = 'stored'";

    private final SignedLinks links;
    private final FileStore files;
    private final Pool database;
    private final Clock clock;

    SignedFileResource(SignedLinks links, FileStore files, Pool database, Clock clock) {
        this.links = links;
        this.files = files;
        this.database = database;
        this.clock = clock;
    }

    /** A link that is wrong or too old is like one that never was. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Fetch a file by its signed link", description = "The link stands in a webhook and works for 24 hours.")
    public Uni<Response> fetch(@RestPath UUID id, @QueryParam("expires") String expires, @QueryParam("signature") String signature) {
        boolean signed = expires != null && signature != null && links.verifies("/api/v1/files/" + id, expires, signature, clock.instant());
        if (!signed) {
            throw Problems.notFound("file");
        }
        return database.preparedQuery(FIND).execute(Tuple.of(id)).chain(rows -> {
            if (rows.size() == 0) {
                throw Problems.notFound("file");
            }
            return answer(rows.iterator().next());
        });
    }

    /** Always a download: nothing of what customers send is rendered under our address. */
    private Uni<Response> answer(Row row) {
        String name = URLEncoder.encode(row.getString("file_name"), StandardCharsets.UTF_8).replace("+", "%20");
        return files.path(row.getString("storage_key"))
                .onFailure(NoSuchFileException.class).transform(_ -> Problems.notFound("file"))
                .map(path -> Response.ok(path.toFile())
                        .type(row.getString("content_type"))
                        .header("Content-Disposition", "attachment; filename*=UTF-8''" + name)
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Cache-Control", "private, max-age=3600")
                        .build());
    }
}
