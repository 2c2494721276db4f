package dev.tributary.identity;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** A program's way in; {@link CallerIdentityProvider} reads the same table on every request. */
@Entity
@Table(name = "api_token")
@DynamicUpdate
class ApiToken extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(name = "organization_id", updatable = false)
    UUID organizationId;

    @Column(name = "user_id", updatable = false)
    UUID userId;

    String name;

    @Column(updatable = false)
    String[] scopes;

    @Column(name = "token_hash", updatable = false)
    byte[] tokenHash;

    @Column(name = "last_four", updatable = false)
    String lastFour;

    @Column(name = "expires_at", updatable = false)
    OffsetDateTime expiresAt;

    @Column(name = "last_used_at", updatable = false)
    OffsetDateTime lastUsedAt;

    @Column(name = "revoked_at")
    OffsetDateTime revokedAt;

    @Column(name = "created_at", updatable = false)
    OffsetDateTime createdAt;
}
