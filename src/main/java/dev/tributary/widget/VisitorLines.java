package dev.tributary.widget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The visitors' sockets that this replica holds, and the visitors who poll it. */
@ApplicationScoped
class VisitorLines {

    /** What the channel's adapter announces: {@code <account>,on|off,<thread key>}. */
    private static final String TYPING_TOPIC = "widget_typing";
    private static final int MOST_PER_VISITOR = 10;
    private static final long GATHER_MILLIS = 20;
    private static final Duration DEAD_AFTER = Duration.ofSeconds(60);
    /** Shorter than the shortest wait before a visitor counts as gone. */
    private static final Duration PROVEN_FOR = Duration.ofMinutes(5);

    private static final String TYPING = """
            select c.id, i.value, u.name from conversation c join contact_identity i on i.id = c.contact_identity_id
                left join app_user u on u.id = c.assignee_id
            where c.channel_account_id = $1 and c.thread_key = $2 and c.status in ('open', 'pending')
            """;

    private final Map<String, VisitorLine> lines = new ConcurrentHashMap<>();
    private final Map<UUID, Queue<UniEmitter<? super Boolean>>> waiting = new ConcurrentHashMap<>();
    private final Set<UUID> awake = ConcurrentHashMap.newKeySet();
    private final Pool database;
    private final VisitorFeed feed;
    private final VisitorStore visitors;
    private final VisitorReceipts receipts;
    private final Door door;
    private final ObjectMapper json;
    private final Clock clock;
    private final Vertx vertx;

    VisitorLines(
            Pool database, VisitorFeed feed, VisitorStore visitors, VisitorReceipts receipts, Door door, ObjectMapper json, Clock clock, Vertx vertx) {
        this.database = database;
        this.feed = feed;
        this.visitors = visitors;
        this.receipts = receipts;
        this.door = door;
        this.json = json;
        this.clock = clock;
        this.vertx = vertx;
    }

    VisitorLine find(String connectionId) {
        return lines.get(connectionId);
    }

    /** Takes a line in and tells it what it missed; false where its visitor has ten on this replica already. */
    Uni<Boolean> join(VisitorLine line, long after) {
        if (linesOf(line.session.visitor().accountId(), line.session.visitor().senderId()).size() >= MOST_PER_VISITOR) {
            return Uni.createFrom().item(false);
        }
        line.beginPump();
        lines.put(line.connection.id(), line);
        return news(line, after)
                .call(news -> tell(line, VisitorFrame.joined(news)))
                .call(news -> sent(line, news.frames()))
                .invoke(news -> line.position = news.position())
                .eventually(line::stopPump)
                .invoke(() -> pump(line))
                .replaceWith(true);
    }

    void leave(String connectionId) {
        lines.remove(connectionId);
    }

    Uni<Void> tell(VisitorLine line, VisitorFrame frame) {
        try {
            return line.connection.sendText(json.writeValueAsString(frame));
        } catch (JsonProcessingException impossible) {
            return Uni.createFrom().failure(impossible);
        }
    }

    /** Says why, and hangs up. */
    void close(VisitorLine line, String code) {
        lines.remove(line.connection.id());
        tell(line, VisitorFrame.error(code)).chain(() -> line.connection.close()).subscribe().with(_ -> { }, _ -> { });
    }

    /** Until something changes in the organization, or the time is over. */
    Uni<Boolean> change(UUID organizationId, Duration patience) {
        return Uni.createFrom()
                .<Boolean>emitter(emitter -> waiting.computeIfAbsent(organizationId, _ -> new ConcurrentLinkedQueue<>()).add(emitter))
                .ifNoItem().after(patience).recoverWithItem(false);
    }

    void hear(@Observes Announcement announcement) {
        switch (announcement.topic()) {
            case ChangeFeed.TOPIC -> wakeSoon(UUID.fromString(announcement.payload()));
            case TYPING_TOPIC -> showTyping(announcement.payload().split(",", 3));
            case Sessions.ENDED_TOPIC -> lines.values().stream()
                    .filter(line -> line.session.id().toString().equals(announcement.payload()))
                    .toList()
                    .forEach(line -> close(line, "session_expired"));
            default -> { }
        }
    }

    void reconnected(@Observes Announcements.Reconnected reconnected) {
        lines.values().forEach(this::pump);
    }

    /** A stopping service waits for open lines and pollers: they are let go at once, and come back to another replica. */
    void goingAway(@Observes ShutdownDelayInitiatedEvent event) {
        List.copyOf(lines.values()).forEach(line -> close(line, "going_away"));
        List.copyOf(waiting.values()).forEach(pollers -> pollers.forEach(poller -> poller.complete(false)));
    }

    /** Dead lines go, long ones prove their session again, and whatever an announcement got lost of is looked up. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        Instant now = clock.instant();
        for (VisitorLine line : List.copyOf(lines.values())) {
            if (line.heard.plus(DEAD_AFTER).isBefore(now)) {
                close(line, "silent");
            } else if (line.proven.plus(PROVEN_FOR).isBefore(now)) {
                line.proven = now;
                door.session(line.token).subscribe().with(session -> line.session = session, failure -> refuse(line, failure));
            } else {
                pump(line);
            }
        }
    }

    private void refuse(VisitorLine line, Throwable failure) {
        if (failure instanceof ProblemException refused) {
            close(line, refused.problem().code());
        }
    }

    /** Many changes in a moment are looked for together. */
    private void wakeSoon(UUID organizationId) {
        if (awake.add(organizationId)) {
            vertx.setTimer(GATHER_MILLIS, _ -> wake(organizationId));
        }
    }

    private void wake(UUID organizationId) {
        awake.remove(organizationId);
        lines.values().stream().filter(line -> line.session.channel().organizationId().equals(organizationId)).toList().forEach(this::pump);
        Queue<UniEmitter<? super Boolean>> pollers = waiting.remove(organizationId);
        if (pollers != null) {
            pollers.forEach(poller -> poller.complete(true));
        }
    }

    private void pump(VisitorLine line) {
        if (line.beginPump()) {
            pumpOnce(line).subscribe().with(
                    _ -> {
                        if (line.endPump()) {
                            line.stopPump();
                            pump(line);
                        }
                    },
                    failure -> {
                        line.stopPump();
                        Log.debugf("Telling a visitor failed: %s", failure.getMessage());
                    });
        }
    }

    private Uni<Void> pumpOnce(VisitorLine line) {
        return news(line, line.position).chain(news -> {
            Uni<Void> told = Uni.createFrom().voidItem();
            List<VisitorFrame> frames = news.resync() ? List.of(VisitorFrame.joined(news)) : news.frames();
            for (VisitorFrame frame : frames) {
                told = told.chain(() -> tell(line, frame));
            }
            return told.chain(() -> sent(line, news.frames())).invoke(() -> line.position = news.position());
        });
    }

    private Uni<VisitorFeed.News> news(VisitorLine line, long after) {
        VisitorSession session = line.session;
        Uni<VisitorSession> known = session.person().isPresent()
                ? Uni.createFrom().item(session)
                : visitors.person(database, session.visitor())
                        .map(person -> new VisitorSession(session.id(), session.createdAt(), session.visitor(), session.channel(), person))
                        .invoke(found -> line.session = found);
        return known.chain(found -> feed.since(found.channel().organizationId(), found.person(), found.channel().live().reopenDays(), after));
    }

    private Uni<Void> sent(VisitorLine line, List<VisitorFrame> frames) {
        List<VisitorMessage> messages = frames.stream().map(VisitorFrame::message).filter(java.util.Objects::nonNull).toList();
        return receipts.sent(line.session.channel().organizationId(), messages);
    }

    private void showTyping(String[] typing) {
        UUID accountId = UUID.fromString(typing[0]);
        if (typing.length < 3 || lines.values().stream().noneMatch(line -> line.session.visitor().accountId().equals(accountId))) {
            return;
        }
        database.preparedQuery(TYPING).execute(Tuple.of(accountId, typing[2])).map(Sql::first).subscribe().with(
                found -> found.ifPresent(row -> linesOf(accountId, row.getString("value")).forEach(line -> tell(
                                line, VisitorFrame.typing(row.getUUID("id"), typing[1].equals("on"), row.getString("name")))
                        .subscribe().with(_ -> { }, _ -> { }))),
                failure -> Log.debugf("Showing an agent's typing failed: %s", failure.getMessage()));
    }

    private Collection<VisitorLine> linesOf(UUID accountId, String senderId) {
        return lines.values().stream()
                .filter(line -> line.session.visitor().accountId().equals(accountId) && line.session.visitor().senderId().equals(senderId))
                .toList();
    }
}
