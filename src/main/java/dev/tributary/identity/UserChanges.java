package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.platform.Ids;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Adds, changes and removes users. Admins manage admins and agents; owners are managed by owners alone, and the last
 * active one stays: otherwise an admin could take a workspace over, or everybody could lose it.
 */
@ApplicationScoped
class UserChanges {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Pool database;
    private final Clock clock;
    private final Passwords passwords;
    private final Sessions sessions;
    private final SessionWatch watch;
    private final Users users;
    private final Audit audit;
    private final Event<UserDeparted> departed;

    UserChanges(
            Pool database, Clock clock, Passwords passwords, Sessions sessions, SessionWatch watch, Users users,
            Audit audit, Event<UserDeparted> departed) {
        this.database = database;
        this.clock = clock;
        this.passwords = passwords;
        this.sessions = sessions;
        this.watch = watch;
        this.users = users;
        this.audit = audit;
        this.departed = departed;
    }

    /** Somebody new. Without a password one is made up. */
    record NewUser(String name, String email, Role role, Optional<String> password, String avatarUrl) {}

    /** @param initialPassword empty if this person signs in already, in another workspace of this installation */
    record Added(UserView user, Optional<String> initialPassword) {}

    /** Null leaves a field as it is. */
    record Change(String name, String email, Role role, Boolean isActive, String avatarUrl) {}

    Uni<Added> add(Caller caller, NewUser wanted) {
        if (wanted.role() == Role.OWNER && caller.role() != Role.OWNER) {
            throw IdentityProblems.onlyOwners("make somebody an owner");
        }
        String password = wanted.password().orElseGet(OpaqueToken::random);
        return passwords.hash(password)
                .chain(hash -> database.withTransaction(tx -> add(tx, caller, wanted, hash)))
                .map(added -> new Added(added.user(), added.isNewPerson() ? Optional.of(password) : Optional.empty()))
                .onFailure(UserChanges::isTaken)
                .transform(taken -> IdentityProblems.emailTaken());
    }

    private record Inserted(UserView user, boolean isNewPerson) {}

    private Uni<Inserted> add(SqlConnection tx, Caller caller, NewUser wanted, String hash) {
        UUID userId = Ids.next();
        return insertPerson(tx, wanted.email(), hash)
                .call(person -> insertUser(tx, caller.organizationId(), userId, person.id(), wanted))
                .call(person -> audit.record(tx, caller, "user.added", user(userId), Map.of("role", wanted.role().wireName())))
                .chain(person -> users.find(tx, caller.organizationId(), userId)
                        .map(found -> new Inserted(found.orElseThrow(), person.isNew())));
    }

    record Person(UUID id, boolean isNew) {}

    /** The person with this address, who is made if unknown; a known one keeps the password. */
    Uni<Person> insertPerson(SqlConnection tx, String email, String hash) {
        UUID personId = Ids.next();
        return tx.preparedQuery("""
                        insert into person (id, email, password_hash, created_at) values ($1, $2, $3, $4)
                        on conflict (lower(email)) do nothing""")
                .execute(Tuple.of(personId, email, hash, now()))
                .chain(inserted -> inserted.rowCount() == 1
                        ? Uni.createFrom().item(new Person(personId, true))
                        : tx.preparedQuery("select id from person where lower(email) = lower($1)")
                                .execute(Tuple.of(email))
                                .map(rows -> new Person(rows.iterator().next().getUUID("id"), false)));
    }

    Uni<Void> insertUser(SqlConnection tx, UUID organizationId, UUID userId, UUID personId, NewUser wanted) {
        return tx.preparedQuery("""
                        insert into app_user (id, organization_id, person_id, name, role, avatar_url, created_at, updated_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $7)""")
                .execute(Tuple.tuple(Arrays.asList(
                        userId, organizationId, personId, wanted.name(), wanted.role().wireName(), wanted.avatarUrl(), now())))
                .replaceWithVoid();
    }

    Uni<UserView> change(Caller caller, UUID userId, Change change) {
        return database.withTransaction(tx -> managed(tx, caller, userId)
                        .invoke(user -> requireRoleChange(caller, user, change))
                        .call(user -> keepAnOwner(tx, caller, user, change))
                        .call(user -> changeEmail(tx, userId, user, change.email()))
                        .call(user -> write(tx, userId, change))
                        .call(user -> audit.record(tx, caller, "user.changed", user(userId), describe(change)))
                        .chain(user -> endSessionsIfInactive(tx, userId, change))
                        .chain(ended -> users.find(tx, caller.organizationId(), userId)
                                .map(found -> new Changed(found.orElseThrow(), ended))))
                .invoke(changed -> watch.announce(changed.endedSessions()))
                .invoke(changed -> tellIfDeparted(caller, changed.user()))
                .map(Changed::user)
                .onFailure(UserChanges::isTaken)
                .transform(taken -> IdentityProblems.emailTaken());
    }

    private record Changed(UserView user, List<UUID> endedSessions) {}

    /** Frees the address in this workspace; what the user wrote keeps their name. */
    Uni<Void> remove(Caller caller, UUID userId) {
        Change deactivation = new Change(null, null, null, false, null);
        return database.withTransaction(tx -> managed(tx, caller, userId)
                        .call(user -> keepAnOwner(tx, caller, user, deactivation))
                        .call(() -> tx.preparedQuery("update app_user set is_active = false, removed_at = $2, updated_at = $2 where id = $1")
                                .execute(Tuple.of(userId, now())))
                        .call(() -> tx.preparedQuery("delete from team_member where user_id = $1").execute(Tuple.of(userId)))
                        .call(() -> tx.preparedQuery("update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null")
                                .execute(Tuple.of(userId, now())))
                        .call(() -> audit.record(tx, caller, "user.removed", user(userId), Map.of()))
                        .chain(() -> sessions.endInWorkspace(tx, userId)))
                .invoke(watch::announce)
                .invoke(() -> departed.fireAsync(new UserDeparted(caller.organizationId(), userId)))
                .replaceWithVoid();
    }

    private void tellIfDeparted(Caller caller, UserView user) {
        if (!user.isActive()) {
            departed.fireAsync(new UserDeparted(caller.organizationId(), user.id()));
        }
    }

    /** A new password for somebody who lost theirs; ends all their sessions. Answers the password, which is kept nowhere. */
    Uni<String> resetPassword(Caller caller, UUID userId) {
        String password = OpaqueToken.random();
        return passwords.hash(password)
                .chain(hash -> database.withTransaction(tx -> managed(tx, caller, userId)
                        .call(user -> refuseIfShared(tx, user))
                        .call(user -> tx.preparedQuery("update person set password_hash = $2 where id = $1")
                                .execute(Tuple.of(user.personId(), hash)))
                        .call(() -> audit.record(tx, caller, "user.password_reset", user(userId), Map.of()))
                        .chain(() -> sessions.endAll(tx, userId))))
                .invoke(watch::announce)
                .replaceWith(password);
    }

    private record Managed(UUID personId, Role role, boolean isActive) {}

    /** Changes of one workspace's people follow each other, so that two owners cannot depose each other at once. */
    private Uni<Managed> managed(SqlConnection tx, Caller caller, UUID userId) {
        return tx.preparedQuery("select 1 from organization where id = $1 for no key update")
                .execute(Tuple.of(caller.organizationId()))
                .chain(() -> tx.preparedQuery("""
                        select person_id, role, is_active from app_user
                        where organization_id = $1 and id = $2 and removed_at is null""")
                        .execute(Tuple.of(caller.organizationId(), userId)))
                .map(rows -> Rows.first(rows).orElseThrow(() -> Problems.notFound("user")))
                .map(row -> new Managed(
                        row.getUUID("person_id"), Role.ofWireName(row.getString("role")), row.getBoolean("is_active")))
                .invoke(user -> requireRank(caller, user));
    }

    private static void requireRank(Caller caller, Managed user) {
        if (user.role() == Role.OWNER && caller.role() != Role.OWNER) {
            throw IdentityProblems.onlyOwners("change an owner");
        }
    }

    private static void requireRoleChange(Caller caller, Managed user, Change change) {
        if (change.role() == Role.OWNER && user.role() != Role.OWNER && caller.role() != Role.OWNER) {
            throw IdentityProblems.onlyOwners("make somebody an owner");
        }
    }

    private static Uni<Void> keepAnOwner(SqlConnection tx, Caller caller, Managed user, Change change) {
        boolean stays = !Boolean.FALSE.equals(change.isActive()) && (change.role() == null || change.role() == Role.OWNER);
        if (user.role() != Role.OWNER || !user.isActive() || stays) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery("select id from app_user where organization_id = $1 and role = 'owner' and is_active limit 2")
                .execute(Tuple.of(caller.organizationId()))
                .invoke(owners -> refuseUnless(owners.size() == 2, IdentityProblems.lastOwner()))
                .replaceWithVoid();
    }

    private static Uni<Void> changeEmail(SqlConnection tx, UUID userId, Managed user, String email) {
        if (email == null) {
            return Uni.createFrom().voidItem();
        }
        return refuseIfShared(tx, user)
                .chain(() -> tx.preparedQuery("update person set email = $2 where id = $1")
                        .execute(Tuple.of(user.personId(), email)))
                .replaceWithVoid();
    }

    private static Uni<Void> refuseIfShared(SqlConnection tx, Managed user) {
        return tx.preparedQuery("select id from app_user where person_id = $1 and removed_at is null limit 2")
                .execute(Tuple.of(user.personId()))
                .invoke(workspaces -> refuseUnless(workspaces.size() == 1, IdentityProblems.sharedSignIn()))
                .replaceWithVoid();
    }

    private static void refuseUnless(boolean isFine, ProblemException refusal) {
        if (!isFine) {
            throw refusal;
        }
    }

    private Uni<Void> write(SqlConnection tx, UUID userId, Change change) {
        return tx.preparedQuery("""
                        update app_user set name = coalesce($2, name), role = coalesce($3, role),
                            is_active = coalesce($4, is_active), avatar_url = nullif(coalesce($5, avatar_url), ''), updated_at = $6
                        where id = $1""")
                .execute(Tuple.of(
                        userId,
                        change.name(),
                        change.role() == null ? null : change.role().wireName(),
                        change.isActive(),
                        change.avatarUrl(),
                        now()))
                .replaceWithVoid();
    }

    private Uni<List<UUID>> endSessionsIfInactive(SqlConnection tx, UUID userId, Change change) {
        return Boolean.FALSE.equals(change.isActive())
                ? sessions.endInWorkspace(tx, userId)
                : Uni.createFrom().item(List.of());
    }

    private static Map<String, ?> describe(Change change) {
        Map<String, Object> detail = new LinkedHashMap<>();
        Optional.ofNullable(change.name()).ifPresent(name -> detail.put("name", name));
        Optional.ofNullable(change.email()).ifPresent(email -> detail.put("email", email));
        Optional.ofNullable(change.role()).ifPresent(role -> detail.put("role", role.wireName()));
        Optional.ofNullable(change.isActive()).ifPresent(active -> detail.put("is_active", active));
        return detail;
    }

    static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private static Target user(UUID id) {
        return new Target("user", id);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
