package dev.tributary.widget;

import dev.tributary.identity.SameOrigin;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/** Who may come in: the website, the address, the session. */
@ApplicationScoped
class Door {

    private final Pool database;
    private final WidgetChannels channels;
    private final VisitorStore visitors;
    private final SameOrigin ours;

    Door(Pool database, WidgetChannels channels, VisitorStore visitors, SameOrigin ours) {
        this.database = database;
        this.channels = channels;
        this.visitors = visitors;
        this.ours = ours;
    }

    /** Fails with 401 {@code session_expired} where there is none, 403 for a blocked visitor, 503 for a channel that is off. */
    Uni<VisitorSession> session(Knock knock) {
        return session(knock.bearer().orElse("")).invoke(session -> requireUnblocked(session.channel(), knock));
    }

    /** As {@link #session(Knock)}, for calls that change something: the browser must say where it comes from. */
    Uni<VisitorSession> writingSession(Knock knock) {
        return session(knock).invoke(session -> requireSite(session.channel(), knock));
    }

    Uni<VisitorSession> session(String token) {
        return visitors.use(database, token)
                .map(found -> found.orElseThrow(WidgetProblems::sessionExpired))
                .invoke(used -> {
                    if (used.blocked()) {
                        throw WidgetProblems.blocked();
                    }
                })
                .chain(used -> channels.get(used.visitor().accountId())
                        .map(channel -> new VisitorSession(used.sessionId(), used.createdAt(), used.visitor(), channel, used.person())));
    }

    void requireUnblocked(WidgetChannel channel, Knock knock) {
        if (AddressBlocks.contains(channel.settings().blockedAddresses(), knock.address())) {
            throw WidgetProblems.blocked();
        }
    }

    /** A browser names the origin of every POST: one of ours (the frame), or of a website that may show the widget. */
    void requireSite(WidgetChannel channel, Knock knock) {
        if (knock.origin().filter(origin -> allows(channel, origin, knock)).isEmpty()) {
            throw WidgetProblems.originNotAllowed();
        }
    }

    boolean allows(WidgetChannel channel, String origin, Knock knock) {
        return isOurs(origin, knock) || channel.settings().sites().allows(origin);
    }

    boolean isOurs(String origin, Knock knock) {
        return ours.isOurs(origin, knock.authority());
    }
}
