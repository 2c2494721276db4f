package dev.tributary.contact;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Sender;
import dev.tributary.contact.ContactMatcher.Match;
import dev.tributary.contact.ContactMatcher.Wanted;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Sql;
import dev.tributary.platform.Texts;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Gives ids that nobody has yet a contact, many with four statements: the one who proved the same phone or e-mail, else a new one, linked
 * to their CRM record. Rows are written in the order of their keys, so that two transactions never wait for each other in a circle.
 */
final class NewContacts {

    private record Draft(Wanted wanted, UUID contactId, UUID identityId, String name, boolean blocked, boolean isNew) {

        Match match() {
            return new Match(contactId, identityId, wanted.sender().id(), name, blocked, isNew);
        }
    }

    private record Address(Draft draft, String kind, String value) {}

    private static final String SAME_PERSON = """
            select k.n, c.id, c.name, c.is_blocked
            from unnest($1::uuid[], $2::bool[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality
                as k(organization_id, is_global, channel_type, sender_id, phones, email, n)
            cross join lateral (
                select found.contact_id from (
                    select i.contact_id, 1 as strength, 0 as place, i.created_at from contact_identity i
                    where k.is_global and i.organization_id = k.organization_id and i.kind = 'provider' and i.channel_type = k.channel_type and i.value = k.sender_id
                    union all
                    select i.contact_id, 2, array_position(string_to_array(k.phones, ' '), i.value), i.created_at from contact_identity i
                    where i.organization_id = k.organization_id and i.kind = 'phone' and i.value = any(string_to_array(k.phones, ' ')) and i.is_verified
                    union all
                    select i.contact_id, 3, 0, i.created_at from contact_identity i
                    where i.organization_id = k.organization_id and i.kind = 'email' and i.value = k.email and i.is_verified) found
                order by found.strength, found.place, found.created_at limit 1) s
            join contact c on c.id = s.contact_id
            """;

    private static final String CREATE = """
            insert into contact (id, organization_id, name, email, phone, locale, attributes, crm_record_id, created_at, updated_at)
            select k.id, k.organization_id, k.name, k.email, k.phone, k.locale, k.attributes, crm.id, k.at, k.at
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::timestamptz[])
                as k(id, organization_id, name, email, phone, locale, attributes, phones, at)
            left join lateral (
                select r.id from crm_record r
                where r.organization_id = k.organization_id
                  and ((r.phone is not null and r.phone = any(string_to_array(k.phones, ' '))) or (r.email is not null and lower(r.email) = k.email))
                order by array_position(array['client', 'contact', 'lead'], r.kind), r.created_at
                limit 1) crm on true
            """;

    private static final String IDENTIFY = """
            insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, display_name, profile, created_at)
            select k.id, k.organization_id, k.contact_id, 'provider', k.account_id, k.channel_type, k.sender_id, k.display_name, k.profile, k.at
            from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::timestamptz[])
                as k(id, organization_id, contact_id, account_id, channel_type, sender_id, display_name, profile, at)
            order by k.account_id, k.sender_id
            on conflict (channel_account_id, value) where kind = 'provider' do nothing
            returning id
            """;

    private static final String ADDRESS = """
            insert into contact_identity (id, organization_id, contact_id, kind, value, created_at)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[]) as k(id, organization_id, contact_id, kind, value, at)
            order by organization_id, kind, value
            on conflict (organization_id, kind, value) where kind <> 'provider' and is_verified do nothing
            """;

    private static final String DROP_UNUSED = "delete from contact where id = any($1)";

    private NewContacts() {}

    /**
     * In the order of the wanted, of whom no two may turn out to be the same person. An id that another transaction was first to write is
     * absent: its contact can be found now.
     */
    static Uni<List<Optional<Match>>> attach(SqlConnection tx, List<Wanted> wanted) {
        return samePersons(tx, wanted).chain(known -> {
            List<Draft> drafts = new ArrayList<>();
            for (int at = 0; at < wanted.size(); at++) {
                drafts.add(known.getOrDefault(at, fresh(wanted.get(at))));
            }
            return create(tx, drafts.stream().filter(Draft::isNew).toList())
                    .chain(() -> identify(tx, drafts))
                    .call(written -> addresses(tx, drafts.stream().filter(draft -> written.contains(draft.identityId())).flatMap(NewContacts::addresses).toList()))
                    .call(written -> drop(tx, drafts.stream().filter(draft -> draft.isNew() && !written.contains(draft.identityId())).toList()))
                    .map(written -> drafts.stream().map(draft -> written.contains(draft.identityId()) ? Optional.of(draft.match()) : Optional.<Match>empty()).toList());
        });
    }

    /** Phone and e-mail of a known person; what another contact has proved stays theirs. */
    static Uni<Void> addresses(SqlConnection tx, Wanted wanted, UUID contactId) {
        return addresses(tx, addresses(new Draft(wanted, contactId, null, null, false, false)).toList());
    }

    private static Uni<Map<Integer, Draft>> samePersons(SqlConnection tx, List<Wanted> wanted) {
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(wanted.stream().map(one -> one.account().organizationId()).toArray(UUID[]::new))
                .addArrayOfBoolean(wanted.stream().map(Wanted::idsAreGlobal).toArray(Boolean[]::new))
                .addArrayOfString(texts(wanted, one -> one.account().type()))
                .addArrayOfString(texts(wanted, one -> one.sender().id()))
                .addArrayOfString(texts(wanted, NewContacts::phones))
                .addArrayOfString(texts(wanted, one -> ContactMatcher.email(one.sender())));
        return tx.preparedQuery(SAME_PERSON).execute(row).map(rows -> {
            Map<Integer, Draft> known = new HashMap<>();
            rows.forEach(found -> {
                int at = found.getLong("n").intValue() - 1;
                known.put(at, new Draft(wanted.get(at), found.getUUID("id"), Ids.next(), found.getString("name"), found.getBoolean("is_blocked"), false));
            });
            return known;
        });
    }

    private static Draft fresh(Wanted wanted) {
        Sender sender = wanted.sender();
        String name = sender.name().map(Texts::name).filter(given -> !given.isBlank()).orElse(sender.id());
        return new Draft(wanted, Ids.next(), Ids.next(), name, false, true);
    }

    private static Uni<Void> create(SqlConnection tx, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(ids(drafts, Draft::contactId))
                .addArrayOfUUID(ids(drafts, draft -> account(draft).organizationId()))
                .addArrayOfString(texts(drafts, Draft::name))
                .addArrayOfString(texts(drafts, draft -> ContactMatcher.email(sender(draft))))
                .addArrayOfString(texts(drafts, draft -> sender(draft).phone().orElse(null)))
                .addArrayOfString(texts(drafts, draft -> sender(draft).locale().orElse(null)))
                .addArrayOfJsonObject(drafts.stream().map(draft -> ContactMatcher.attributes(sender(draft))).toArray(JsonObject[]::new))
                .addArrayOfString(texts(drafts, draft -> phones(draft.wanted())))
                .addArrayOfOffsetDateTime(times(drafts));
        return tx.preparedQuery(CREATE).execute(row).replaceWithVoid();
    }

    /** The identities that were written. */
    private static Uni<Set<UUID>> identify(SqlConnection tx, List<Draft> drafts) {
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(ids(drafts, Draft::identityId))
                .addArrayOfUUID(ids(drafts, draft -> account(draft).organizationId()))
                .addArrayOfUUID(ids(drafts, Draft::contactId))
                .addArrayOfUUID(ids(drafts, draft -> account(draft).id()))
                .addArrayOfString(texts(drafts, draft -> account(draft).type()))
                .addArrayOfString(texts(drafts, draft -> sender(draft).id()))
                .addArrayOfString(texts(drafts, draft -> sender(draft).name().or(sender(draft)::username).map(Texts::name).orElse(null)))
                .addArrayOfLong(drafts.stream().map(draft -> Profile.of(sender(draft))).toArray(Long[]::new))
                .addArrayOfOffsetDateTime(times(drafts));
        return tx.preparedQuery(IDENTIFY).execute(row).map(rows -> new HashSet<>(Sql.all(rows, written -> written.getUUID("id"))));
    }

    private static Stream<Address> addresses(Draft draft) {
        return Stream.concat(
                sender(draft).phone().stream().map(phone -> new Address(draft, "phone", phone)),
                Stream.ofNullable(ContactMatcher.email(sender(draft))).map(email -> new Address(draft, "email", email)));
    }

    private static Uni<Void> addresses(SqlConnection tx, List<Address> addresses) {
        if (addresses.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(ids(addresses, _ -> Ids.next()))
                .addArrayOfUUID(ids(addresses, address -> account(address.draft()).organizationId()))
                .addArrayOfUUID(ids(addresses, address -> address.draft().contactId()))
                .addArrayOfString(texts(addresses, Address::kind))
                .addArrayOfString(texts(addresses, Address::value))
                .addArrayOfOffsetDateTime(times(addresses.stream().map(Address::draft).toList()));
        return tx.preparedQuery(ADDRESS).execute(row).replaceWithVoid();
    }

    private static Uni<Void> drop(SqlConnection tx, List<Draft> unused) {
        return unused.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(DROP_UNUSED).execute(Tuple.of(ids(unused, Draft::contactId))).replaceWithVoid();
    }

    private static String phones(Wanted wanted) {
        return wanted.sender().phone().isEmpty() ? null : String.join(" ", ContactMatcher.phones(wanted.sender()));
    }

    private static ChannelAccount account(Draft draft) {
        return draft.wanted().account();
    }

    private static Sender sender(Draft draft) {
        return draft.wanted().sender();
    }

    private static OffsetDateTime[] times(List<Draft> drafts) {
        return drafts.stream().map(draft -> Sql.time(draft.wanted().now())).toArray(OffsetDateTime[]::new);
    }

    private static <T> UUID[] ids(List<T> all, Function<T, UUID> part) {
        return all.stream().map(part).toArray(UUID[]::new);
    }

    private static <T> String[] texts(List<T> all, Function<T, String> part) {
        return all.stream().map(part).toArray(String[]::new);
    }
}
