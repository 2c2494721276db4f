package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.RawEvent;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Raw events by what they became, for as long as the journal keeps them. */
@ApplicationScoped
public class RawEvents {

    /** A raw event with the account that can read it. */
    public record Raw(LiveAccount account, RawEvent event) {}

    private static final String OF_ATTACHMENT = """
            select j.id, j.channel_account_id, j.received_at, j.headers, j.body
            from attachment a join message m on m.id = a.message_id join journal_event j on j.id = m.journal_id
            where a.organization_id = $1 and a.id = $2
            """;

    private static final String OF_MESSAGE = """
            select j.body from message m join journal_event j on j.id = m.journal_id
            where m.organization_id = $1 and m.id = $2 and m.content -> 'mail' is not null
            """;

    private final Pool database;
    private final AccountDirectory accounts;

    RawEvents(Pool database, AccountDirectory accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /** The event that a file came in; empty where its day was dropped or its account archived. */
    public Uni<Optional<Raw>> ofAttachment(UUID organizationId, UUID attachmentId) {
        return database.preparedQuery(OF_ATTACHMENT)
                .execute(Tuple.of(organizationId, attachmentId))
                .map(Sql::first)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : accounts.find(found.get().getUUID("channel_account_id")).map(live -> live.map(account -> new Raw(account, event(found.get(), account)))));
    }

    /** A mail as it came; empty where there is none, or none any more. */
    Uni<Optional<Buffer>> ofMail(UUID organizationId, UUID messageId) {
        return database.preparedQuery(OF_MESSAGE).execute(Tuple.of(organizationId, messageId)).map(rows -> Sql.first(rows).map(row -> row.getBuffer("body").getDelegate()));
    }

    private static RawEvent event(Row row, LiveAccount account) {
        Map<String, String> headers = new TreeMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), String.valueOf(header.getValue())));
        return new RawEvent(
                row.getUUID("id"), Sql.instant(row, "received_at"), headers, row.getBuffer("body").getBytes(), account.account().settings().withoutSecrets());
    }
}
