package dev.tributary.contact;

import dev.tributary.contact.ContactView.Crm;
import dev.tributary.contact.ContactView.Identity;
import dev.tributary.contact.ContactView.MailRefusal;
import dev.tributary.contact.ContactView.Same;
import dev.tributary.platform.Cursors;
import dev.tributary.platform.Page;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SearchWords;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The one projection of contacts. */
@ApplicationScoped
public class ContactViews {

    private static final String PROJECTION = """
            select c.id, c.name, c.email, c.phone, c.avatar_url, c.locale, c.is_blocked, c.attributes, c.created_at, c.updated_at,
                   r.id as crm_id, r.kind as crm_kind, r.name as crm_name, r.url as crm_url,
                   (select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'channel_type', i.channel_type,
                            'channel_account_id', i.channel_account_id, 'value', i.value, 'display_name', i.display_name,
                            'unreachable_reason', i.unreachable_reason) order by i.created_at, i.id), '[]')
                    from contact_identity i where i.contact_id = c.id) as identities,
                   (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'conversation_id',
                            (select v.id from conversation v where v.organization_id = o.organization_id and v.contact_id = o.id order by v.activity_at desc limit 1))
                            order by s.told_at), '[]')
                    from contact_same s join contact o on o.id = case when s.contact_id = c.id then s.other_id else s.contact_id end
                    where c.id in (s.contact_id, s.other_id) and o.merged_into_id is null) as possibly_same,
                   f.reason as refusal_reason, f.refused_at
            from contact c left join crm_record r on r.id = c.crm_record_id
            left join mail_refusal f on f.organization_id = c.organization_id and f.address = lower(c.email)
            """;

    /** A contact that was merged is the one that it became. */
    private static final String GET = PROJECTION + """
            where c.organization_id = $1 and c.id = (
                select coalesce(merged_into_id, id) from contact where organization_id = $1 and id = $2)
            """;

    private static final String PAGE = PROJECTION + """
            where c.organization_id = $1 and c.merged_into_id is null and ($2::uuid is null or c.id < $2)
              and ($3::text is null
                   or to_tsvector('simple', c.name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, '')) @@ to_tsquery('simple', $3))
            order by c.id desc limit $4
            """;

    private final Pool database;
    private final Cursors cursors;

    ContactViews(Pool database, Cursors cursors) {
        this.database = database;
        this.cursors = cursors;
    }

    /** Fails with 404 where there is none for this organization. */
    public Uni<ContactView> get(SqlClient client, UUID organizationId, UUID id) {
        return client.preparedQuery(GET)
                .execute(Tuple.of(organizationId, id))
                .map(rows -> Sql.first(rows).map(ContactViews::view).orElseThrow(() -> Problems.notFound("contact")));
    }

    /** The newest first. */
    Uni<Page<ContactView>> page(UUID organizationId, String q, String cursor, int limit) {
        Optional<String> typed = Optional.ofNullable(q).filter(words -> !words.isBlank());
        Optional<String> words = typed.flatMap(SearchWords::query);
        if (typed.isPresent() && words.isEmpty()) {
            return Uni.createFrom().item(Page.all(List.of()));
        }
        UUID before = cursor == null ? null : UUID.fromString(cursors.decode(cursor, 1)[0]);
        return database.preparedQuery(PAGE)
                .execute(Tuple.of(organizationId, before, words.orElse(null), limit + 1))
                .map(rows -> Page.of(Sql.all(rows, ContactViews::view), limit, last -> cursors.encode(last.id().toString())));
    }

    private static ContactView view(Row row) {
        return new ContactView(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("email"),
                row.getString("phone"),
                row.getString("avatar_url"),
                row.getString("locale"),
                row.getBoolean("is_blocked"),
                ((JsonArray) row.getValue("identities")).stream().map(JsonObject.class::cast).map(ContactViews::identity).toList(),
                row.getUUID("crm_id") == null
                        ? null
                        : new Crm(row.getString("crm_kind"), row.getUUID("crm_id"), row.getString("crm_name"), row.getString("crm_url")),
                row.getString("refusal_reason") == null ? null : new MailRefusal(row.getString("refusal_reason"), Sql.instant(row, "refused_at")),
                Sql.map(row, "attributes"),
                ((JsonArray) row.getValue("possibly_same")).stream().map(JsonObject.class::cast).map(ContactViews::same).toList(),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"));
    }

    private static Same same(JsonObject json) {
        return new Same(id(json, "id"), json.getString("name"), id(json, "conversation_id"));
    }

    private static UUID id(JsonObject json, String name) {
        return json.getString(name) == null ? null : UUID.fromString(json.getString(name));
    }

    private static Identity identity(JsonObject json) {
        return new Identity(
                json.getString("kind"),
                json.getString("channel_type"),
                id(json, "channel_account_id"),
                json.getString("value"),
                json.getString("display_name"),
                json.getString("unreachable_reason"));
    }
}
