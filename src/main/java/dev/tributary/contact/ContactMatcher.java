package dev.tributary.contact;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PhoneVariants;
import dev.tributary.channel.Sender;
import dev.tributary.platform.Sql;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the contact behind a sender, or makes one: by the provider's id first, then by phone and e-mail that the provider
 * vouches for, then linked to a CRM record, else new. Uniqueness lives in the database: of two transactions that meet the
 * same new person, one writes and the other finds.
 */
@ApplicationScoped
public class ContactMatcher {

    /**
     * @param identityId of the first id that the person had on this channel account
     * @param firstId that id: the one that names their thread
     * @param isNew whether the contact was made just now: the change feed is to tell of it
     */
    public record Match(UUID contactId, UUID identityId, String firstId, String contactName, boolean blocked, boolean isNew) {}

    /**
     * A sender whose contact is wanted.
     *
     * @param idsAreGlobal whether the same id on another account of this type is the same person
     */
    public record Wanted(ChannelAccount account, boolean idsAreGlobal, Sender sender, Instant now) {}

    private static final String FIND = """
            select k.n, i.* from unnest($1::uuid[], $2::text[]) with ordinality as k(account_id, sender_id, n)
            cross join lateral (
                select coalesce(p.id, i.id) as identity_id, coalesce(p.value, i.value) as first_id, c.id as contact_id, c.name, c.is_blocked
                from contact_identity i join contact c on c.id = i.contact_id left join contact_identity p on p.id = i.alias_of
                where i.kind = 'provider' and i.channel_account_id = k.account_id and i.value = k.sender_id limit 1) i
            """;

    /** An address that another contact proved is not taken over. */
    private static final String REFRESH = """
            with seen as (
                update contact_identity set display_name = coalesce($3, display_name), profile = $11
                where kind = 'provider' and channel_account_id = $1 and value = $2 and profile is distinct from $11
                returning organization_id, contact_id),
            held as (
                select h.kind from seen join contact_identity h on h.organization_id = seen.organization_id and h.contact_id <> seen.contact_id
                where h.is_verified and ((h.kind = 'phone' and h.value = $4) or (h.kind = 'email' and h.value = $5)))
            update contact c set
                name = case when c.name_is_set then c.name when 'name' = any($8) then $2 else coalesce($3, c.name) end,
                phone = case when 'phone' = any($8) then null when 'phone' in (select kind from held) then c.phone else coalesce($4, c.phone) end,
                email = case when 'email' = any($8) then null when 'email' in (select kind from held) then c.email else coalesce($5, c.email) end,
                avatar_url = case when 'avatar' = any($8) then null else c.avatar_url end,
                locale = case when 'locale' = any($8) then null else coalesce($6, c.locale) end,
                attributes = (c.attributes || $7) - $9::text[],
                updated_at = $10
            from seen where c.id = seen.contact_id
            returning c.id
            """;

    private static final String FORGET_ADDRESSES = """
            delete from contact_identity i using contact c
            where c.id = (select contact_id from contact_identity where kind = 'provider' and channel_account_id = $1 and value = $2)
              and i.contact_id = c.id and i.kind = any($3) and i.value in (c.phone, c.email)
            """;

    /** Finds or makes; everything it writes is in the caller's transaction. */
    public Uni<Match> findOrCreate(SqlConnection tx, ChannelAccount account, boolean idsAreGlobal, Sender sender, Instant now) {
        return findOrCreate(tx, List.of(new Wanted(account, idsAreGlobal, sender, now))).map(List::getFirst);
    }

    /** The same for many, in their order. Those who may be one person are looked at one after the other. */
    public Uni<List<Match>> findOrCreate(SqlConnection tx, List<Wanted> wanted) {
        return find(tx, wanted).chain(found -> {
            List<Integer> together = new ArrayList<>();
            List<Integer> apart = new ArrayList<>();
            Set<String> met = new HashSet<>();
            for (int at = 0; at < wanted.size(); at++) {
                if (!found.containsKey(at)) {
                    boolean isMet = !Collections.disjoint(met, marks(wanted.get(at)));
                    (isMet || !wanted.get(at).sender().aliases().isEmpty() ? apart : together).add(at);
                    met.addAll(marks(wanted.get(at)));
                }
            }
            return attach(tx, wanted, together, found)
                    .chain(() -> Multi.createFrom().iterable(apart)
                            .onItem().transformToUniAndConcatenate(at -> one(tx, wanted.get(at)).invoke(match -> found.put(at, match)))
                            .collect().last())
                    .replaceWith(() -> IntStream.range(0, wanted.size()).mapToObj(found::get).toList());
        });
    }

    /** By what two senders may be one person. */
    private static Set<String> marks(Wanted wanted) {
        Sender sender = wanted.sender();
        Set<String> marks = new HashSet<>(List.of(phones(sender)));
        Stream.concat(Stream.of(sender.id()), sender.aliases().stream()).map(id -> wanted.account().id() + " " + id).forEach(marks::add);
        Stream.ofNullable(email(sender)).forEach(marks::add);
        if (wanted.idsAreGlobal()) {
            marks.add(wanted.account().type() + " " + sender.id());
        }
        return marks;
    }

    private Uni<Void> attach(SqlConnection tx, List<Wanted> wanted, List<Integer> which, Map<Integer, Match> found) {
        if (which.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return NewContacts.attach(tx, which.stream().map(wanted::get).toList()).chain(matches -> Multi.createFrom().range(0, which.size())
                .onItem().transformToUniAndConcatenate(at -> matches.get(at)
                        .map(match -> Uni.createFrom().item(match))
                        .orElseGet(() -> find(tx, wanted.get(which.get(at)).account().id(), wanted.get(which.get(at)).sender().id()).map(Optional::orElseThrow))
                        .invoke(match -> found.put(which.get(at), match)))
                .collect().last()
                .replaceWithVoid());
    }

    private Uni<Match> one(SqlConnection tx, Wanted wanted) {
        ChannelAccount account = wanted.account();
        Sender sender = wanted.sender();
        return find(tx, account.id(), sender.id())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : Aliases.known(tx, account, sender).chain(alias -> alias.isPresent()
                                ? join(tx, account, sender, alias.get(), wanted.now())
                                : attachOne(tx, wanted).call(() -> Aliases.add(tx, account, sender, sender.id(), wanted.now()))));
    }

    private Uni<Match> attachOne(SqlConnection tx, Wanted wanted) {
        Map<Integer, Match> found = new HashMap<>();
        return attach(tx, List.of(wanted), List.of(0), found).replaceWith(() -> found.get(0));
    }

    /** Lets every id of a known sender lead to them. */
    public Uni<Void> link(SqlConnection tx, ChannelAccount account, Sender sender, Instant now) {
        return Aliases.add(tx, account, sender, sender.id(), now);
    }

    /** A new id of somebody who is known by another one. */
    private Uni<Match> join(SqlConnection tx, ChannelAccount account, Sender sender, String known, Instant now) {
        return Aliases.add(tx, account, sender, known, now).chain(() -> find(tx, account.id(), known)).map(Optional::orElseThrow);
    }

    public Uni<Optional<Match>> find(SqlConnection tx, UUID accountId, String senderId) {
        return find(tx, new UUID[] {accountId}, new String[] {senderId}).map(found -> Optional.ofNullable(found.get(0)));
    }

    private static Uni<Map<Integer, Match>> find(SqlConnection tx, List<Wanted> wanted) {
        return find(
                tx,
                wanted.stream().map(one -> one.account().id()).toArray(UUID[]::new),
                wanted.stream().map(one -> one.sender().id()).toArray(String[]::new));
    }

    private static Uni<Map<Integer, Match>> find(SqlConnection tx, UUID[] accounts, String[] senders) {
        return tx.preparedQuery(FIND).execute(Tuple.of(accounts, senders)).map(rows -> {
            Map<Integer, Match> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getLong("n").intValue() - 1, new Match(
                    row.getUUID("contact_id"), row.getUUID("identity_id"), row.getString("first_id"), row.getString("name"), row.getBoolean("is_blocked"), false)));
            return found;
        });
    }

    /**
     * Takes over what the provider says of a known person; a name that was set by hand stays.
     *
     * @return the contact's id, empty where nobody is known by it or nothing new is said
     */
    public Uni<Optional<UUID>> refresh(SqlConnection tx, ChannelAccount account, Sender sender, Instant now) {
        String[] cleared = sender.cleared().stream().filter(part -> !part.startsWith("attributes.")).toArray(String[]::new);
        String[] attributes = sender.cleared().stream()
                .filter(part -> part.startsWith("attributes."))
                .map(part -> part.substring("attributes.".length()))
                .toArray(String[]::new);
        Tuple row = Tuple.tuple()
                .addUUID(account.id())
                .addString(sender.id())
                .addString(sender.name().map(Texts::name).filter(name -> !name.isBlank()).orElse(null))
                .addString(sender.phone().orElse(null))
                .addString(email(sender))
                .addString(sender.locale().orElse(null))
                .addJsonObject(attributes(sender))
                .addArrayOfString(cleared)
                .addArrayOfString(attributes)
                .addOffsetDateTime(Sql.time(now))
                .addLong(Profile.of(sender));
        return forget(tx, account, sender, cleared)
                .chain(() -> tx.preparedQuery(REFRESH).execute(row))
                .map(rows -> Sql.first(rows).map(found -> found.getUUID("id")))
                .call(contact -> contact.map(id -> NewContacts.addresses(tx, new Wanted(account, false, sender, now), id).chain(() -> Aliases.add(tx, account, sender, sender.id(), now)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** An address that was taken back matches nobody any more. */
    private static Uni<Void> forget(SqlConnection tx, ChannelAccount account, Sender sender, String[] cleared) {
        return cleared.length == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(FORGET_ADDRESSES).execute(Tuple.of(account.id(), sender.id(), cleared)).replaceWithVoid();
    }

    /** All spellings of the sender's number; none where there is none. */
    static String[] phones(Sender sender) {
        return sender.phone().stream().flatMap(phone -> Stream.concat(Stream.of(phone), PhoneVariants.of(phone).stream())).toArray(String[]::new);
    }

    static String email(Sender sender) {
        return sender.email().map(email -> email.strip().toLowerCase(Locale.ROOT)).orElse(null);
    }

    static JsonObject attributes(Sender sender) {
        JsonObject attributes = new JsonObject();
        sender.attributes().forEach((name, value) -> attributes.put(name, Texts.storable(value)));
        return attributes;
    }
}
