package dev.tributary.conversation;

import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.LostTransactionException;
import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes to conversations, whoever makes them: a person, a rule, the clock. Each leaves a line in the thread that says who did
 * what, and one change in the feed whose detail says from what to what.
 */
@ApplicationScoped
public class Conversations {

    private record Step(String text, JsonObject content) {}

    private static final String UPDATE = """
            update conversation set status = $2, priority = $3, assignee_id = $4, team_id = $5, snoozed_until = $6, updated_at = $7,
                resolved_at = case when $2 in ('open', 'pending') then null else coalesce(resolved_at, $7) end
            where id = $1
            """;

    private static final String OTHER_LIVE = """
            select id, number from conversation
            where channel_account_id = $1 and thread_key = $2 and status in ('open', 'pending') and id <> $3
            """;

    private static final String READ = """
            update conversation set unread_count = 0, updated_at = $3 where organization_id = $1 and id = $2 and unread_count > 0
            """;

    private static final String EXISTS = "select 1 from conversation where organization_id = $1 and id = $2";

    private final Pool database;
    private final ConversationTags tags;
    private final Assignees assignees;
    private final EventLines lines;
    private final ConversationFollowers followers;
    private final ChangeFeed changeFeed;
    private final OutboxSignal outbox;
    private final Event<AgentRead> reading;
    private final Clock clock;

    Conversations(
            Pool database,
            ConversationTags tags,
            Assignees assignees,
            EventLines lines,
            ConversationFollowers followers,
            ChangeFeed changeFeed,
            OutboxSignal outbox,
            Event<AgentRead> reading,
            Clock clock) {
        this.database = database;
        this.tags = tags;
        this.assignees = assignees;
        this.lines = lines;
        this.followers = followers;
        this.changeFeed = changeFeed;
        this.outbox = outbox;
        this.reading = reading;
        this.clock = clock;
    }

    /** Changes in a transaction of its own, tells the feed, and lets leave at once what followers had to say. Refusals are problems: 400 with the field, 404, or 409. */
    public Uni<Void> change(UUID organizationId, UUID conversationId, Author by, ConversationChange change) {
        return database.withTransaction(tx -> changeAndFollow(tx, organizationId, conversationId, by, change))
                .onFailure(LostTransactionException.class).retry().atMost(LostTransactionException.RETRIES)
                .invoke(() -> {
                    changeFeed.announce(organizationId);
                    outbox.wake();
                })
                .onFailure(Conversations::twoLive)
                .transform(_ -> liveExists(Optional.empty()));
    }

    /** Changes within a transaction of the caller's, who appends the changes to the feed as the last statement. */
    public Uni<List<Change>> change(SqlConnection tx, UUID organizationId, UUID conversationId, Author by, ConversationChange change) {
        return ConversationState.lock(tx, organizationId, conversationId).chain(before -> change(tx, before, by, change));
    }

    /** Changes within a transaction of the caller's, with all that follows from it, and the feed; who calls announces after the commit. */
    Uni<Void> changeAndFollow(SqlConnection tx, UUID organizationId, UUID conversationId, Author by, ConversationChange change) {
        return change(tx, organizationId, conversationId, by, change)
                .chain(changes -> followers.tell(changes, follower -> follower.changed(tx, organizationId, conversationId, changes)))
                .chain(changes -> changeFeed.append(tx, organizationId, changes));
    }

    /** Nobody has anything left to read in it. */
    public Uni<Void> read(UUID organizationId, UUID conversationId) {
        return database.withTransaction(tx -> tx.preparedQuery(READ)
                        .execute(Tuple.of(organizationId, conversationId, Sql.time(clock.instant())))
                        .chain(rows -> (rows.rowCount() == 0
                                        ? requireExists(tx, organizationId, conversationId)
                                        : changeFeed.append(tx, organizationId, List.of(Change.conversation("conversation.updated", conversationId))))
                                .replaceWith(rows.rowCount() > 0)))
                .invoke(wasUnread -> {
                    changeFeed.announce(organizationId);
                    if (wasUnread) {
                        reading.fire(new AgentRead(organizationId, conversationId));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<List<Change>> change(SqlConnection tx, ConversationState before, Author by, ConversationChange change) {
        Instant snooze = snooze(before, change);
        String status = status(before, change, snooze);
        String priority = Optional.ofNullable(change.priority()).orElse(before.priority());
        UUID assignee = change.assigneeId() == null ? before.assigneeId().orElse(null) : change.assigneeId().value();
        UUID team = change.teamId() == null ? before.teamId().orElse(null) : change.teamId().value();
        List<Step> steps = new ArrayList<>();
        JsonObject detail = new JsonObject();
        statusStep(before, by, status, snooze, steps, detail);
        priorityStep(before, by, priority, steps, detail);
        return assignees.name(tx, before.organizationId(), before.assigneeId().orElse(null), assignee)
                .invoke(name -> assigneeStep(before, by, assignee, name, steps, detail))
                .chain(() -> assignees.teamName(tx, before.organizationId(), before.teamId().orElse(null), team))
                .invoke(name -> teamStep(before, by, team, name, steps, detail))
                .chain(() -> change.tags() == null ? Uni.createFrom().item(before.tags()) : tags.set(tx, before, change.tags()))
                .invoke(names -> tagStep(before, by, names, steps, detail))
                .chain(() -> steps.isEmpty() ? Uni.createFrom().item(List.of()) : write(tx, before, by, Tuple.tuple()
                        .addUUID(before.id()).addString(status).addString(priority).addUUID(assignee).addUUID(team)
                        .addOffsetDateTime(Sql.time(snooze)).addOffsetDateTime(Sql.time(clock.instant())), steps, detail));
    }

    private Uni<List<Change>> write(SqlConnection tx, ConversationState before, Author by, Tuple row, List<Step> steps, JsonObject detail) {
        detail.put("by", new JsonObject().put("type", by.type()).put("id", by.id() == null ? null : by.id().toString()).put("name", by.name()));
        boolean reopens = !before.isLive() && ConversationState.isLive(row.getString(1));
        return (reopens ? requireNoOtherLive(tx, before) : Uni.createFrom().voidItem())
                .chain(() -> tx.preparedQuery(UPDATE).execute(row))
                .chain(() -> Multi.createFrom().iterable(steps)
                        .onItem().transformToUniAndConcatenate(step -> lines.write(tx, before.id(), by, step.text(), step.content()))
                        .map(line -> Change.message("message.created", before.id(), line))
                        .collect().asList())
                .map(written -> {
                    List<Change> changes = new ArrayList<>(written);
                    changes.add(Change.conversation("conversation.updated", before.id()).with(detail));
                    return changes;
                });
    }

    /** A status that is set by hand ends a snooze, unless the same request snoozes. */
    private Instant snooze(ConversationState before, ConversationChange change) {
        if (change.snoozedUntil() == null) {
            return change.status() == null ? before.snoozedUntil().orElse(null) : null;
        }
        Instant until = change.snoozedUntil().value();
        if (until != null && !until.isAfter(clock.instant())) {
            throw Problems.invalid("snoozed_until", "must be in the future");
        }
        if (until != null && change.status() != null && !change.status().equals("pending")) {
            throw Problems.invalid("snoozed_until", "goes with the status pending only");
        }
        return until;
    }

    private static String status(ConversationState before, ConversationChange change, Instant snooze) {
        if (change.status() != null) {
            return change.status();
        }
        if (change.snoozedUntil() == null) {
            return before.status();
        }
        boolean wakes = snooze == null && before.snoozedUntil().isPresent();
        return snooze != null ? "pending" : wakes && before.status().equals("pending") ? "open" : before.status();
    }

    private static void statusStep(ConversationState before, Author by, String status, Instant snooze, List<Step> steps, JsonObject detail) {
        boolean snoozes = snooze != null && !Optional.of(snooze).equals(before.snoozedUntil());
        if (snoozes) {
            steps.add(new Step(by.name() + " snoozed this until " + snooze, new JsonObject().put("event", "snoozed").put("until", snooze.toString())));
            detail.put("snoozed_until", snooze.toString());
        } else if (before.snoozedUntil().isPresent() && snooze == null) {
            detail.putNull("snoozed_until");
        }
        if (!status.equals(before.status())) {
            detail.put("status", new JsonObject().put("from", before.status()).put("to", status));
            if (!snoozes) {
                JsonObject content = new JsonObject().put("event", "status_changed").put("from", before.status()).put("to", status);
                steps.add(new Step(by.name() + " " + verb(before, status) + " this", content));
            }
        } else if (!snoozes && detail.containsKey("snoozed_until")) {
            steps.add(new Step(by.name() + " ended the snooze", new JsonObject().put("event", "unsnoozed")));
        }
    }

    private static String verb(ConversationState before, String status) {
        return switch (status) {
            case "resolved" -> "resolved";
            case "closed" -> "closed";
            case "pending" -> "set aside";
            default -> before.isLive() ? "opened" : "reopened";
        };
    }

    private static void priorityStep(ConversationState before, Author by, String priority, List<Step> steps, JsonObject detail) {
        if (!priority.equals(before.priority())) {
            JsonObject fromTo = new JsonObject().put("from", before.priority()).put("to", priority);
            detail.put("priority", fromTo);
            steps.add(new Step(by.name() + " set the priority to " + priority, fromTo.copy().put("event", "priority_changed")));
        }
    }

    private static void assigneeStep(
            ConversationState before, Author by, UUID assignee, Optional<String> name, List<Step> steps, JsonObject detail) {
        if (!Objects.equals(assignee, before.assigneeId().orElse(null))) {
            detail.put("assignee", assignee == null ? null : assignee.toString());
            boolean toSelf = assignee != null && assignee.equals(by.id());
            String to = assignee == null ? " unassigned this" : toSelf ? " took this" : " assigned this to " + name.orElseThrow();
            steps.add(new Step(by.name() + to, EventLines.about(assignee == null ? "unassigned" : "assigned", assignee, name)));
        }
    }

    private static void teamStep(ConversationState before, Author by, UUID team, Optional<String> name, List<Step> steps, JsonObject detail) {
        if (!Objects.equals(team, before.teamId().orElse(null))) {
            detail.put("team", team == null ? null : team.toString());
            String to = team == null ? " removed the team" : " gave this to " + name.orElseThrow();
            steps.add(new Step(by.name() + to, EventLines.about(team == null ? "team_removed" : "team_assigned", team, name)));
        }
    }

    private static void tagStep(ConversationState before, Author by, List<String> names, List<Step> steps, JsonObject detail) {
        List<String> added = names.stream().filter(name -> !before.tags().contains(name)).toList();
        List<String> removed = before.tags().stream().filter(name -> !names.contains(name)).toList();
        if (!added.isEmpty() || !removed.isEmpty()) {
            detail.put("tags", new JsonArray(names));
            String what = (added.isEmpty() ? "" : " added " + String.join(", ", added)) + (removed.isEmpty() ? "" : " removed " + String.join(", ", removed));
            JsonObject content = new JsonObject().put("event", "tags_changed").put("added", new JsonArray(added)).put("removed", new JsonArray(removed));
            steps.add(new Step(by.name() + what, content));
        }
    }

    private static Uni<Void> requireNoOtherLive(SqlConnection tx, ConversationState conversation) {
        return tx.preparedQuery(OTHER_LIVE)
                .execute(Tuple.of(conversation.accountId(), conversation.threadKey(), conversation.id()))
                .invoke(rows -> Sql.first(rows).ifPresent(other -> {
                    throw liveExists(Optional.of(other.getUUID("id")));
                }))
                .replaceWithVoid();
    }

    private static ProblemException liveExists(Optional<UUID> other) {
        Problem problem = Problems.conflict(
                        "conversation_live_exists",
                        "The customer already has a newer open conversation on this thread.",
                        "Continue there: answers of both would reach the same thread.")
                .problem();
        return new ProblemException(other.map(id -> problem.with("conversation_id", id)).orElse(problem));
    }

    private static boolean twoLive(Throwable failure) {
        return failure instanceof PgException refusal && "conversation_live".equals(refusal.getConstraint());
    }

    private static Uni<Void> requireExists(SqlConnection tx, UUID organizationId, UUID conversationId) {
        return tx.preparedQuery(EXISTS)
                .execute(Tuple.of(organizationId, conversationId))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problems.notFound("conversation");
                    }
                })
                .replaceWithVoid();
    }
}
