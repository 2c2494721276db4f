package dev.tributary.identity;

import dev.tributary.identity.Workspaces.Added;
import dev.tributary.identity.Workspaces.NewOwner;
import dev.tributary.identity.Workspaces.NewWorkspace;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Secret;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes the first workspace with its first owner when there is nobody, and the bootstrap token. Everything else waits for
 * it: it runs on the main thread, before the first request. Replicas that start at the same time make one of each.
 */
@ApplicationScoped
class FirstStart {
    private static final Logger LOG = Logger.getLogger(FirstStart.class);
    private static final String DEFAULT_EMAIL = "admin@localhost";
    private static final int SHORTEST_TOKEN = 32;

    private final FirstStartSettings settings;
    private final Pool database;
    private final Clock clock;
    private final Passwords passwords;
    private final Workspaces workspaces;

    FirstStart(FirstStartSettings settings, Pool database, Clock clock, Passwords passwords, Workspaces workspaces) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.passwords = passwords;
        this.workspaces = workspaces;
    }

    void prepare(@Observes @Priority(100) StartupEvent event) {
        requireLongToken();
        // The main thread has nothing else to do until this is done.
        run().subscribeAsCompletionStage().join();
        askOnce();
    }

    /** Hibernate needs some half a second for the first question of all: it passes here, and not on an event loop while somebody waits. */
    private static void askOnce() {
        try {
            VertxContextSupport.subscribeAndAwait(() -> Panache.withSession(() -> Organization.find("name = ?1 order by id", "").firstResult()));
        } catch (Throwable failure) {
            throw new IllegalStateException("the database cannot be asked", failure);
        }
    }

    private void requireLongToken() {
        if (settings.bootstrapToken().map(Secret::reveal).filter(token -> token.length() < SHORTEST_TOKEN).isPresent()) {
            throw new IllegalStateException(
                    "tributary.bootstrap-token (TRIBUTARY_BOOTSTRAP_TOKEN) must have %d characters or more".formatted(SHORTEST_TOKEN));
        }
    }

    Uni<Void> run() {
        return database.withTransaction(tx -> lock(tx)
                        .chain(() -> isEmpty(tx))
                        .chain(empty -> empty ? firstOwner(tx) : nobody())
                        .call(() -> bootstrapToken(tx)))
                .invoke(owner -> owner.ifPresent(FirstStart::print))
                .replaceWithVoid();
    }

    /** Held until the commit, so that one of several replicas finds nobody and the others find its owner. */
    private static Uni<Void> lock(SqlConnection tx) {
        return tx.query("lock table person in share row exclusive mode").execute().replaceWithVoid();
    }

    private static Uni<Boolean> isEmpty(SqlConnection tx) {
        return tx.query("select 1 from app_user limit 1").execute().map(rows -> rows.size() == 0);
    }

    private record FirstOwner(String email, String password, boolean isMadeUp) {}

    private Uni<Optional<FirstOwner>> firstOwner(SqlConnection tx) {
        Optional<String> email = settings.adminEmail().or(() -> settings.databaseUrl().isPresent() ? Optional.empty() : Optional.of(DEFAULT_EMAIL));
        if (email.isEmpty()) {
            LOG.warn("nobody can sign in: there are no users; set tributary.admin.email (TRIBUTARY_ADMIN_EMAIL) and start again");
            return nobody();
        }
        Optional<String> given = settings.adminPassword().map(Secret::reveal);
        FirstOwner owner = new FirstOwner(email.get(), given.orElseGet(OpaqueToken::random), given.isEmpty());
        return insert(tx, owner).replaceWith(Optional.of(owner));
    }

    private static Uni<Optional<FirstOwner>> nobody() {
        return Uni.createFrom().item(Optional.empty());
    }

    private Uni<Added> insert(SqlConnection tx, FirstOwner owner) {
        NewWorkspace demo = new NewWorkspace("Demo", "UTC", "en");
        NewOwner person = new NewOwner("Owner", owner.email(), Optional.of(owner.password()));
        return passwords.hash(owner.password())
                .chain(hash -> workspaces.insert(tx, demo).chain(id -> workspaces.insertOwner(tx, id, person, hash)));
    }

    /** A token that was revoked stays revoked. */
    private Uni<Void> bootstrapToken(SqlConnection tx) {
        return settings.bootstrapToken()
                .map(Secret::reveal)
                .map(token -> tx.preparedQuery("""
                                insert into api_token (id, organization_id, user_id, name, scopes, token_hash, last_four, created_at)
                                select $1, organization_id, id, 'Bootstrap token', array['*'], $2, $3, $4 from app_user
                                where role = 'owner' and is_active order by created_at, id limit 1
                                on conflict (token_hash) do nothing""")
                        .execute(Tuple.of(
                                Ids.next(),
                                Buffer.buffer(OpaqueToken.hash(token)),
                                token.substring(token.length() - 4),
                                clock.instant().atOffset(ZoneOffset.UTC)))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** To the console, not to the log: logs are kept and sent around. */
    private static void print(FirstOwner owner) {
        if (owner.isMadeUp()) {
            System.out.printf(
                    "%n  First owner:  %s%n  Password:     %s%n  (shown this once; change it after signing in)%n%n",
                    owner.email(), owner.password());
        } else {
            LOG.infof("made the first owner email=%s", owner.email());
        }
    }
}
