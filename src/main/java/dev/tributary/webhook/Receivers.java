package dev.tributary.webhook;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ChannelAdapter;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.PostsEvents;
import dev.tributary.platform.Ids;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Who is told in an organization: the subscriptions of its programs, and the other sides of its channels. */
@ApplicationScoped
class Receivers {

    private static final String UNENROLLED = """
            select a.id, a.name from channel_account a
            where a.organization_id = $1 and a.type = any($2) and a.archived_at is null
              and not exists (select from webhook_subscription s where s.channel_account_id = a.id)
            """;
    private static final String ENROL = """
            insert into webhook_subscription (id, organization_id, channel_account_id, name, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $5) on conflict (channel_account_id) do nothing
            """;
    private static final String ALL = """
            select s.id, s.channel_account_id, s.events, s.is_active, s.after_seq
            from webhook_subscription s left join channel_account a on a.id = s.channel_account_id
            where s.organization_id = $1 and coalesce(s.disabled_reason, '') <> 'by_hand'
              and (s.channel_account_id is null or (a.archived_at is null and a.is_active))
            """;

    private final AdapterRegistry adapters;
    private final AccountDirectory accounts;
    private final Clock clock;

    Receivers(AdapterRegistry adapters, AccountDirectory accounts, Clock clock) {
        this.adapters = adapters;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Everybody, also those that are disabled because they failed: what they miss is kept for a replay. */
    Uni<List<Receiver>> of(SqlConnection tx, UUID organizationId) {
        return enrol(tx, organizationId)
                .chain(() -> tx.preparedQuery(ALL).execute(Tuple.of(organizationId)))
                .onItem().transformToMulti(rows -> Multi.createFrom().items(StreamSupport.stream(rows.spliterator(), false)))
                .onItem().transformToUniAndConcatenate(this::receiver)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .collect().asList();
    }

    /** Gives every account whose channel posts events its row: state, log and position belong to that. */
    Uni<Void> enrol(SqlConnection tx, UUID organizationId) {
        String[] types = adapters.all().stream().filter(PostsEvents.class::isInstance).map(adapter -> adapter.descriptor().type()).toArray(String[]::new);
        return tx.preparedQuery(UNENROLLED)
                .execute(Tuple.of(organizationId, types))
                .onItem().transformToMulti(rows -> Multi.createFrom().items(StreamSupport.stream(rows.spliterator(), false)))
                .onItem().transformToUniAndConcatenate(account -> enrol(tx, organizationId, account))
                .collect().asList()
                .replaceWithVoid();
    }

    private Uni<Boolean> enrol(SqlConnection tx, UUID organizationId, Row account) {
        Tuple row = Tuple.of(
                Ids.next(), organizationId, account.getUUID("id"), account.getString("name"), clock.instant().atOffset(ZoneOffset.UTC));
        return tx.preparedQuery(ENROL).execute(row).map(_ -> true);
    }

    private Uni<Optional<Receiver>> receiver(Row row) {
        UUID accountId = row.getUUID("channel_account_id");
        if (accountId == null) {
            Set<String> events = Set.of(row.getArrayOfStrings("events"));
            return Uni.createFrom().item(Optional.of(new Receiver(row.getUUID("id"), Optional.empty(), events, row.getBoolean("is_active"), row.getLong("after_seq"))));
        }
        return accounts.find(accountId).map(found -> found.flatMap(account -> receiver(row, account)));
    }

    private Optional<Receiver> receiver(Row row, LiveAccount live) {
        ChannelAdapter adapter = live.adapter();
        if (!(adapter instanceof PostsEvents channel)) {
            return Optional.empty();
        }
        Receiver.Channel own = new Receiver.Channel(live.account().id(), channel);
        return channel.receiver(live.account(), clock.instant())
                .map(receiver -> new Receiver(row.getUUID("id"), Optional.of(own), receiver.events(), row.getBoolean("is_active"), row.getLong("after_seq")));
    }
}
