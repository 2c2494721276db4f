package dev.tributary.channel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code channel_account}. Only changed columns are written: the hot path keeps the times of the last messages itself. */
@Entity
@Table(name = "channel_account")
@DynamicUpdate
class StoredAccount extends PanacheEntityBase {

    @Id
    UUID id;

    @Column(name = "organization_id", updatable = false)
    UUID organizationId;

    String name;

    @Column(updatable = false)
    String type;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Object> settings;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "sealed_settings")
    Map<String, String> sealedSettings;

    @Column(name = "provider_account_id")
    String providerAccountId;

    @Column(name = "webhook_key")
    String webhookKey;

    @Column(name = "is_active")
    boolean isActive;

    @Column(name = "reopen_days")
    int reopenDays;

    @Column(name = "connection_state")
    String connectionState;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "connection_problem")
    Map<String, String> connectionProblem;

    /** Whether it was connected since its admins were last told that it stopped. */
    @Column(name = "alert_armed")
    boolean isAlertArmed;

    @Column(name = "checked_at")
    OffsetDateTime checkedAt;

    @Column(name = "expires_at")
    OffsetDateTime expiresAt;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(insertable = false, updatable = false)
    Map<String, List<Map<String, String>>> findings;

    @Column(name = "oauth_offer")
    String oauthOffer;

    @Column(name = "refresh_at")
    OffsetDateTime refreshAt;

    @Column(name = "expiry_warned_days")
    Integer expiryWarnedDays;

    @Column(name = "refresh_failures")
    int refreshFailures;

    @Column(name = "last_inbound_at", insertable = false, updatable = false)
    OffsetDateTime lastInboundAt;

    @Column(name = "last_outbound_at", insertable = false, updatable = false)
    OffsetDateTime lastOutboundAt;

    @Column(name = "archived_at")
    OffsetDateTime archivedAt;

    @Column(name = "purge_requested_at")
    OffsetDateTime purgeRequestedAt;

    @Column(name = "created_at", updatable = false)
    OffsetDateTime createdAt;

    @Column(name = "updated_at")
    OffsetDateTime updatedAt;
}
