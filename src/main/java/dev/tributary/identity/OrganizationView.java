package dev.tributary.identity;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;

/** A workspace as the API shows it. */
record OrganizationView(
        UUID id,
        String name,
        boolean channelsEnabled,
        String timeZone,
        String locale,
        Map<String, Object> businessHours,
        Map<String, Object> retention,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    static OrganizationView of(Organization organization) {
        return new OrganizationView(
                organization.id,
                organization.name,
                organization.channelsEnabled,
                organization.timeZone,
                organization.locale,
                organization.businessHours,
                organization.retention,
                organization.createdAt,
                organization.updatedAt);
    }
}
