package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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

    @RegisterForReflection
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
        return failure instanceof ConstraintViolationException violation
                && String.valueOf(violation.getMessage()).contains("team_name");
    }

    private static Uni<Team> existing(UUID organizationId, UUID teamId) {
        return Team.<Team>find("organizationId = ?1 and id = ?2", organizationId, teamId)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> Problems.notFound("team"));
    }

    private static Uni<Void> setMembers(Mutiny.Session session, Team team, Collection<UUID> memberIds) {
        Set<UUID> wanted = new LinkedHashSet<>(memberIds);
        return requireUsers(session, team, wanted)
                .chain(() -> session.createQuery("from TeamMember where teamId = ?1", TeamMember.class)
                        .setParameter(1, team.id)
                        .getResultList())
                .chain(members -> session.removeAll(members.stream()
                                .filter(member -> !wanted.contains(member.userId))
                                .toArray())
                        .replaceWith(members.stream().map(member -> member.userId).toList()))
                .chain(present -> session.persistAll(wanted.stream()
                        .filter(userId -> !present.contains(userId))
                        .map(userId -> new TeamMember(team, userId))
                        .toArray()))
                .chain(session::flush);
    }

    /** A user of another organization, or one who was removed, is no member: 400 that names the field. */
    private static Uni<Void> requireUsers(Mutiny.Session session, Team team, Set<UUID> wanted) {
        return session.createNativeQuery("""
                        select id from app_user
                        where organization_id = ?1 and removed_at is null and id = any(cast(?2 as uuid[]))""", UUID.class)
                .setParameter(1, team.organizationId)
                .setParameter(2, wanted.toArray(UUID[]::new))
                .getResultList()
                .invoke(found -> {
                    if (found.size() != wanted.size()) {
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
        return session.createQuery("from TeamMember where teamId in ?1 order by userId", TeamMember.class)
                .setParameter(1, teamIds)
                .getResultList()
                .map(members -> members.stream()
                        .collect(Collectors.groupingBy(
                                member -> member.teamId, Collectors.mapping(member -> member.userId, Collectors.toList()))));
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
