package dev.tributary.contact;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A contact as the API shows it.
 *
 * @param crm the record of the CRM directory that stands for the same person; null where there is none
 */
public record ContactView(
        UUID id,
        String name,
        String email,
        String phone,
        String avatarUrl,
        String locale,
        boolean isBlocked,
        List<Identity> identities,
        Crm crm,
        Map<String, Object> attributes,
        List<Same> possiblySame,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * By what they are recognised.
     *
     * @param kind {@code provider}, {@code phone} or {@code email}
     * @param channelType null for a phone number or a mail address
     * @param unreachableReason set while the channel says that nothing arrives there
     */
    public record Identity(String kind, String channelType, UUID channelAccountId, String value, String displayName, String unreachableReason) {}

    /**
     * Somebody of whom a provider said that it is the same person, after both had written.
     *
     * @param conversationId their latest one; null where there is none
     */
    public record Same(UUID id, String name, UUID conversationId) {}

    /** @param kind {@code client}, {@code contact} or {@code lead} */
    public record Crm(String kind, UUID id, String name, String url) {}
}
