package dev.tributary.channel;

import dev.tributary.channel.Template.Variable;
import dev.tributary.identity.Caller;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Messages that a provider has approved. */
@Path("/rest/v1/channel_accounts/{id}/templates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class TemplateResource {

    /**
     * @param status the provider's word; only {@code approved} ones can be sent
     * @param headerMedia image, video or file: the attachment that the message must have
     */
    record TemplateView(
            String name,
            String language,
            String status,
            String category,
            @Nullable @Schema(enumeration = {"image", "video", "file"}) String headerMedia,
            @Nullable String headerText,
            String body,
            @Nullable String footer,
            List<Variable> variables,
            List<String> buttons) {
        static TemplateView of(Template template) {
            return new TemplateView(
                    template.name(),
                    template.language(),
                    template.status(),
                    template.category(),
                    template.headerMedia().map(ContentKind::word).orElse(null),
                    template.headerText().orElse(null),
                    template.body(),
                    template.footer().orElse(null),
                    template.variables(),
                    template.buttons());
        }
    }

    private final CurrentCaller current;
    private final AccountStore store;
    private final Templates templates;
    private final TemplateSync sync;

    TemplateResource(CurrentCaller current, AccountStore store, Templates templates, TemplateSync sync) {
        this.current = current;
        this.store = store;
        this.templates = templates;
        this.sync = sync;
    }

    @GET
    @Operation(summary = "List a channel account's templates", description = "As the provider last told, in the order of their names.")
    public Uni<Page<TemplateView>> list(@PathParam("id") UUID id) {
        return list(current.require(Permission.CHANNELS_READ), id);
    }

    @POST
    @Path("/sync")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Read the templates from the provider now")
    public Uni<Page<TemplateView>> syncNow(@PathParam("id") UUID id) {
        Caller caller = current.require(Permission.CHANNELS_WRITE);
        return sync.sync(caller.organizationId(), id).chain(() -> list(caller, id));
    }

    private Uni<Page<TemplateView>> list(Caller caller, UUID id) {
        return store.get(caller.organizationId(), id)
                .chain(account -> templates.list(caller.organizationId(), account.id))
                .map(found -> Page.all(found.stream().map(TemplateView::of).toList()));
    }
}
