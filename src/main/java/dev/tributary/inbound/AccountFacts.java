package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.InboundEvent.AccountTold;
import dev.tributary.inbound.ApplyBatch.Step;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Keeps what a provider tells of an account by an event, beside what the account's settings say. The older of two tellings changes nothing. */
@ApplicationScoped
class AccountFacts {

    private static final String KEEP = """
            update channel_account
            set settings = jsonb_set(jsonb_build_object($2::text, '{}'::jsonb) || settings, array[$2::text, $3::text], $4::jsonb), updated_at = $5
            where id = $1 and settings -> $2::text -> $3::text is distinct from $4::jsonb
              and coalesce(settings -> $2::text -> $3::text ->> 'at', '') <= $4::jsonb ->> 'at'
            """;

    private final AccountDirectory accounts;

    AccountFacts(AccountDirectory accounts) {
        this.accounts = accounts;
    }

    Uni<EventResult> keep(SqlConnection tx, Step step, AccountTold told, ApplyBatch work) {
        ChannelAccount account = step.journal().account().account();
        Tuple row = Tuple.of(account.id(), told.setting(), told.entry(), new JsonObject(told.value().toString()), Sql.time(step.journal().receivedAt()));
        return tx.preparedQuery(KEEP).execute(row).map(rows -> {
            if (rows.rowCount() == 0) {
                return EventResult.duplicate(Optional.empty(), Optional.empty());
            }
            work.change(account.organizationId(), Change.of("channel_account.updated", account.id()));
            work.afterwards(accounts::changed);
            return EventResult.applied();
        });
    }
}
