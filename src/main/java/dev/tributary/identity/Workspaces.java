package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.UserChanges.NewUser;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The workspaces of one installation, and who belongs to which. A person may belong to several, with a role in each; a
 * request is made in one of them.
 */
@ApplicationScoped
public class Workspaces {
    private static final String MEMBERSHIPS = """
            select u.id as user_id, u.organization_id, u.role, u.name
            from app_user me join app_user u on u.person_id = me.person_id and u.is_active
            where me.id = $1 and me.is_active""";

    private final Pool database;
    private final Clock clock;
    private final Audit audit;
    private final Passwords passwords;
    private final UserChanges users;

    Workspaces(Pool database, Clock clock, Audit audit, Passwords passwords, UserChanges users) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.passwords = passwords;
        this.users = users;
    }

    record NewWorkspace(String name, String timeZone, String locale) {}

    /** Whoever is to own a new workspace, if it is not the one who makes it. */
    record NewOwner(String name, String email, Optional<String> password) {}

    /** @param initialPassword empty unless one was made up for a new owner */
    record Created(UUID organizationId, UUID ownerId, Optional<String> initialPassword) {}

    /**
     * The same person in another workspace, with the role there; 404 for everybody who does not belong to it. An API token
     * that is limited to scopes is limited to its own workspace too.
     */
    public Uni<Caller> callerIn(Caller caller, UUID organizationId) {
        if (caller.organizationId().equals(organizationId)) {
            return Uni.createFrom().item(caller);
        }
        return memberships(caller).map(found -> found.stream()
                .filter(member -> member.organizationId().equals(organizationId))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("organization")));
    }

    /** This caller in each of the workspaces that they belong to. */
    Uni<List<Caller>> memberships(Caller caller) {
        if (!caller.scopes().contains(Caller.EVERY_SCOPE) || caller.userId().isEmpty()) {
            return Uni.createFrom().item(List.of(caller));
        }
        return database.preparedQuery(MEMBERSHIPS)
                .execute(Tuple.of(caller.userId().get()))
                .map(rows -> Rows.all(rows, row -> sameCaller(caller, Rows.person(row))));
    }

    private static Caller sameCaller(Caller caller, Caller member) {
        return new Caller(
                member.organizationId(), member.userId(), caller.tokenId(), member.role(), caller.scopes(), member.name());
    }

    /** A workspace owned by whoever makes it. */
    Uni<Created> create(Caller owner, NewWorkspace wanted) {
        return database.withTransaction(tx -> insert(tx, wanted)
                .chain(organizationId -> join(tx, owner, organizationId)
                        .call(ownerId -> auditCreation(tx, owner, organizationId, ownerId))
                        .map(ownerId -> new Created(organizationId, ownerId, Optional.empty()))));
    }

    /** A workspace for somebody else; its maker has no way in. */
    Uni<Created> create(Caller maker, NewWorkspace wanted, NewOwner owner) {
        String password = owner.password().orElseGet(OpaqueToken::random);
        return passwords.hash(password)
                .chain(hash -> database.withTransaction(tx -> insert(tx, wanted)
                        .chain(organizationId -> insertOwner(tx, organizationId, owner, hash)
                                .call(added -> auditCreation(tx, maker, organizationId, added.userId()))
                                .map(added -> created(organizationId, added, owner, password)))));
    }

    private static Created created(UUID organizationId, Added added, NewOwner owner, String password) {
        boolean isShown = added.isNewPerson() && owner.password().isEmpty();
        return new Created(organizationId, added.userId(), isShown ? Optional.of(password) : Optional.empty());
    }

    Uni<UUID> insert(SqlConnection tx, NewWorkspace wanted) {
        UUID id = Ids.next();
        return tx.preparedQuery("""
                        insert into organization (id, name, time_zone, locale, created_at, updated_at)
                        values ($1, $2, $3, $4, $5, $5)""")
                .execute(Tuple.of(id, wanted.name(), wanted.timeZone(), wanted.locale(), now()))
                .replaceWith(id);
    }

    record Added(UUID userId, boolean isNewPerson) {}

    Uni<Added> insertOwner(SqlConnection tx, UUID organizationId, NewOwner owner, String hash) {
        UUID userId = Ids.next();
        NewUser user = new NewUser(owner.name(), owner.email(), Role.OWNER, owner.password(), null);
        return users.insertPerson(tx, owner.email(), hash)
                .call(person -> users.insertUser(tx, organizationId, userId, person.id(), user))
                .map(person -> new Added(userId, person.isNew()));
    }

    private Uni<UUID> join(SqlConnection tx, Caller owner, UUID organizationId) {
        UUID userId = Ids.next();
        return tx.preparedQuery("""
                        insert into app_user (id, organization_id, person_id, name, avatar_url, role, created_at, updated_at)
                        select $1, $2, person_id, name, avatar_url, 'owner', $4, $4 from app_user where id = $3""")
                .execute(Tuple.of(userId, organizationId, owner.userId().orElseThrow(), now()))
                .replaceWith(userId);
    }

    /** Told in the new workspace, whose own log it opens, in the name of its owner, and in the maker's. */
    private Uni<Void> auditCreation(SqlConnection tx, Caller maker, UUID organizationId, UUID ownerId) {
        Caller inNew = new Caller(
                organizationId, Optional.of(ownerId), Optional.empty(), Role.OWNER, Set.of(), maker.name());
        Target organization = new Target("organization", organizationId);
        return audit.record(tx, inNew, "organization.created", organization, Map.of())
                .chain(() -> audit.record(tx, maker, "organization.created", organization, Map.of()));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
