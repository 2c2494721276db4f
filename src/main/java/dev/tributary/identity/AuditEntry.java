package dev.tributary.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** One line of the audit log, as {@link Audit} writes it through Hibernate. */
@Entity
@Immutable
@Table(name = "audit_entry")
class AuditEntry {
    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    @Column(name = "actor_type")
    String actorType;

    @Column(name = "actor_id")
    UUID actorId;

    @Column(name = "actor_name")
    String actorName;

    String action;

    @Column(name = "target_type")
    String targetType;

    @Column(name = "target_id")
    UUID targetId;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> detail;

    String address;

    @Column(name = "created_at")
    OffsetDateTime createdAt;
}
