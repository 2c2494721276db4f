package dev.tributary.sandbox.gateway;

import io.vertx.core.json.JsonObject;

/** In which words a gateway tells of what happened. */
interface GatewayEvents {

    /** @param reason why the line broke, as WhatsApp numbers it; 200 where it stands */
    void connection(FakeGateway gateway, int reason);

    /** Nobody scanned any of the codes. */
    void exhausted(FakeGateway gateway);

    /**
     * What a customer writes, or the shop on its own phone: {@code from}, {@code name}, {@code text}, {@code from_me}; {@code data} is merged
     * into the message as the gateway would tell it; the {@code file} of its {@code media} becomes an address at the gateway.
     *
     * @return the message's id
     */
    String written(FakeGateway gateway, JsonObject wanted);

    /** The echo of what we sent, then its receipts; scrambled: the other way round, and the first one twice. */
    void sent(FakeGateway gateway, String chat, String id, String text);

    /** Anything else that the gateway could tell. */
    void tell(FakeGateway gateway, String event, JsonObject data);
}
