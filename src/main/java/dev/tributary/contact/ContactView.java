package dev.tributary.contact;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A contact as the API shows it.
 *
 * @param crm the record of the CRM directory that stands for the same person; null where there is none
 * @param mailRefusal why nothing is mailed to their address by itself; null where it is
 */
public record ContactView(
        UUID id,
        String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String avatarUrl,
        @Nullable String locale,
        boolean isBlocked,
        List<Identity> identities,
        @Nullable Crm crm,
        @Nullable MailRefusal mailRefusal,
        Map<String, Object> attributes,
        List<Same> possiblySame,
        Instant createdAt,
        Instant updatedAt) {

    public record MailRefusal(@Schema(enumeration = {"unsubscribed", "undeliverable"}) String reason, Instant refusedAt) {}

    /**
     * By what they are recognised.
     *
     * @param kind {@code provider}, {@code phone} or {@code email}
     * @param channelType null for a phone number or a mail address
     * @param unreachableReason set while the channel says that nothing arrives there
     */
    public record Identity(
            @Schema(enumeration = {"provider", "phone", "email"}) String kind,
            @Nullable String channelType,
            @Nullable UUID channelAccountId,
            String value,
            @Nullable String displayName,
            @Nullable @Schema(enumeration = {"blocked", "undeliverable", "unsubscribed"}) String unreachableReason) {}

    /**
     * Somebody of whom a provider said that it is the same person, after both had written.
     *
     * @param conversationId their latest one; null where there is none
     */
    public record Same(UUID id, String name, @Nullable UUID conversationId) {}

    /** @param kind {@code client}, {@code contact} or {@code lead} */
    public record Crm(@Schema(enumeration = {"client", "contact", "lead"}) String kind, UUID id, String name, @Nullable String url) {}
}
