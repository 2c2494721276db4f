package dev.tributary.identity;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A workspace: the wall between tenants. */
@Entity
@Table(name = "organization")
@DynamicUpdate
class Organization extends PanacheEntityBase {
    @Id
    UUID id;

    String name;

    @Column(name = "channels_enabled")
    boolean channelsEnabled;

    @Column(name = "time_zone")
    String timeZone;

    String locale;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "business_hours")
    Map<String, Object> businessHours;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> retention;

    @Column(name = "created_at", updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;
}
