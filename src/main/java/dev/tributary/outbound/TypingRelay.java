package dev.tributary.outbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.AgentTyping;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Shows the customer that an agent is writing, where the channel can. Best effort: never fails, nothing is stored or tried again. */
@ApplicationScoped
public class TypingRelay {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String FIND = """
            select channel_account_id, thread_key from conversation
            where organization_id = $1 and id = $2 and status in ('open', 'pending') and archived_at is null
            """;

    private final Pool database;
    private final AccountDirectory accounts;

    TypingRelay(Pool database, AccountDirectory accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    void typing(@Observes AgentTyping typing) {
        typing(typing.organizationId(), typing.conversationId(), typing.on()).subscribe().with(_ -> {});
    }

    public Uni<Void> typing(UUID organizationId, UUID conversationId, boolean on) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, conversationId))
                .map(Sql::first)
                .chain(found -> found.map(conversation -> show(conversation, on)).orElseGet(() -> Uni.createFrom().voidItem()))
                .ifNoItem().after(TIMEOUT).fail()
                .onFailure().invoke(failure -> Log.debugf("Typing could not be shown conversation=%s: %s", conversationId, failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> show(Row conversation, boolean on) {
        ThreadKey thread = new ThreadKey(conversation.getString("thread_key"));
        return accounts.find(conversation.getUUID("channel_account_id")).chain(account -> show(account, thread, on));
    }

    private static Uni<Void> show(Optional<LiveAccount> account, ThreadKey thread, boolean on) {
        return account.filter(live -> live.open() && live.disabled().isEmpty() && live.adapter() instanceof SendsTyping)
                .map(live -> ((SendsTyping) live.adapter()).typing(thread, on, live.account()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
