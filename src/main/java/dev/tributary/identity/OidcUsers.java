package dev.tributary.identity;

import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.UserChanges.NewUser;
import dev.tributary.platform.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Our user behind an identity provider's: by issuer and subject; the first time, by the e-mail address that the provider
 * verified, which then ties the two together; failing that, a new agent where the settings allow it.
 */
@ApplicationScoped
class OidcUsers {
    private static final String USER = """
            select u.id as user_id, u.organization_id, u.role, u.name
            from person p join app_user u on u.person_id = p.id and u.is_active
            where %s order by u.last_signed_in_at desc nulls last, u.created_at limit 1""";
    private static final String BY_SUBJECT = USER.formatted("p.oidc_issuer = $1 and p.oidc_subject = $2");
    private static final String BY_PERSON = USER.formatted("p.id = $1");
    // Somebody who is tied to another subject already is not handed over to whoever has the address today.
    private static final String TIE = """
            update person set oidc_issuer = $2, oidc_subject = $3
            where lower(email) = lower($1) and oidc_subject is null returning id""";

    private final Pool database;
    private final Clock clock;
    private final OidcSettings settings;
    private final UserChanges users;
    private final Audit audit;

    OidcUsers(Pool database, Clock clock, OidcSettings settings, UserChanges users, Audit audit) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.users = users;
        this.audit = audit;
    }

    /** Empty if this person is nobody here, or deactivated. */
    Uni<Optional<Caller>> resolve(OidcClaims claims) {
        return known(claims).chain(found -> found.isPresent() ? Uni.createFrom().item(found) : firstTime(claims));
    }

    private Uni<Optional<Caller>> known(OidcClaims claims) {
        return database.preparedQuery(BY_SUBJECT)
                .execute(Tuple.of(claims.issuer(), claims.subject()))
                .map(rows -> Rows.first(rows).map(Rows::person));
    }

    private Uni<Optional<Caller>> firstTime(OidcClaims claims) {
        return claims.verifiedEmail()
                .map(email -> database.withTransaction(tx -> tie(tx, claims, email)
                        .chain(tied -> tied.isPresent() || !settings.createUsers()
                                ? Uni.createFrom().item(tied)
                                : create(tx, claims, email))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                // Two first requests at once: one made the user, the other finds them.
                .onFailure(UserChanges::isTaken)
                .recoverWithUni(() -> known(claims));
    }

    private Uni<Optional<Caller>> tie(SqlConnection tx, OidcClaims claims, String email) {
        return tx.preparedQuery(TIE)
                .execute(Tuple.of(email, claims.issuer(), claims.subject()))
                .chain(tied -> Rows.first(tied)
                        .map(row -> byPerson(tx, row.getUUID("id")))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .call(found -> found.map(caller -> audited(tx, caller, "user.tied_to_identity_provider"))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Optional<Caller>> create(SqlConnection tx, OidcClaims claims, String email) {
        UUID personId = Ids.next();
        return tx.preparedQuery("""
                        insert into person (id, email, oidc_issuer, oidc_subject, created_at) values ($1, $2, $3, $4, $5)
                        on conflict (lower(email)) do nothing returning id""")
                .execute(Tuple.of(
                        personId, email, claims.issuer(), claims.subject(), clock.instant().atOffset(ZoneOffset.UTC)))
                .chain(inserted -> inserted.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : join(tx, personId, claims.name(), email));
    }

    private Uni<Optional<Caller>> join(SqlConnection tx, UUID personId, String name, String email) {
        NewUser agent = new NewUser(name, email, Role.AGENT, Optional.empty(), null);
        return organization(tx)
                .chain(organizationId -> users.insertUser(tx, organizationId, Ids.next(), personId, agent))
                .chain(() -> byPerson(tx, personId))
                .call(caller -> audited(tx, caller.orElseThrow(), "user.added_by_identity_provider"));
    }

    private Uni<UUID> organization(SqlConnection tx) {
        return settings.organizationId()
                .map(id -> Uni.createFrom().item(id))
                .orElseGet(() -> tx.query("select id from organization order by created_at, id limit 1")
                        .execute()
                        .map(rows -> rows.iterator().next().getUUID("id")));
    }

    private static Uni<Optional<Caller>> byPerson(SqlConnection tx, UUID personId) {
        return tx.preparedQuery(BY_PERSON)
                .execute(Tuple.of(personId))
                .map(rows -> Rows.first(rows).map(Rows::person));
    }

    private Uni<Void> audited(SqlConnection tx, Caller caller, String action) {
        return audit.record(tx, caller, action, new Target("user", caller.userId().orElseThrow()), Map.of());
    }
}
