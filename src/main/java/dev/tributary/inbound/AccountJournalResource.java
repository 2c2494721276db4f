package dev.tributary.inbound;

import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A channel account's raw events as they came in, with how each ended. */
@Path("/rest/v1/channel_accounts/{id}/journal")
@Tag(name = "Journal")
public class AccountJournalResource {

    private static final int MAX_LIMIT = 200;

    private final JournalViews views;
    private final Cursors cursors;
    private final CurrentCaller caller;

    AccountJournalResource(JournalViews views, Cursors cursors, CurrentCaller caller) {
        this.views = views;
        this.cursors = cursors;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Raw events of a channel account, newest first")
    public Uni<Page<JournalView>> list(
            @PathParam("id") UUID accountId,
            @QueryParam("outcome") List<String> outcomes,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("cursor") String cursor) {
        UUID organizationId = caller.require(Permission.JOURNAL_READ).organizationId();
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problems.invalid("limit", "must be between 1 and " + MAX_LIMIT);
        }
        String[] wanted = outcomes.isEmpty() ? null : outcomes.stream().map(AccountJournalResource::outcome).toArray(String[]::new);
        UUID before = cursor == null ? null : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return views.list(organizationId, accountId, wanted, before, limit).map(found -> page(found, limit));
    }

    private static String outcome(String word) {
        return Arrays.stream(EventResult.Outcome.values())
                .map(EventResult.Outcome::word)
                .filter(word::equals)
                .findFirst()
                .orElseThrow(() -> Problems.invalid("outcome", "must be one of pending, applied, duplicate, ignored, failed, rejected"));
    }

    private Page<JournalView> page(List<JournalView> found, int limit) {
        boolean more = found.size() > limit;
        List<JournalView> items = more ? found.subList(0, limit) : found;
        return new Page<>(items, more ? cursors.encode(items.getLast().id().toString()) : null);
    }
}
