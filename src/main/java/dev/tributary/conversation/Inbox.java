package dev.tributary.conversation;

import dev.tributary.conversation.InboxQuery.After;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SearchWords;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The list of conversations, newest activity first, and the counts beside its views. */
@ApplicationScoped
class Inbox {

    private static final String STATEMENT_TIMEOUT = "57014";

    /** @param status one of the four; null ids: nobody's */
    record Count(
            @Schema(enumeration = {"open", "pending", "resolved", "closed"}) String status,
            @Nullable UUID assigneeId,
            @Nullable UUID teamId,
            long count,
            long unread) {}

    private static final String COUNTS = """
            select status, assignee_id, team_id, sum(count)::bigint as count, sum(unread)::bigint as unread
            from inbox_count where organization_id = $1
            group by status, assignee_id, team_id having sum(count) > 0
            """;

    private final Pool database;
    private final ConversationViews views;
    private final Cursors cursors;
    private final ConversationConfig config;
    private final AtomicInteger searching = new AtomicInteger();

    Inbox(Pool database, ConversationViews views, Cursors cursors, ConversationConfig config) {
        this.database = database;
        this.views = views;
        this.cursors = cursors;
        this.config = config;
    }

    Uni<Page<ConversationView>> page(Caller caller, InboxFilter filter, String cursor, int limit) {
        filter.check();
        Optional<String> typed = Optional.ofNullable(filter.q).filter(words -> !words.isBlank());
        Optional<String> words = typed.flatMap(SearchWords::query);
        if (typed.isPresent() && words.isEmpty()) {
            return Uni.createFrom().item(Page.all(List.of()));
        }
        UUID asking = caller.userId().orElse(new UUID(0, 0));
        InboxQuery query = new InboxQuery(caller.organizationId(), asking, filter, words, after(cursor), limit + 1);
        return (words.isPresent() ? search(query) : database.preparedQuery(query.sql()).execute(query.tuple()))
                .map(rows -> Page.of(Sql.all(rows, views::view), limit, this::cursor));
    }

    /** Added up from what the writers noted, so it costs the same at any size of the inbox. */
    Uni<List<Count>> counts(UUID organizationId) {
        return database.preparedQuery(COUNTS).execute(Tuple.of(organizationId)).map(rows -> Sql.all(rows, Inbox::count));
    }

    private Uni<RowSet<Row>> search(InboxQuery query) {
        if (searching.incrementAndGet() > config.searches()) {
            searching.decrementAndGet();
            throw Problems.unavailable("search_busy", "Too many searches at once.", Duration.ofSeconds(1));
        }
        return database.withTransaction(tx -> bounded(tx, query))
                .onFailure(Inbox::tookTooLong)
                .transform(_ -> Problems.unavailable("search_took_too_long", "The search was stopped: it found too much. Type more of the word, or filter the list.", Duration.ofSeconds(1)))
                .onTermination()
                .invoke(searching::decrementAndGet);
    }

    private Uni<RowSet<Row>> bounded(SqlConnection tx, InboxQuery query) {
        return tx.query("set local statement_timeout = " + config.searchTime().toMillis())
                .execute()
                .chain(() -> tx.preparedQuery(query.sql()).execute(query.tuple()));
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof PgException refusal && STATEMENT_TIMEOUT.equals(refusal.getSqlState());
    }

    private Optional<After> after(String cursor) {
        return Optional.ofNullable(cursor).map(key -> cursors.decode(key, 2)).map(parts -> new After(Instant.parse(parts[0]), UUID.fromString(parts[1])));
    }

    private String cursor(ConversationView last) {
        return cursors.encode(last.activityAt().toString(), last.id().toString());
    }

    private static Count count(Row row) {
        return new Count(row.getString("status"), row.getUUID("assignee_id"), row.getUUID("team_id"), row.getLong("count"), Math.max(0, row.getLong("unread")));
    }
}
