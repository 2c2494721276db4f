package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** The teams of an organization and who is in them. */
@ApplicationScoped
class Teams {
    private final Clock clock;
    private final Cursors cursors;
    private final Audit audit;

    Teams(Clock clock, Cursors cursors, Audit audit) {
        this.clock = clock;
        this.cursors = cursors;
        this.audit = audit;
    }

    record TeamView(UUID id, String name, List<UUID> memberIds, OffsetDateTime createdAt) {}

    Uni<Page<TeamView>> page(UUID organizationId, String cursor, int limit) {
        UUID after = cursor == null ? new UUID(0, 0) : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return Panache.withSession(() -> Team.<Team>find("organizationId = ?1 and id > ?2 order by id", organizationId, after)
                        .page(0, limit + 1)
                        .list()
                        .map(teams -> Page.of(teams, limit, last -> cursors.encode(last.id.toString())))
                        .chain(page -> Panache.getSession().chain(session -> members(session, ids(page.items())))
                                .map(members -> page.map(team -> view(team, members)))));
    }

    Uni<TeamView> get(UUID organizationId, UUID teamId) {
        return Panache.withSession(() -> existing(organizationId, teamId)
                .chain(team -> Panache.getSession().chain(session -> view(session, team))));
    }

    Uni<TeamView> create(Caller caller, String name, Collection<UUID> memberIds) {
        return inTransaction(session -> {
            Team team = new Team();
            team.id = Ids.next();
            team.organizationId = caller.organizationId();
            team.name = name;
            team.createdAt = team.updatedAt = now();
            return session.persist(team)
                    .chain(session::flush)
                    .call(() -> setMembers(session, team, memberIds))
                    .call(() -> audit.record(session, caller, "team.created", target(team.id), Map.of("name", name)))
                    .chain(() -> view(session, team));
        });
    }

    /** Null leaves the name or the members as they are. */
    Uni<TeamView> change(Caller caller, UUID teamId, String name, Collection<UUID> memberIds) {
        return inTransaction(session -> existing(caller.organizationId(), teamId)
                .invoke(team -> {
                    team.name = name == null ? team.name : name;
                    team.updatedAt = now();
                })
                .call(session::flush)
                .call(team -> memberIds == null ? Uni.createFrom().voidItem() : setMembers(session, team, memberIds))
                .call(team -> audit.record(session, caller, "team.changed", target(teamId), Map.of("name", team.name)))
                .chain(team -> view(session, team)));
    }

    Uni<Void> delete(Caller caller, UUID teamId) {
        return inTransaction(session -> existing(caller.organizationId(), teamId)
                .call(team -> audit.record(session, caller, "team.deleted", target(teamId), Map.of("name", team.name)))
                .chain(session::remove));
    }

    private static <T> Uni<T> inTransaction(Function<Mutiny.Session, Uni<T>> work) {
        return Panache.withTransaction(() -> Panache.getSession().chain(work::apply))
                .onFailure(Teams::isNameTaken)
                .transform(taken -> Problems.conflict(
                        "team_name_taken", "There is a team with this name already.", "Choose another name."));
    }

    private static boolean isNameTaken(Throwable failure) {
        Throwable cause = failure instanceof PersistenceException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ConstraintViolationException violation
                && String.valueOf(violation.getMessage()).contains("team_name");
    }

    private static Uni<Team> existing(UUID organizationId, UUID teamId) {
        return Team.<Team>find("organizationId = ?1 and id = ?2", organizationId, teamId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> Problems.notFound("team"));
    }

    /** A user of another organization, or one who was removed, is no member: 400 that names the field. */
    private static Uni<Void> setMembers(Mutiny.Session session, Team team, Collection<UUID> memberIds) {
        Set<UUID> wanted = new LinkedHashSet<>(memberIds);
        return session.createNativeQuery("delete from team_member where team_id = ?1")
                .setParameter(1, team.id)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                        insert into team_member (organization_id, team_id, user_id)
                        select organization_id, ?1, id from app_user
                        where organization_id = ?2 and removed_at is null and id = any(cast(?3 as uuid[]))""")
                        .setParameter(1, team.id)
                        .setParameter(2, team.organizationId)
                        .setParameter(3, wanted.toArray(UUID[]::new))
                        .executeUpdate())
                .invoke(inserted -> {
                    if (inserted != wanted.size()) {
                        throw Problems.invalid("member_ids", "holds an id that is no user of this workspace");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<TeamView> view(Mutiny.Session session, Team team) {
        return members(session, List.of(team.id)).map(members -> view(team, members));
    }

    private static TeamView view(Team team, Map<UUID, List<UUID>> members) {
        return new TeamView(team.id, team.name, members.getOrDefault(team.id, List.of()), team.createdAt);
    }

    private static Uni<Map<UUID, List<UUID>>> members(Mutiny.Session session, List<UUID> teamIds) {
        return session.createNativeQuery(
                        "select team_id, user_id from team_member where team_id = any(cast(?1 as uuid[])) order by user_id",
                        Object[].class)
                .setParameter(1, teamIds.toArray(UUID[]::new))
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> (UUID) row[0], Collectors.mapping(row -> (UUID) row[1], Collectors.toList()))));
    }

    private static List<UUID> ids(List<Team> teams) {
        return teams.stream().map(team -> team.id).toList();
    }

    private static Target target(UUID teamId) {
        return new Target("team", teamId);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
