package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PollsMailbox;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.inbound.MailboxRefills.MailboxRefill;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Fetches days of a mailbox again: what is here stays, what is missing comes, and nothing comes twice. */
@Path("/rest/v1/channel_accounts/{id}/refills")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
public class MailboxRefillResource {

    private static final long MOST_DAYS = 3_650;

    /** Days by UTC, both included. */
    record Days(@NotNull LocalDate from, @NotNull LocalDate to) {}

    private final MailboxRefills refills;
    private final AccountDirectory accounts;
    private final CurrentCaller caller;

    MailboxRefillResource(MailboxRefills refills, AccountDirectory accounts, CurrentCaller caller) {
        this.refills = refills;
        this.accounts = accounts;
        this.caller = caller;
    }

    @POST
    @Operation(summary = "Fetch the mails of some days again, those that are missing here")
    @APIResponse(responseCode = "202", description = "It begins within seconds; the latest request tells how far it is", content = @Content(schema = @Schema(implementation = MailboxRefill.class)))
    public Uni<Response> ask(@PathParam("id") UUID accountId, @NotNull @Valid Days days) {
        UUID organizationId = caller.require(Permission.CHANNELS_WRITE).organizationId();
        if (days.to().isBefore(days.from()) || ChronoUnit.DAYS.between(days.from(), days.to()) > MOST_DAYS) {
            throw Problems.invalid("to", "must be the same day as from or a later one, at most ten years later");
        }
        return accounts.find(accountId)
                .invoke(found -> check(organizationId, found))
                .chain(() -> refills.ask(organizationId, accountId, days.from(), days.to()))
                .map(refill -> Response.accepted(refill).build());
    }

    @GET
    @Operation(summary = "How the latest requests went, newest first; the end is null while one is being worked on")
    public Uni<Page<MailboxRefill>> latest(@PathParam("id") UUID accountId) {
        UUID organizationId = caller.require(Permission.CHANNELS_READ).organizationId();
        return accounts.find(accountId)
                .invoke(found -> ours(organizationId, found))
                .chain(() -> refills.latest(organizationId, accountId))
                .map(items -> new Page<>(items, null));
    }

    private static LiveAccount ours(UUID organizationId, Optional<LiveAccount> found) {
        return found.filter(one -> one.account().organizationId().equals(organizationId)).orElseThrow(() -> Problems.notFound("channel account"));
    }

    private static void check(UUID organizationId, Optional<LiveAccount> found) {
        LiveAccount live = ours(organizationId, found);
        boolean refills = live.adapter() instanceof PollsMailbox mailbox && mailbox.refills();
        if (!refills) {
            throw Problems.conflict("refill_not_possible", "This channel keeps no mails that could be fetched again.", "Only mailboxes can be refilled.");
        }
        if (!live.open()) {
            throw Problems.conflict("channel_inactive", "The channel is switched off.", "Switch it on first.");
        }
    }
}
