package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.platform.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What people do with their own sign-ins. Every end is audited, committed and then announced to all replicas. */
@ApplicationScoped
class OwnSessions {
    private final Pool database;
    private final Sessions sessions;
    private final SessionWatch watch;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final Workspaces workspaces;
    private final Audit audit;

    OwnSessions(
            Pool database,
            Sessions sessions,
            SessionWatch watch,
            Passwords passwords,
            SignInThrottle throttle,
            Workspaces workspaces,
            Audit audit) {
        this.database = database;
        this.sessions = sessions;
        this.watch = watch;
        this.passwords = passwords;
        this.throttle = throttle;
        this.workspaces = workspaces;
        this.audit = audit;
    }

    Uni<List<Sessions.Session>> list(Caller person) {
        return sessions.list(id(person));
    }

    /** Answers where to sign out of the identity provider too, if the session began there. */
    Uni<Optional<String>> end(Caller person, UUID sessionId) {
        return sessions.signOutUrl(sessionId)
                .call(() -> ending(person, "session.ended", tx -> sessions.end(tx, sessionId)));
    }

    Uni<Void> endOne(Caller person, UUID sessionId) {
        return ending(person, "session.ended", tx -> sessions.endOwn(tx, id(person), sessionId))
                .invoke(OwnSessions::requireSome)
                .replaceWithVoid();
    }

    private static void requireSome(List<UUID> ended) {
        if (ended.isEmpty()) {
            throw Problems.notFound("session");
        }
    }

    Uni<Optional<String>> endAll(Caller person) {
        return ending(person, "session.ended_everywhere", tx -> sessions.endAll(tx, id(person)))
                .replaceWith(Optional.empty());
    }

    /** Guesses at the current password are throttled like sign-ins: whoever finds an open browser gets no free tries. */
    Uni<Void> changePassword(
            Caller person, Optional<UUID> sessionId, String current, String wanted, String address) {
        String account = "password-change:" + id(person);
        return throttle.admit(account, address)
                .chain(() -> verify(person, current))
                .call(() -> throttle.takeBack(account, address))
                .chain(() -> passwords.hash(wanted))
                .chain(hash -> ending(person, "user.password_changed", tx -> setPassword(tx, person, hash)
                        .chain(() -> sessions.endOthers(tx, id(person), sessionId))))
                .replaceWithVoid();
    }

    private Uni<Void> verify(Caller person, String current) {
        return database.preparedQuery("select p.password_hash from app_user u join person p on p.id = u.person_id where u.id = $1")
                .execute(Tuple.of(id(person)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getString("password_hash")))
                .chain(hash -> hash.map(notation -> passwords.matches(notation, current))
                        .orElseGet(() -> passwords.matchesNobody(current)))
                .invoke(OwnSessions::refuseUnless)
                .replaceWithVoid();
    }

    private static void refuseUnless(boolean matches) {
        if (!matches) {
            throw Problems.invalid("current_password", "is not your current password");
        }
    }

    private static Uni<Void> setPassword(SqlConnection tx, Caller person, String hash) {
        return tx.preparedQuery("""
                        update person set password_hash = $2 where id = (select person_id from app_user where id = $1)""")
                .execute(Tuple.of(id(person), hash))
                .replaceWithVoid();
    }

    /** Answers who this person is in the other workspace; 404 if nobody. */
    Uni<Caller> move(Caller person, UUID sessionId, UUID organizationId) {
        return workspaces.callerIn(person, organizationId)
                .call(member -> database.withTransaction(tx -> sessions.move(tx, sessionId, id(member))
                        .chain(() -> audit.record(
                                tx, member, "session.moved_here", new Target("user", id(member)), Map.of()))))
                // Sockets of the old workspace must not go on hearing of it.
                .invoke(() -> watch.announce(List.of(sessionId)));
    }

    private Uni<List<UUID>> ending(
            Caller person, String action, Function<SqlConnection, Uni<List<UUID>>> end) {
        return database.withTransaction(tx -> end.apply(tx)
                        .call(() -> audit.record(tx, person, action, new Target("user", id(person)), Map.of())))
                .invoke(watch::announce);
    }

    private static UUID id(Caller person) {
        return person.userId().orElseThrow();
    }
}
