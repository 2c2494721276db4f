package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ProviderError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the states of a link mean for an account, in one place for both gateways. Pure. */
final class LiteStates {

    private LiteStates() {}

    /** @param own the linked number's address, where it is told */
    static Connection open(Optional<String> own, Optional<String> name) {
        Map<String, JsonNode> learned = new HashMap<>();
        Optional<String> digits = own.map(LitePeople::digits);
        digits.ifPresent(number -> learned.put(LiteSettings.SENDER_ID, TextNode.valueOf("+" + number)));
        name.ifPresent(known -> learned.put(LiteSettings.SENDER_NAME, TextNode.valueOf(known)));
        return new Connection(Connection.State.CONNECTED, digits, learned, Optional.empty(), Optional.empty());
    }

    static Connection connecting() {
        return new Connection(Connection.State.CONNECTING, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    }

    static Connection needsCode() {
        return waiting("needs_qr", "no phone is linked", "Scan the QR code with the phone: WhatsApp > Linked devices");
    }

    static Connection needsPasskey() {
        return waiting("passkey", "WhatsApp asks for a passkey", "Finish the pairing in the gateway's dashboard");
    }

    static Connection codesExpired() {
        return Connection.refused(new Misconfigured(new ProviderError("qr_expired", "nobody scanned the QR codes in time"), "Show the QR code again and scan it"));
    }

    /** @param reason the gateway's status code; 0 where it tells none */
    static Connection closed(int reason) {
        return switch (reason) {
            case 401 -> gone("401", "the link was ended", "Unlinked on the phone: scan a new QR code");
            case 403 -> gone("403", "the number is blocked", "WhatsApp has blocked this number");
            case 402, 406 -> gone(Integer.toString(reason), "the link is closed", "Scan a new QR code");
            case 428 -> codesExpired();
            case 0 -> gone("closed", "the link is closed", "If it does not come back by itself, show the QR code and scan it again");
            // the gateway links again by itself
            default -> new Connection(
                    Connection.State.CONNECTING,
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.of(new ChannelProblem.Unavailable(new ProviderError(Integer.toString(reason), "the line to WhatsApp broke"), "It is linked again by itself; messages wait")));
        };
    }

    static Connection removed() {
        return gone("removed", "the instance was removed from the gateway", "Test the channel, then scan a new QR code");
    }

    private static Connection waiting(String code, String words, String hint) {
        return new Connection(
                Connection.State.CONNECTING, Optional.empty(), Map.of(), Optional.empty(), Optional.of(new Misconfigured(new ProviderError(code, words), hint)));
    }

    private static Connection gone(String code, String words, String hint) {
        return Connection.refused(new CredentialsRejected(new ProviderError(code, words), hint));
    }
}
