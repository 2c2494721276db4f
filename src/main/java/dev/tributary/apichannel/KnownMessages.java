package dev.tributary.apichannel;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Messages of an account by any id that a caller may know: its own, one of a part, or ours. */
@ApplicationScoped
class KnownMessages {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String FIND = """
            select k.key, m.id, m.conversation_id, m.journal_id
            from unnest($2::text[], $3::uuid[]) as k(key, ours)
            cross join lateral (
                select x.id, x.conversation_id, x.journal_id from message x where x.channel_account_id = $1 and x.provider_message_id = k.key
                union all
                select x.id, x.conversation_id, x.journal_id from message_part p join message x on x.id = p.message_id
                where p.channel_account_id = $1 and p.provider_message_id = k.key
                union all
                select x.id, x.conversation_id, x.journal_id from message x where x.id = k.ours and x.channel_account_id = $1
                limit 1) m
            """;
    private static final String LEAVING = """
            select exists (select from outbox where channel_account_id = $1 and kind = 'message' and state in ('claimed', 'sending')) as leaving
            """;

    /** @param journalId the raw event that brought it; absent for messages of ours */
    record Known(UUID id, UUID conversationId, Optional<UUID> journalId) {}

    private final Pool database;

    KnownMessages(Pool database) {
        this.database = database;
    }

    Uni<Map<String, Known>> find(UUID accountId, Collection<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<String> distinct = keys.stream().distinct().toList();
        UUID[] ours = distinct.stream().map(key -> UUID_TEXT.matcher(key).matches() ? UUID.fromString(key) : null).toArray(UUID[]::new);
        return database.preparedQuery(FIND).execute(Tuple.of(accountId, distinct.toArray(String[]::new), ours)).map(rows -> {
            Map<String, Known> known = new HashMap<>();
            for (Row row : rows) {
                known.put(row.getString("key"), new Known(row.getUUID("id"), row.getUUID("conversation_id"), Optional.ofNullable(row.getUUID("journal_id"))));
            }
            return known;
        });
    }

    /** Whether a message is on its way right now, so that a receipt may overtake the answer that brings its id. */
    Uni<Boolean> isOneLeaving(UUID accountId) {
        return database.preparedQuery(LEAVING).execute(Tuple.of(accountId)).map(rows -> rows.iterator().next().getBoolean("leaving"));
    }
}
