package dev.tributary.identity;

import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Nullable;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** A user as the API shows it. */
record UserView(
        UUID id,
        String name,
        String email,
        Role role,
        @Nullable String avatarUrl,
        boolean isActive,
        PresenceState presence,
        List<UUID> teamIds,
        OffsetDateTime createdAt) {

    static UserView of(Row row) {
        return new UserView(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("email"),
                Role.ofWireName(row.getString("role")),
                row.getString("avatar_url"),
                row.getBoolean("is_active"),
                PresenceState.ofWireName(row.getString("presence")),
                List.of(row.getArrayOfUUIDs("team_ids")),
                row.getOffsetDateTime("created_at"));
    }
}
