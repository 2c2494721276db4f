package dev.tributary.adapter.whatsapplite;

import static dev.tributary.channel.AdapterCase.bytes;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.platform.Secret;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;

/** WAHA's part of the conformance test. */
@Unremovable
@ApplicationScoped
class WahaCase extends LiteCase {

    @Override
    String dialect() {
        return LiteSettings.WAHA;
    }

    @Override
    String secret() {
        return LiteFixtures.WAHA_SECRET;
    }

    @Override
    protected String proofHeader() {
        return LiteProof.HMAC_HEADER;
    }

    @Override
    protected String proof(byte[] body, ChannelAccount account) {
        return LiteProof.sign(new Secret(secret()), body);
    }

    @Override
    public boolean signsTheBody() {
        return true;
    }

    @Override
    public byte[] message() {
        return LiteFixtures.bytes("waha-text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return bytes("{\"event\":\"message.any\",\"payload\":{\"id\":\"false_14155550142@c.us_3A\",\"body\":\"hi\"}}");
    }

    @Override
    public byte[] unknownType() {
        return bytes("{\"event\":\"hologram\",\"payload\":{\"id\":\"false_14155550142@c.us_3A\"}}");
    }

    @Override
    public Answer accepted() {
        return Answer.json(201, "{\"id\":{\"fromMe\":true,\"remote\":\"14155550142@c.us\",\"id\":\"3EB0C767\",\"_serialized\":\"true_14155550142@c.us_3EB0C767\"}}");
    }
}
