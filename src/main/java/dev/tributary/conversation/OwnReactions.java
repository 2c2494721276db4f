package dev.tributary.conversation;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendsReactions;
import dev.tributary.channel.SendsReactions.Given;
import dev.tributary.channel.ThreadKey;
import dev.tributary.identity.Caller;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How an agent reacts to a message. The channel knows one reaction of ours a message, whoever of us gives it. It is stored once the
 * provider has taken it; what the provider refuses is told to whoever asked, and nothing is tried again.
 */
@ApplicationScoped
class OwnReactions {

    private static final String FIND = """
            select m.conversation_id, m.channel_account_id, m.provider_message_id, m.direction, c.thread_key, i.value as recipient
            from message m
            join conversation c on c.id = m.conversation_id
            join contact_identity i on i.id = c.contact_identity_id
            where m.organization_id = $1 and m.id = $2 and m.direction in ('inbound', 'outbound')
            """;

    private static final String REACTIONS = "select reactions from message where id = $1 for no key update";

    private static final String REACT = "update message set reactions = $2 where id = $1";

    private final Pool database;
    private final AccountDirectory accounts;
    private final ChangeFeed changeFeed;

    OwnReactions(Pool database, AccountDirectory accounts, ChangeFeed changeFeed) {
        this.database = database;
        this.accounts = accounts;
        this.changeFeed = changeFeed;
    }

    /** 404 for a message of somebody else, 409 where it cannot be reacted to or the provider refuses. */
    Uni<Void> react(Caller by, UUID messageId, Optional<String> emoji) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(by.organizationId(), messageId))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound("message")))
                .call(message -> give(message, emoji))
                .chain(message -> keep(by, messageId, message.getUUID("conversation_id"), emoji));
    }

    private Uni<Void> give(Row message, Optional<String> emoji) {
        String id = Optional.ofNullable(message.getString("provider_message_id"))
                .orElseThrow(() -> Problems.conflict("message_not_sent", "This message has not left yet.", "Wait until it is sent."));
        boolean isOurs = message.getString("direction").equals("outbound");
        Given given = new Given(new ThreadKey(message.getString("thread_key")), message.getString("recipient"), new ProviderMessageId(id), isOurs, emoji);
        return accounts.find(message.getUUID("channel_account_id")).chain(found -> {
            LiveAccount live = found.filter(account -> account.open() && account.adapter() instanceof SendsReactions)
                    .orElseThrow(() -> Problems.conflict("no_reactions", "On this channel nothing can be reacted to.", "Answer with words."));
            return ((SendsReactions) live.adapter()).react(given, live.account()).invoke(OwnReactions::refuse).replaceWithVoid();
        });
    }

    private static void refuse(Optional<ChannelProblem> problem) {
        problem.ifPresent(why -> {
            throw Problems.conflict(why.code(), why.detail(), why.hint());
        });
    }

    private Uni<Void> keep(Caller by, UUID messageId, UUID conversationId, Optional<String> emoji) {
        return database.withTransaction(tx -> tx.preparedQuery(REACTIONS)
                        .execute(Tuple.of(messageId))
                        .chain(rows -> write(tx, by, messageId, Sql.first(rows).map(row -> row.getJsonArray("reactions")).orElseGet(JsonArray::new), emoji))
                        .chain(() -> changeFeed.append(tx, by.organizationId(), List.of(Change.message("message.updated", conversationId, messageId)))))
                .invoke(() -> changeFeed.announce(by.organizationId()));
    }

    private static Uni<Void> write(SqlConnection tx, Caller by, UUID messageId, JsonArray before, Optional<String> emoji) {
        JsonArray after = new JsonArray();
        before.stream().map(JsonObject.class::cast).filter(reaction -> !"user".equals(reaction.getJsonObject("author").getString("type"))).forEach(after::add);
        Author author = Author.of(by);
        emoji.ifPresent(given -> after.add(new JsonObject()
                .put("emoji", given)
                .put("author", new JsonObject().put("type", author.type()).put("id", author.id().toString()).put("name", author.name()))));
        return tx.preparedQuery(REACT).execute(Tuple.of(messageId, after)).replaceWithVoid();
    }
}
