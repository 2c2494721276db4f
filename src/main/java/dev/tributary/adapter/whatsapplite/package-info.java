/**
 * WhatsApp through a phone that is linked as a device, by a gateway that the operator runs. Two dialects of gateways: Evolution API
 * (2.3) and WAHA (2026); what they say is brought to one form here.
 *
 * <p>In: one event a call, proven by a secret header (Evolution, which signs nothing) or by an HMAC over the body (WAHA). Files come
 * inside the event, by an address, or are asked for afterwards. Out: one call per text or file; files are fetched by the gateway from
 * a signed address of ours. No reply window and no templates. Buttons go as a numbered text, for WhatsApp hides them.
 *
 * <p>Not confirmed by a gateway yet, and each in one place: the shape of pressed buttons ({@link LiteContent}), WAHA's presence and
 * location ({@link WahaInbound}), the words of a closed connection ({@link GatewayErrors}).
 */
package dev.tributary.adapter.whatsapplite;
