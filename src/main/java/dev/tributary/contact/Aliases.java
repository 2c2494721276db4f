package dev.tributary.contact;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Sender;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The further ids of a person with one channel account: each is an identity that points to the first one that was known. */
final class Aliases {

    private static final String FIND = """
            select i.value from contact_identity i
            where i.kind = 'provider' and i.channel_account_id = $1 and i.value = any($2)
            order by i.alias_of nulls first, i.created_at
            limit 1
            """;

    private static final String ADD = """
            insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, display_name, alias_of, created_at)
            select $1, i.organization_id, i.contact_id, 'provider', i.channel_account_id, i.channel_type, $4, i.display_name, coalesce(i.alias_of, i.id), $5
            from contact_identity i
            where i.kind = 'provider' and i.channel_account_id = $2 and i.value = $3
            on conflict (channel_account_id, value) where kind = 'provider' do nothing
            """;

    /** What the provider says now counts: an id that named somebody else leads to this person, and both contacts are remembered as perhaps the same. */
    private static final String TAKE = """
            with main as (
                select coalesce(p.id, i.id) as id, coalesce(p.contact_id, i.contact_id) as contact_id, i.organization_id
                from contact_identity i left join contact_identity p on p.id = i.alias_of
                where i.kind = 'provider' and i.channel_account_id = $1 and i.value = $2),
            taken as (
                select o.id, o.contact_id from main join contact_identity o on o.kind = 'provider' and o.channel_account_id = $1 and o.value = any($3)
                where o.contact_id <> main.contact_id),
            moved as (
                update contact_identity i set contact_id = main.contact_id, alias_of = main.id
                from main where i.id in (select id from taken) or i.alias_of in (select id from taken))
            insert into contact_same (organization_id, contact_id, other_id, told_at)
            select distinct main.organization_id, main.contact_id, taken.contact_id, $4::timestamptz from main, taken
            on conflict do nothing
            """;

    private Aliases() {}

    /** An id of this sender that is known already. */
    static Uni<Optional<String>> known(SqlConnection tx, ChannelAccount account, Sender sender) {
        return sender.aliases().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : tx.preparedQuery(FIND)
                        .execute(Tuple.of(account.id(), sender.aliases().toArray(String[]::new)))
                        .map(rows -> Sql.first(rows).map(row -> row.getString("value")));
    }

    /** Lets every id of the sender lead to the person whom one of them names. */
    static Uni<Void> add(SqlConnection tx, ChannelAccount account, Sender sender, String known, Instant now) {
        SortedSet<String> others = new TreeSet<>(sender.aliases());
        others.add(sender.id());
        others.remove(known);
        return Multi.createFrom().iterable(others)
                .onItem().transformToUniAndConcatenate(id ->
                        tx.preparedQuery(ADD).execute(Tuple.of(Ids.next(), account.id(), known, id, Sql.time(now))).replaceWithVoid())
                .collect().last()
                .chain(() -> others.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(TAKE).execute(Tuple.of(account.id(), known, others.toArray(String[]::new), Sql.time(now))).replaceWithVoid());
    }
}
