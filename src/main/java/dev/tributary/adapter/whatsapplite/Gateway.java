package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.whatsapplite.GatewayApi.Result;
import dev.tributary.channel.ConnectsByQr.Linking;
import dev.tributary.channel.Connection;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendsReactions;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The calls of one dialect. Nothing here fails, except by a bug. */
interface Gateway {

    /** Whether the key opens the gateway, and how the link stands where there is one. */
    Uni<Connection> state(GatewayLine line);

    /** Makes the link, or takes over one that is there, and leads its events to us. */
    Uni<Connection> connect(GatewayLine line);

    /** Leads its events to us no longer. */
    Uni<Void> disconnect(GatewayLine line);

    Uni<Linking> code(GatewayLine line);

    Uni<Connection> unlink(GatewayLine line);

    /**
     * @param chat as {@link LitePeople#key}
     * @param quoted the message that this one answers
     * @param fileUrl where the gateway fetches the part's file; empty for a text
     */
    Uni<Result> send(GatewayLine line, String chat, LiteOutbound.Part part, Optional<ProviderMessageId> quoted, String fileUrl);

    /** WhatsApp's own id of what was sent. */
    Optional<String> idOf(JsonNode answer);

    Uni<Result> typing(GatewayLine line, String chat, boolean on);

    Uni<Result> react(GatewayLine line, SendsReactions.Given given);

    Uni<Result> read(GatewayLine line, String chat, ProviderMessageId newest);

    Uni<Fetched> fetch(GatewayLine line, String handle);
}
