package dev.tributary.adapter.whatsapplite;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.platform.Secret;

/**
 * Where calls of one account go. Printing one shows no credential.
 *
 * @param baseUrl without a final slash
 * @param trusted whether it is a stand-in of our own, which may be private
 * @param instance the gateway's name of the link; WAHA calls it session
 */
record GatewayLine(String baseUrl, boolean trusted, Secret key, String instance, ChannelAccount account) {

    boolean isWaha() {
        return account.settings().text(LiteSettings.DIALECT).filter(LiteSettings.WAHA::equals).isPresent();
    }

    boolean wantsGroups() {
        return account.settings().flag(LiteSettings.GROUPS);
    }

    String webhookSecret() {
        return account.settings().requiredSecret(LiteSettings.WEBHOOK_SECRET).reveal();
    }
}
