package dev.tributary.channel;

import dev.tributary.channel.ConnectsByQr.Linking;
import dev.tributary.identity.CurrentCaller;
import dev.tributary.identity.Permission;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Links a phone to a channel account, and unlinks it. */
@Path("/rest/v1/channel_accounts/{id}/qr")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
class QrResource {

    /**
     * @param state {@code needs_qr}, {@code connecting}, {@code connected} or {@code failed}
     * @param qr the code to scan, as a data URL; null where there is none
     * @param pairingCode what may be typed on the phone instead; null where there is none
     * @param expiresAt when another code holds; null where that is not known
     * @param problem code, detail and hint; null while there is none
     */
    record QrView(
            @Schema(enumeration = {"needs_qr", "connecting", "connected", "failed"}) String state,
            @Nullable String qr,
            @Nullable String pairingCode,
            @Nullable Instant expiresAt,
            @Nullable @Schema(implementation = ProblemView.class) Map<String, String> problem) {
        static QrView of(Linking linking) {
            return switch (linking) {
                case Linking.Code code -> new QrView("needs_qr", code.image(), code.pairingCode().orElse(null), code.until().orElse(null), null);
                case Linking.Waiting _ -> new QrView("connecting", null, null, null, null);
                case Linking.Linked _ -> new QrView("connected", null, null, null, null);
                case Linking.Refused refused -> new QrView("failed", null, null, null, Connections.describe(refused.problem()));
            };
        }
    }

    private final CurrentCaller current;
    private final Linkings linkings;

    QrResource(CurrentCaller current, Linkings linkings) {
        this.current = current;
        this.linkings = linkings;
    }

    @GET
    @Operation(summary = "Get the code that links a phone", description = "Codes change every few seconds: ask again while one is shown.")
    public Uni<QrView> code(@PathParam("id") UUID id) {
        return linkings.link(current.require(Permission.CHANNELS_WRITE).organizationId(), id).map(QrView::of);
    }

    @DELETE
    @Operation(summary = "Unlink the phone", description = "Another one, or the same, can be linked afterwards.")
    public Uni<Void> unlink(@PathParam("id") UUID id) {
        return linkings.unlink(current.require(Permission.CHANNELS_WRITE).organizationId(), id);
    }

    static RuntimeException notLinkedByQr() {
        return Problems.conflict("not_linked_by_qr", "This channel is not linked to a phone.", "Connect it by its settings.");
    }
}
