package dev.tributary.adapter.whatsapplite;

import static dev.tributary.channel.AdapterCase.bytes;

import dev.tributary.channel.ChannelAccount;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;

/** Evolution's part of the conformance test. */
@Unremovable
@ApplicationScoped
class EvolutionCase extends LiteCase {

    @Override
    String dialect() {
        return LiteSettings.EVOLUTION;
    }

    @Override
    String secret() {
        return LiteFixtures.EVOLUTION_SECRET;
    }

    @Override
    protected String proofHeader() {
        return LiteProof.TOKEN_HEADER;
    }

    @Override
    protected String proof(byte[] body, ChannelAccount account) {
        return secret();
    }

    @Override
    public boolean signsTheBody() {
        return false;
    }

    @Override
    public byte[] message() {
        return LiteFixtures.bytes("text.json");
    }

    @Override
    public byte[] messageWithoutOptionalFields() {
        return bytes("{\"event\":\"messages.upsert\",\"data\":{\"key\":{\"remoteJid\":\"14155550142@s.whatsapp.net\",\"id\":\"3A\"},\"message\":{\"conversation\":\"hi\"},\"messageType\":\"conversation\"}}");
    }

    @Override
    public byte[] unknownType() {
        return bytes("{\"event\":\"messages.upsert\",\"data\":{\"key\":{\"remoteJid\":\"14155550142@s.whatsapp.net\",\"id\":\"3A\"},\"message\":{\"hologram\":{}},\"messageType\":\"hologram\"}}");
    }

    @Override
    public Answer accepted() {
        return LiteFixtures.answer("response-send-ok.json");
    }
}
