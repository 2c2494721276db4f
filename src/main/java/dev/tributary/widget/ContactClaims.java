package dev.tributary.widget;

import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import dev.tributary.widget.VisitorSession.Person;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Puts what a visitor claims where agents see it: on the visitor's own contact, as something that is not verified. It can be written
 * to and is never matched by, so that nobody comes to see the history of the person they claim to be.
 */
@ApplicationScoped
class ContactClaims {

    private static final String FILL = """
            update contact set name = case when name_is_set then name else coalesce($2::text, name) end, email = coalesce(email, $3::text), phone = coalesce(phone, $4::text),
                attributes = attributes || $5::jsonb, updated_at = $6
            where id = $1 and (
                (not name_is_set and name is distinct from coalesce($2::text, name)) or (email is null and $3::text is not null)
                or (phone is null and $4::text is not null) or not attributes @> $5::jsonb)
            """;
    private static final String CLAIM = """
            insert into contact_identity (id, organization_id, contact_id, kind, value, is_verified, created_at)
            select $1, $2, $3, 'email', $4, false, $5
            where not exists (select 1 from contact_identity where contact_id = $3 and kind = 'email' and value = $4)
            """;

    private final Pool database;
    private final ChangeFeed changes;
    private final Clock clock;

    ContactClaims(Pool database, ChangeFeed changes, Clock clock) {
        this.database = database;
        this.changes = changes;
        this.clock = clock;
    }

    /** Does nothing before the visitor has a contact: that comes with the first message. */
    Uni<Void> write(Visitor visitor, Optional<Person> person) {
        if (person.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.withTransaction(tx -> fill(tx, visitor, person.get()))
                .invoke(changed -> {
                    if (changed) {
                        changes.announce(visitor.organizationId());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> fill(SqlConnection tx, Visitor visitor, Person person) {
        JsonObject attributes = visitor.attributes().copy();
        if (!visitor.emailVerified()) {
            visitor.email().ifPresent(email -> attributes.put("email_unverified", email));
        }
        Tuple row = Tuple.of(
                person.contactId(), visitor.name().orElse(null), visitor.email().orElse(null), visitor.phone().orElse(null), attributes, Sql.time(clock.instant()));
        return tx.preparedQuery(FILL)
                .execute(row)
                .call(() -> claimAddress(tx, visitor, person))
                .map(rows -> rows.rowCount() == 1)
                .call(changed -> changed
                        ? changes.append(tx, visitor.organizationId(), List.of(Change.of("contact.updated", person.contactId())))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> claimAddress(SqlConnection tx, Visitor visitor, Person person) {
        if (visitor.email().isEmpty() || visitor.emailVerified()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(CLAIM)
                .execute(Tuple.of(Ids.next(), visitor.organizationId(), person.contactId(), visitor.email().get(), Sql.time(clock.instant())))
                .replaceWithVoid();
    }
}
