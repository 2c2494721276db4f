package dev.tributary.outbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendsReadReceipts;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.AgentRead;
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

/** Shows the customer that an agent has read what they wrote, or is writing, where the channel can. Best effort: never fails, nothing is stored or tried again. */
@ApplicationScoped
public class SignRelay {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String FIND = """
            select c.channel_account_id, c.thread_key, newest.provider_message_id as newest
            from conversation c
            left join lateral (
                select provider_message_id from message where conversation_id = c.id and direction = 'inbound' order by created_at desc limit 1) newest on true
            where c.organization_id = $1 and c.id = $2 and c.status in ('open', 'pending') and c.archived_at is null
            """;

    private enum Sign {
        READ,
        WRITING,
        PAUSED
    }

    private final Pool database;
    private final AccountDirectory accounts;

    SignRelay(Pool database, AccountDirectory accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    void read(@Observes AgentRead read) {
        relay(read.organizationId(), read.conversationId(), Sign.READ).subscribe().with(_ -> {});
    }

    void typing(@Observes AgentTyping typing) {
        typing(typing.organizationId(), typing.conversationId(), typing.on()).subscribe().with(_ -> {});
    }

    public Uni<Void> typing(UUID organizationId, UUID conversationId, boolean on) {
        return relay(organizationId, conversationId, on ? Sign.WRITING : Sign.PAUSED);
    }

    private Uni<Void> relay(UUID organizationId, UUID conversationId, Sign sign) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, conversationId))
                .map(Sql::first)
                .chain(found -> found.map(conversation -> show(conversation, sign)).orElseGet(() -> Uni.createFrom().voidItem()))
                .ifNoItem().after(TIMEOUT).fail()
                .onFailure().invoke(failure -> Log.debugf("A sign could not be shown conversation=%s: %s", conversationId, failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> show(Row conversation, Sign sign) {
        ThreadKey thread = new ThreadKey(conversation.getString("thread_key"));
        Optional<ProviderMessageId> newest = Optional.ofNullable(conversation.getString("newest")).map(ProviderMessageId::new);
        return accounts.find(conversation.getUUID("channel_account_id")).chain(account -> account
                .filter(live -> live.open() && live.disabled().isEmpty())
                .map(live -> show(live, thread, newest, sign))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static Uni<Void> show(LiveAccount live, ThreadKey thread, Optional<ProviderMessageId> newest, Sign sign) {
        if (sign != Sign.READ && live.adapter() instanceof SendsTyping typing) {
            return typing.typing(thread, sign == Sign.WRITING, live.account());
        }
        boolean tells = sign != Sign.PAUSED && newest.isPresent();
        return tells && live.adapter() instanceof SendsReadReceipts receipts
                ? receipts.read(thread, newest.get(), sign == Sign.WRITING, live.account())
                : Uni.createFrom().voidItem();
    }
}
