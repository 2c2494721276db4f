package dev.tributary.channel;

import java.net.URI;
import java.util.UUID;

/** One connected number, page, bot or mailbox, as an adapter sees it: settings hold the opened secrets, so never log its parts. */
public record ChannelAccount(
        UUID id, UUID organizationId, String type, String name, Settings settings, String webhookKey, URI webhookUrl) {}
