package dev.tributary.conversation;

import dev.tributary.channel.OutgoingMail;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What will stand below a mail before it is sent. */
@Path("/rest/v1/conversations/{id}/signature")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Conversations")
public class ConversationSignatureResource {

    /** Both null where nothing will stand there. */
    record Preview(@Nullable String html, @Nullable String text) {}

    private static final String ACCOUNT = "select channel_account_id from conversation where organization_id = $1 and id = $2";

    private final CurrentCaller caller;
    private final Pool database;
    private final Signatures signatures;

    ConversationSignatureResource(CurrentCaller caller, Pool database, Signatures signatures) {
        this.caller = caller;
        this.database = database;
        this.signatures = signatures;
    }

    @GET
    @Operation(summary = "The signature that my answer in a conversation of mails leaves with", description = "Send mail.signature = false to leave it out.")
    public Uni<Preview> preview(@RestPath UUID id) {
        Caller reader = caller.require(Permission.CONVERSATIONS_READ);
        return database.preparedQuery(ACCOUNT)
                .execute(Tuple.of(reader.organizationId(), id))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound("conversation")).getUUID("channel_account_id"))
                .chain(accountId -> signatures.of(database, reader.organizationId(), id, accountId, Author.of(reader)))
                .map(found -> new Preview(found.map(OutgoingMail.Signature::html).orElse(null), found.map(OutgoingMail.Signature::text).orElse(null)));
    }
}
