package dev.tributary.identity;

import dev.tributary.identity.Sessions.Browser;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Signing in with an address and a password. Unknown address, wrong password, deactivated user and user without a
 * password are one answer, after the same statements and one password check each.
 */
@ApplicationScoped
class SignIn {
    private static final Logger LOG = Logger.getLogger(SignIn.class);
    private static final String FIND = """
            select u.id as user_id, u.organization_id, u.role, u.name, p.id as person_id, p.password_hash
            from person p join app_user u on u.person_id = p.id and u.is_active
            where lower(p.email) = lower($1) and p.password_hash is not null
            order by u.last_signed_in_at desc nulls last, u.created_at limit 1""";

    private final Pool database;
    private final SignInThrottle throttle;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Audit audit;

    SignIn(Pool database, SignInThrottle throttle, Passwords passwords, Sessions sessions, Audit audit) {
        this.database = database;
        this.throttle = throttle;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
    }

    private record Candidate(Caller caller, UUID personId, String passwordHash) {}

    /** Answers the cookie of a new session; in the workspace where this person was last, if there are several. */
    Uni<String> withPassword(String email, String password, Browser browser) {
        return throttle.admit(email, browser.address())
                .chain(() -> find(email))
                .call(candidate -> verify(candidate, password, browser.address()))
                .call(candidate -> throttle.takeBack(email, browser.address()))
                .map(Optional::orElseThrow)
                .chain(candidate -> upgraded(candidate, password).chain(hash -> start(candidate, hash, browser)));
    }

    private Uni<Optional<Candidate>> find(String email) {
        return database.preparedQuery(FIND).execute(Tuple.of(email.strip())).map(SignIn::candidate);
    }

    private Uni<Void> verify(Optional<Candidate> candidate, String password, String address) {
        Uni<Boolean> verdict = candidate
                .map(known -> passwords.matches(known.passwordHash(), password))
                .orElseGet(() -> passwords.matchesNobody(password));
        return verdict.invoke(matches -> refuseUnless(matches, address)).replaceWithVoid();
    }

    private static void refuseUnless(boolean matches, String address) {
        if (!matches) {
            LOG.infof("sign-in refused address=%s", address);
            throw IdentityProblems.credentialsInvalid();
        }
    }

    /** The cost may have been raised since the password was set; now is the one moment when it is known. */
    private Uni<String> upgraded(Candidate candidate, String password) {
        return passwords.isOutdated(candidate.passwordHash())
                ? passwords.hash(password)
                : Uni.createFrom().item(candidate.passwordHash());
    }

    private Uni<String> start(Candidate candidate, String hash, Browser browser) {
        UUID userId = candidate.caller().userId().orElseThrow();
        return database.withTransaction(tx -> keep(tx, candidate, hash)
                .call(() -> audit.signedIn(tx, candidate.caller(), "password", browser.address()))
                .chain(() -> sessions.start(tx, userId, browser, Optional.empty())));
    }

    private static Uni<Void> keep(SqlConnection tx, Candidate candidate, String hash) {
        return tx.preparedQuery("update person set password_hash = $2 where id = $1 and password_hash = $3")
                .execute(Tuple.of(candidate.personId(), hash, candidate.passwordHash()))
                .replaceWithVoid();
    }

    private static Optional<Candidate> candidate(RowSet<Row> rows) {
        return Rows.first(rows)
                .map(row -> new Candidate(
                        Rows.person(row), row.getUUID("person_id"), row.getString("password_hash")));
    }
}
