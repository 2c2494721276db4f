package dev.tributary.conversation;

import dev.tributary.channel.ButtonKey;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes messages that came in, many in one statement: the messages, each once by its provider id, and their conversations'
 * list rows. Whatever the batch's size, it is one round trip. An echo that names a message of ours by our own id is that
 * message, even while its sending is not yet recorded.
 */
@ApplicationScoped
public class InboundMessages {

    /**
     * One message to be filed.
     *
     * @param outbound true for what somebody of ours wrote elsewhere
     * @param replyTo the provider's id of the answered message, or null
     * @param quiet true for what nobody has to look at: it is not unread and wakes no snoozed conversation
     * @param full the whole of it, or null where the message says it all
     */
    public record Filing(
            UUID id,
            UUID organizationId,
            UUID conversationId,
            UUID accountId,
            boolean outbound,
            String kind,
            String text,
            String html,
            JsonObject content,
            UUID contactId,
            String authorName,
            String providerMessageId,
            String replyTo,
            boolean hasAttachments,
            UUID journalId,
            String preview,
            Instant createdAt,
            Instant receivedAt,
            boolean quiet,
            ContentColumns.Full full) {}

    private static final String FILE = """
            with incoming as (
                select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bool[], $6::text[], $7::text[], $8::text[], $9::jsonb[],
                    $10::uuid[], $11::text[], $12::text[], $13::text[], $14::bool[], $15::uuid[], $16::text[], $17::timestamptz[], $18::timestamptz[], $19::bool[], $20::text[], $21::text[])
                as i(id, organization_id, conversation_id, account_id, outbound, kind, text, html, content,
                    contact_id, author_name, provider_message_id, reply_to, has_attachments, journal_id, preview, created_at, received_at, quiet, full_text, full_html)
            ), locked as (
                select id from conversation where id = any($3) order by id for no key update
            ), filed as (
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, html, content,
                    author_type, author_id, author_name, provider_message_id, reply_to_id, reply_to_provider_id, has_attachments, journal_id,
                    delivery_status, sent_at, created_at, received_at)
                select i.id, i.organization_id, i.conversation_id, i.account_id, case when i.outbound then 'outbound' else 'inbound' end,
                    i.kind, i.text, i.html, i.content,
                    case when i.outbound then 'system' else 'contact' end, case when i.outbound then null else i.contact_id end, i.author_name,
                    i.provider_message_id,
                    case when i.reply_to is not null then coalesce(
                        (select m.id from message m where m.channel_account_id = i.account_id and m.provider_message_id = i.reply_to),
                        (select p.message_id from message_part p where p.channel_account_id = i.account_id and p.provider_message_id = i.reply_to)) end,
                    i.reply_to, i.has_attachments, i.journal_id,
                    case when i.outbound then 'sent' end, case when i.outbound then i.created_at end, i.created_at, i.received_at
                from incoming i, (select count(*) from locked) as first_locked
                where not exists (select 1 from message_part p
                                  where p.channel_account_id = i.account_id and p.provider_message_id = i.provider_message_id)
                  and case when i.outbound and i.provider_message_id ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
                           then not exists (select 1 from message o where o.id = i.provider_message_id::uuid and o.channel_account_id = i.account_id)
                           else true end
                on conflict (channel_account_id, provider_message_id) where provider_message_id is not null do nothing
                returning id, conversation_id, direction, created_at, received_at
            ), whole as (
                insert into message_full (message_id, text, html)
                select f.id, i.full_text, i.full_html from filed f join incoming i on i.id = f.id where i.full_text is not null
            ), counted as (
                select f.conversation_id,
                    count(*) filter (where f.direction = 'inbound' and not i.quiet) as inbound,
                    min(f.created_at) filter (where f.direction = 'inbound' and not i.quiet) as first_inbound_at,
                    max(f.created_at) filter (where f.direction = 'inbound' and not i.quiet) as last_inbound_at,
                    max(f.received_at) as received_at
                from filed f join incoming i on i.id = f.id group by f.conversation_id
            ), latest as (
                select distinct on (f.conversation_id) f.conversation_id, f.id, f.direction, f.created_at, i.preview
                from filed f join incoming i on i.id = f.id
                order by f.conversation_id, f.created_at desc, f.id desc
            ), listed as (
                update conversation c set
                    unread_count = c.unread_count + n.inbound,
                    first_inbound_at = coalesce(c.first_inbound_at, n.first_inbound_at),
                    last_inbound_at = greatest(c.last_inbound_at, n.last_inbound_at),
                    status = case when n.inbound > 0 and c.snoozed_until is not null then 'open' else c.status end,
                    snoozed_until = case when n.inbound > 0 then null else c.snoozed_until end,
                    last_message_id = case when l.created_at >= c.last_message_at is not false then l.id else c.last_message_id end,
                    last_message_preview = case when l.created_at >= c.last_message_at is not false then l.preview else c.last_message_preview end,
                    last_message_direction = case when l.created_at >= c.last_message_at is not false then l.direction else c.last_message_direction end,
                    last_message_status = case when l.created_at >= c.last_message_at is not false
                        then case when l.direction = 'outbound' then 'sent' end else c.last_message_status end,
                    last_message_at = greatest(c.last_message_at, l.created_at),
                    activity_at = greatest(c.activity_at, l.created_at),
                    updated_at = n.received_at
                from counted n join latest l using (conversation_id)
                where c.id = n.conversation_id
            )
            select id from filed
            """;

    /** Puts the ids of pressed buttons back where only their short keys came in. */
    private static final String RESOLVE_BUTTONS = """
            update message pressed set content = jsonb_set(pressed.content, '{payload}', button -> 'id')
            from message answered, jsonb_array_elements(answered.content -> 'buttons') button
            where pressed.id = any($1) and answered.id = pressed.reply_to_id
              and pressed.content ->> 'payload'
                  = $2 || rtrim(translate(encode(sha256(convert_to(button ->> 'id', 'UTF8')), 'base64'), '+/', '-_'), '=')
            """;

    /** @return the ids of those that were written; the others were there before */
    public Uni<Set<UUID>> file(SqlConnection tx, List<Filing> filings) {
        Tuple row = Tuple.tuple()
                .addArrayOfUUID(ids(filings, Filing::id))
                .addArrayOfUUID(ids(filings, Filing::organizationId))
                .addArrayOfUUID(ids(filings, Filing::conversationId))
                .addArrayOfUUID(ids(filings, Filing::accountId))
                .addArrayOfBoolean(filings.stream().map(Filing::outbound).toArray(Boolean[]::new))
                .addArrayOfString(texts(filings, Filing::kind))
                .addArrayOfString(texts(filings, Filing::text))
                .addArrayOfString(texts(filings, Filing::html))
                .addArrayOfJsonObject(filings.stream().map(Filing::content).toArray(JsonObject[]::new))
                .addArrayOfUUID(ids(filings, Filing::contactId))
                .addArrayOfString(texts(filings, Filing::authorName))
                .addArrayOfString(texts(filings, Filing::providerMessageId))
                .addArrayOfString(texts(filings, Filing::replyTo))
                .addArrayOfBoolean(filings.stream().map(Filing::hasAttachments).toArray(Boolean[]::new))
                .addArrayOfUUID(ids(filings, Filing::journalId))
                .addArrayOfString(texts(filings, Filing::preview))
                .addArrayOfOffsetDateTime(times(filings, Filing::createdAt))
                .addArrayOfOffsetDateTime(times(filings, Filing::receivedAt))
                .addArrayOfBoolean(filings.stream().map(Filing::quiet).toArray(Boolean[]::new))
                .addArrayOfString(texts(filings, filing -> filing.full() == null ? null : filing.full().text()))
                .addArrayOfString(texts(filings, filing -> filing.full() == null ? null : filing.full().html()));
        return tx.preparedQuery(FILE).execute(row)
                .<Set<UUID>>map(rows -> new HashSet<>(Sql.all(rows, found -> found.getUUID("id"))))
                .call(() -> resolveButtons(tx, filings));
    }

    private static Uni<Void> resolveButtons(SqlConnection tx, List<Filing> filings) {
        List<Filing> pressed = filings.stream().filter(InboundMessages::carriesKey).toList();
        return pressed.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(RESOLVE_BUTTONS).execute(Tuple.of(ids(pressed, Filing::id), ButtonKey.PREFIX)).replaceWithVoid();
    }

    private static boolean carriesKey(Filing filing) {
        return filing.content() != null && filing.content().getValue("payload") instanceof String payload && payload.startsWith(ButtonKey.PREFIX);
    }

    private static UUID[] ids(List<Filing> filings, Function<Filing, UUID> part) {
        return filings.stream().map(part).toArray(UUID[]::new);
    }

    private static String[] texts(List<Filing> filings, Function<Filing, String> part) {
        return filings.stream().map(part).toArray(String[]::new);
    }

    private static OffsetDateTime[] times(List<Filing> filings, Function<Filing, Instant> part) {
        return filings.stream().map(part).map(Sql::time).toArray(OffsetDateTime[]::new);
    }
}
