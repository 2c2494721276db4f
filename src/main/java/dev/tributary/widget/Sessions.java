package dev.tributary.widget;

import dev.tributary.channel.Sender;
import dev.tributary.contact.ContactMatcher;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import dev.tributary.widget.VisitorStore.Surroundings;
import dev.tributary.widget.WidgetSettings.IdentityMode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Begins sessions, proves visitors and lets them go. The rules are the ADR's on the widget's tokens. */
@ApplicationScoped
class Sessions {

    /** Payload: the id of a session that is over; its sockets close on every replica. */
    static final String ENDED_TOPIC = "widget_session_ended";

    private static final String MOVE = """
            update conversation set contact_id = $3, contact_identity_id = $4, updated_at = $5
            where contact_identity_id = $1 and created_at >= $2 returning id
            """;

    private final Pool database;
    private final VisitorStore visitors;
    private final ContactMatcher contacts;
    private final ChangeFeed changes;
    private final Announcements announcements;
    private final Clock clock;

    Sessions(Pool database, VisitorStore visitors, ContactMatcher contacts, ChangeFeed changes, Announcements announcements, Clock clock) {
        this.database = database;
        this.visitors = visitors;
        this.contacts = contacts;
        this.changes = changes;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** @param visitorToken a new one, where the visitor is new */
    record Begun(String sessionToken, String visitorToken) {}

    /** @param visitorToken empty where the one in the host page stays good */
    record Identified(boolean verified, Optional<String> visitorToken) {}

    Uni<Begun> begin(WidgetChannel channel, String visitorToken, Optional<IdentityClaims> claims, Surroundings around) {
        Optional<ProvenIdentity> proven = prove(channel, claims);
        return visitors.resume(database, channel, visitorToken, around)
                .chain(known -> {
                    if (proven.isEmpty() && known.filter(Visitor::proven).isEmpty() && channel.settings().identityMode() == IdentityMode.REQUIRED) {
                        throw WidgetProblems.identityRequired();
                    }
                    boolean isSame = known.isPresent() && (proven.isEmpty() || known.get().externalId().equals(proven.map(ProvenIdentity::externalId)));
                    return isSame ? open(visitorToken, known.get()) : openNew(channel, proven, claims, around);
                });
    }

    /** Proves who a visitor is, or takes a claim down as one. A wrong proof changes nothing. */
    Uni<Identified> identify(VisitorSession session, IdentityClaims claims) {
        Optional<ProvenIdentity> proven = prove(session.channel(), Optional.of(claims));
        if (proven.isEmpty()) {
            if (session.channel().settings().identityMode() == IdentityMode.REQUIRED) {
                throw WidgetProblems.identityRequired();
            }
            return claim(session, claims).replaceWith(new Identified(session.visitor().proven(), Optional.empty()));
        }
        if (session.visitor().externalId().equals(Optional.of(proven.get().externalId()))) {
            return refresh(session.visitor(), proven.get()).replaceWith(new Identified(true, Optional.empty()));
        }
        return becomes(session, proven.get());
    }

    /** What a visitor tells of themselves; a proven name or address stays. */
    Uni<Visitor> describe(VisitorSession session, String name, String email, String phone, Map<String, Object> attributes) {
        Visitor visitor = session.visitor();
        String newName = visitor.proven() && visitor.name().isPresent() ? null : VisitorFacts.name(name).orElse(null);
        String newEmail = visitor.emailVerified() ? null : VisitorFacts.email(email).orElse(null);
        JsonObject more = new JsonObject(Map.copyOf(VisitorFacts.attributes(attributes)));
        return visitors.describe(database, visitor.id(), newName, newEmail, VisitorFacts.phone(phone).orElse(null), visitor.emailVerified(), more);
    }

    Uni<Void> end(VisitorSession session) {
        return database.withTransaction(tx -> visitors.end(tx, session)).invoke(() -> ended(List.of(session.id())));
    }

    private Optional<ProvenIdentity> prove(WidgetChannel channel, Optional<IdentityClaims> claims) {
        if (claims.isEmpty() || channel.settings().identityMode() == IdentityMode.OFF) {
            return Optional.empty();
        }
        return IdentityProof.check(claims.get(), channel.settings().settings(), channel.settings().channelKey(), clock.instant());
    }

    private Uni<Begun> open(String visitorToken, Visitor visitor) {
        String session = Tokens.random(Tokens.SESSION);
        return visitors.openSession(database, visitor.id(), session).replaceWith(new Begun(session, visitorToken));
    }

    private Uni<Begun> openNew(WidgetChannel channel, Optional<ProvenIdentity> proven, Optional<IdentityClaims> claims, Surroundings around) {
        String token = Tokens.random(Tokens.VISITOR);
        return visitors.create(database, channel, proven, around, token)
                .call(visitor -> proven.isPresent() || claims.isEmpty() ? Uni.createFrom().voidItem() : claim(visitor, claims.get()))
                .chain(visitor -> open(token, visitor));
    }

    private Uni<Visitor> claim(VisitorSession session, IdentityClaims claims) {
        return session.visitor().proven() ? Uni.createFrom().item(session.visitor()) : claim(session.visitor(), claims);
    }

    private Uni<Visitor> claim(Visitor visitor, IdentityClaims claims) {
        JsonObject attributes = new JsonObject(Map.copyOf(VisitorFacts.attributes(claims.custom())));
        return visitors.describe(
                database, visitor.id(), VisitorFacts.name(claims.name()).orElse(null), VisitorFacts.email(claims.email()).orElse(null),
                VisitorFacts.phone(claims.phone()).orElse(null), false, attributes);
    }

    private Uni<Visitor> refresh(Visitor visitor, ProvenIdentity proven) {
        return visitors.describe(
                database, visitor.id(), proven.name().orElse(null), proven.email().orElse(null), proven.phone().orElse(null),
                proven.emailVerified() || (visitor.emailVerified() && proven.email().isEmpty()), new JsonObject(Map.copyOf(VisitorFacts.attributes(proven.custom()))));
    }

    /**
     * The session goes over to the proven person under a new visitor token; whoever else held the old one holds nothing. Conversations
     * of this very session come along, unless they are of somebody who was proven: that is a shared computer.
     */
    private Uni<Identified> becomes(VisitorSession session, ProvenIdentity proven) {
        String token = Tokens.random(Tokens.VISITOR);
        Visitor old = session.visitor();
        Surroundings around = new Surroundings(
                old.locale().orElse(null), old.timeZone().orElse(null), old.firstPage().orElse(null), old.userAgent().orElse(null), old.address().orElse(null));
        return database.withTransaction(tx -> visitors.create(tx, session.channel(), Optional.of(proven), around, token)
                        .chain(visitor -> visitors.rebind(tx, session.id(), old.id(), visitor.id())
                                .call(() -> old.proven() ? Uni.createFrom().voidItem() : move(tx, session, visitor))))
                .invoke(this::ended)
                .invoke(() -> changes.announce(session.channel().organizationId()))
                .replaceWith(new Identified(true, Optional.of(token)));
    }

    private Uni<Void> move(SqlConnection tx, VisitorSession session, Visitor visitor) {
        if (session.person().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        WidgetChannel channel = session.channel();
        Sender sender = new Sender(
                visitor.senderId(), Optional.of(visitor.shownName()), Optional.empty(), Optional.empty(), visitor.email().filter(_ -> visitor.emailVerified()),
                Optional.empty(), visitor.locale(), Map.of());
        List<Change> told = new ArrayList<>();
        return contacts.findOrCreate(tx, channel.live().account(), false, sender, clock.instant())
                .invoke(match -> told.addAll(match.isNew() ? List.of(Change.of("contact.created", match.contactId())) : List.of()))
                .chain(match -> tx.preparedQuery(MOVE).execute(Tuple.of(
                        session.person().get().identityId(), Sql.time(session.createdAt()), match.contactId(), match.identityId(), Sql.time(clock.instant()))))
                .invoke(rows -> Sql.all(rows, row -> Change.conversation("conversation.updated", row.getUUID("id"))).forEach(told::add))
                .chain(() -> changes.append(tx, channel.organizationId(), told));
    }

    private void ended(List<UUID> sessions) {
        sessions.forEach(id -> announcements.publish(new Announcement(ENDED_TOPIC, id.toString())));
    }
}
