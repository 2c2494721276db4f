package dev.tributary.inbound;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.FetchesProfiles;
import dev.tributary.channel.FetchesProfiles.Told;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.Sender;
import dev.tributary.conversation.ContactPictures;
import dev.tributary.conversation.OutboxSignal;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.SameContext;
import dev.tributary.platform.Sql;
import dev.tributary.platform.Texts;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks providers who a new person is, where their events do not say. Beside the way in, which does not wait for it: only people of the
 * last quarter of an hour are looked for, by their ids, which are in the order of time. Whoever notes that the person was asked asks.
 */
@ApplicationScoped
class ProfileFetches {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int AT_ONCE = 20;

    private static final String CLAIM = """
            update contact_identity set profile_asked_at = $3 where id in (
                select i.id from contact_identity i join channel_account a on a.id = i.channel_account_id
                where i.id > $1 and i.profile_asked_at is null and i.kind = 'provider' and i.alias_of is null
                  and a.type = any($2) and a.is_active and a.archived_at is null
                order by i.id limit %d for update of i skip locked)
            returning id, organization_id, contact_id, channel_account_id, value""".formatted(AT_ONCE);

    private static final String ASK_AGAIN = "update contact_identity set profile_asked_at = null where id = $1";

    /** What the events themselves say of the person stays noted as it was, so that the next message does not take the name back. */
    private static final String NAME_IDENTITY = "update contact_identity set display_name = $2 where id = $1";

    private static final String NAME = "update contact set name = $2, updated_at = $3 where id = $1 and not name_is_set";

    private final Pool database;
    private final AccountDirectory accounts;
    private final AdapterRegistry adapters;
    private final ContactPictures pictures;
    private final OutboxSignal outbox;
    private final ChangeFeed feed;
    private final Clock clock;

    ProfileFetches(Pool database, AccountDirectory accounts, AdapterRegistry adapters, ContactPictures pictures, OutboxSignal outbox, ChangeFeed feed, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.adapters = adapters;
        this.pictures = pictures;
        this.outbox = outbox;
        this.feed = feed;
        this.clock = clock;
    }

    @Scheduled(every = "5s", delayed = "10s", identity = "profile-fetches", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> askForNew() {
        String[] types = adapters.all().stream().filter(FetchesProfiles.class::isInstance).map(adapter -> adapter.descriptor().type()).toArray(String[]::new);
        Instant now = clock.instant();
        return database.preparedQuery(CLAIM)
                .execute(Tuple.of(firstIdOf(now.minus(WINDOW)), types, Sql.time(now)))
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(this::askQuietly)
                .collect().last()
                .replaceWithVoid();
    }

    private Uni<Void> askQuietly(Row row) {
        return accounts.find(row.getUUID("channel_account_id"))
                .chain(account -> account.filter(LiveAccount::open).map(live -> ask(live, row)).orElseGet(() -> Uni.createFrom().voidItem()))
                .onFailure().invoke(failure -> Log.warnf("A person's profile could not be had account=%s: %s", row.getUUID("channel_account_id"), failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> ask(LiveAccount live, Row row) {
        FetchesProfiles adapter = (FetchesProfiles) live.adapter();
        return SameContext.after(Uni.createFrom().deferred(() -> adapter.profile(row.getString("value"), live.account())).ifNoItem().after(LIMIT).recoverWithItem(new Told.Later()))
                .chain(told -> switch (told) {
                    case Told.Person person -> keep(live.account(), row, person);
                    case Told.Nothing _ -> Uni.createFrom().voidItem();
                    case Told.Later _ -> database.preparedQuery(ASK_AGAIN).execute(Tuple.of(row.getUUID("id"))).replaceWithVoid();
                });
    }

    private Uni<Void> keep(ChannelAccount account, Row row, Told.Person person) {
        return database.withTransaction(tx -> keep(tx, account, row, person))
                .invoke(() -> feed.announce(account.organizationId()))
                .invoke(() -> person.picture().ifPresent(_ -> outbox.wake()));
    }

    private Uni<Void> keep(SqlConnection tx, ChannelAccount account, Row row, Told.Person person) {
        UUID contactId = row.getUUID("contact_id");
        Optional<String> name = person.name().map(Texts::name).filter(text -> !text.isBlank());
        Sender shown = new Sender(
                row.getString("value"), name, Optional.empty(), Optional.empty(), Optional.empty(), person.picture(), Optional.empty(), Map.of());
        return name.map(text -> named(tx, row.getUUID("id"), contactId, text)).orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> pictures.expect(tx, account, contactId, shown))
                .chain(() -> feed.append(tx, account.organizationId(), List.of(Change.of("contact.updated", contactId))));
    }

    private Uni<Void> named(SqlConnection tx, UUID identityId, UUID contactId, String name) {
        return tx.preparedQuery(NAME_IDENTITY)
                .execute(Tuple.of(identityId, name))
                .chain(() -> tx.preparedQuery(NAME).execute(Tuple.of(contactId, name, Sql.time(clock.instant()))))
                .replaceWithVoid();
    }

    /** The smallest version 7 id of a moment. */
    private static UUID firstIdOf(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000L, Long.MIN_VALUE);
    }
}
