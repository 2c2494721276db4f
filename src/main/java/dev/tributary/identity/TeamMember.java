package dev.tributary.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** A user in a team. The database refuses members of another organization than the team's. */
@Entity
@IdClass(TeamMember.Key.class)
@Table(name = "team_member")
class TeamMember {
    @Id
    @Column(name = "team_id")
    UUID teamId;

    @Id
    @Column(name = "user_id")
    UUID userId;

    @Column(name = "organization_id", updatable = false)
    UUID organizationId;

    TeamMember() {}

    TeamMember(Team team, UUID userId) {
        this.teamId = team.id;
        this.userId = userId;
        this.organizationId = team.organizationId;
    }

    record Key(UUID teamId, UUID userId) implements Serializable {}
}
