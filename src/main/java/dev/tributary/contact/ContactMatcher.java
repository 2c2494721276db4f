package dev.tributary.contact;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PhoneVariants;
import dev.tributary.channel.Sender;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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

    private static final String FIND = """
            select coalesce(p.id, i.id) as identity_id, coalesce(p.value, i.value) as first_id, c.id as contact_id, c.name, c.is_blocked
            from contact_identity i join contact c on c.id = i.contact_id left join contact_identity p on p.id = i.alias_of
            where i.kind = 'provider' and i.channel_account_id = $1 and i.value = $2
            """;

    private static final String SAME_PERSON = """
            select c.id, c.name, c.is_blocked from contact_identity i join contact c on c.id = i.contact_id
            where i.organization_id = $1 and (
                ($2 and i.kind = 'provider' and i.channel_type = $3 and i.value = $4)
                or (i.kind = 'phone' and i.value = any($5) and i.is_verified)
                or (i.kind = 'email' and i.value = $6 and i.is_verified))
            order by (i.kind = 'provider') desc, (i.kind = 'phone') desc, array_position($5, i.value), i.created_at
            limit 1
            """;

    private static final String CRM = """
            select id, name from crm_record
            where organization_id = $1 and ((phone is not null and phone = any($2)) or (email is not null and lower(email) = $3))
            order by array_position(array['client', 'contact', 'lead'], kind), created_at
            limit 1
            """;

    private static final String CREATE = """
            insert into contact (id, organization_id, name, email, phone, locale, attributes, crm_record_id, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """;

    private static final String IDENTIFY = """
            insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, display_name, profile, created_at)
            values ($1, $2, $3, 'provider', $4, $5, $6, $7, $8, $9)
            on conflict (channel_account_id, value) where kind = 'provider' do nothing
            """;

    private static final String ADDRESS = """
            insert into contact_identity (id, organization_id, contact_id, kind, value, created_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (organization_id, kind, value) where kind <> 'provider' and is_verified do nothing
            """;

    private static final String DROP_UNUSED = "delete from contact where id = $1";

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
        return find(tx, account.id(), sender.id())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : Aliases.known(tx, account, sender).chain(alias -> alias.isPresent()
                                ? join(tx, account, sender, alias.get(), now)
                                : attach(tx, account, idsAreGlobal, sender, now).call(match -> Aliases.add(tx, account, sender, sender.id(), now))));
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
        return tx.preparedQuery(FIND)
                .execute(Tuple.of(accountId, senderId))
                .map(rows -> Sql.first(rows).map(row -> new Match(
                        row.getUUID("contact_id"), row.getUUID("identity_id"), row.getString("first_id"), row.getString("name"), row.getBoolean("is_blocked"), false)));
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
                .call(contact -> contact.map(id -> addresses(tx, account, sender, id, now).chain(() -> Aliases.add(tx, account, sender, sender.id(), now)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** An address that was taken back matches nobody any more. */
    private static Uni<Void> forget(SqlConnection tx, ChannelAccount account, Sender sender, String[] cleared) {
        return cleared.length == 0
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(FORGET_ADDRESSES).execute(Tuple.of(account.id(), sender.id(), cleared)).replaceWithVoid();
    }

    private Uni<Match> attach(SqlConnection tx, ChannelAccount account, boolean idsAreGlobal, Sender sender, Instant now) {
        return samePerson(tx, account, idsAreGlobal, sender)
                .chain(known -> known.isPresent()
                        ? identify(tx, account, sender, known.get().contactId(), known.get(), now)
                        : create(tx, account, sender, now));
    }

    private Uni<Optional<Match>> samePerson(SqlConnection tx, ChannelAccount account, boolean idsAreGlobal, Sender sender) {
        return tx.preparedQuery(SAME_PERSON)
                .execute(Tuple.of(
                        account.organizationId(), idsAreGlobal, account.type(), sender.id(), phones(sender), email(sender)))
                .map(rows -> Sql.first(rows).map(row -> new Match(row.getUUID("id"), null, sender.id(), row.getString("name"), row.getBoolean("is_blocked"), false)));
    }

    private Uni<Match> create(SqlConnection tx, ChannelAccount account, Sender sender, Instant now) {
        UUID contactId = Ids.next();
        String name = sender.name().map(Texts::name).filter(given -> !given.isBlank()).orElse(sender.id());
        return tx.preparedQuery(CRM)
                .execute(Tuple.of(account.organizationId(), phones(sender), email(sender)))
                .map(rows -> Sql.first(rows).map(row -> row.getUUID("id")))
                .chain(crm -> insert(tx, account, sender, contactId, name, crm, now))
                .chain(() -> identify(tx, account, sender, contactId, new Match(contactId, null, sender.id(), name, false, true), now))
                .call(match -> match.contactId().equals(contactId)
                        ? Uni.createFrom().voidItem()
                        : tx.preparedQuery(DROP_UNUSED).execute(Tuple.of(contactId)).replaceWithVoid());
    }

    /** All spellings of the sender's number; none where there is none. */
    private static String[] phones(Sender sender) {
        return sender.phone().stream().flatMap(phone -> Stream.concat(Stream.of(phone), PhoneVariants.of(phone).stream())).toArray(String[]::new);
    }

    private Uni<Void> insert(
            SqlConnection tx, ChannelAccount account, Sender sender, UUID contactId, String name, Optional<UUID> crm, Instant now) {
        Tuple row = Tuple.tuple()
                .addUUID(contactId)
                .addUUID(account.organizationId())
                .addString(name)
                .addString(email(sender))
                .addString(sender.phone().orElse(null))
                .addString(sender.locale().orElse(null))
                .addJsonObject(attributes(sender))
                .addUUID(crm.orElse(null))
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(CREATE).execute(row).replaceWithVoid();
    }

    /** Writes the provider's id, and the vouched addresses; where another transaction was first, its contact is the match. */
    private Uni<Match> identify(SqlConnection tx, ChannelAccount account, Sender sender, UUID contactId, Match match, Instant now) {
        UUID identityId = Ids.next();
        Tuple row = Tuple.tuple()
                .addUUID(identityId)
                .addUUID(account.organizationId())
                .addUUID(contactId)
                .addUUID(account.id())
                .addString(account.type())
                .addString(sender.id())
                .addString(sender.name().or(sender::username).map(Texts::name).orElse(null))
                .addLong(Profile.of(sender))
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(IDENTIFY)
                .execute(row)
                .chain(written -> written.rowCount() == 1
                        ? addresses(tx, account, sender, contactId, now).replaceWith(new Match(contactId, identityId, sender.id(), match.contactName(), match.blocked(), match.isNew()))
                        : find(tx, account.id(), sender.id()).map(Optional::orElseThrow));
    }

    private Uni<Void> addresses(SqlConnection tx, ChannelAccount account, Sender sender, UUID contactId, Instant now) {
        return address(tx, account, contactId, "phone", sender.phone(), now)
                .chain(() -> address(tx, account, contactId, "email", Optional.ofNullable(email(sender)), now));
    }

    private Uni<Void> address(
            SqlConnection tx, ChannelAccount account, UUID contactId, String kind, Optional<String> value, Instant now) {
        if (value.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(ADDRESS)
                .execute(Tuple.of(Ids.next(), account.organizationId(), contactId, kind, value.get(), Sql.time(now)))
                .replaceWithVoid();
    }

    private static String email(Sender sender) {
        return sender.email().map(email -> email.strip().toLowerCase(Locale.ROOT)).orElse(null);
    }

    private static JsonObject attributes(Sender sender) {
        JsonObject attributes = new JsonObject();
        sender.attributes().forEach((name, value) -> attributes.put(name, Texts.storable(value)));
        return attributes;
    }
}
