package dev.tributary.identity;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Users who answer together. Its members are rows of {@code team_member}, written by {@link Teams}. */
@Entity
@Table(name = "team")
class Team extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(name = "organization_id", updatable = false)
    UUID organizationId;

    String name;

    @Column(name = "created_at", updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;
}
