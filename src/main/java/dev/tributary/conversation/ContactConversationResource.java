package dev.tributary.conversation;

import dev.tributary.contact.ContactViews;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What was said with one person, on every channel. */
@Path("/rest/v1/contacts/{id}/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Contacts")
public class ContactConversationResource {

    private final CurrentCaller caller;
    private final Pool database;
    private final ContactViews contacts;
    private final Inbox inbox;

    ContactConversationResource(CurrentCaller caller, Pool database, ContactViews contacts, Inbox inbox) {
        this.caller = caller;
        this.database = database;
        this.contacts = contacts;
        this.inbox = inbox;
    }

    @GET
    @Operation(summary = "List a contact's conversations", description = "The newest activity first, on every channel.")
    public Uni<Page<ConversationView>> list(@RestPath UUID id, @QueryParam("cursor") String cursor, @QueryParam("limit") Integer limit) {
        Caller by = caller.require(Permission.CONVERSATIONS_READ);
        int size = Page.limit(limit);
        return contacts.get(database, by.organizationId(), id).chain(contact -> inbox.page(by, InboxFilter.contact(contact.id()), cursor, size));
    }
}
