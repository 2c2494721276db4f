package dev.tributary.outbound;

import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.MailSubjects;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.OutgoingMail.Quote;
import dev.tributary.conversation.MailThreads;
import dev.tributary.conversation.Signatures;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives a queued message what a mail needs: whom it goes to, what it is about, and what it answers. */
@ApplicationScoped
class OutgoingMails {

    private static final int REFERENCES_KEPT = 21;

    private static final String FIND = """
            select m.id, m.conversation_id, m.channel_account_id, m.author_type, coalesce(m.content -> 'mail', '{}'::jsonb) as mail, c.subject,
                   i.value as address, i.display_name,
                   p.id as parent_id, p.provider_message_id as parent_provider_id, p.direction as parent_direction, p.author_name as parent_author,
                   coalesce(p.content -> 'mail', '{}'::jsonb) as parent, p.text as parent_text, p.html as parent_html,
                   coalesce(f.text, p.text) as whole_text, coalesce(f.html, p.html) as whole_html, p.created_at as parent_at
            from message m
            join conversation c on c.id = m.conversation_id
            join contact_identity i on i.id = c.contact_identity_id
            left join lateral (
                select q.* from message q
                where q.conversation_id = m.conversation_id and q.id <> m.id and q.provider_message_id is not null
                  and (q.id = m.reply_to_id or (m.reply_to_id is null and q.direction = 'inbound' and q.created_at <= m.created_at))
                order by q.created_at desc limit 1) p on true
            left join message_full f on f.message_id = p.id
            where m.id = $1
            """;

    /** Whom it went to where nobody said it: reports about one recipient are weighed against all. */
    private static final String KEEP_RECIPIENTS = """
            update message set content = coalesce(content, '{}'::jsonb) || jsonb_build_object('mail', coalesce(content -> 'mail', '{}'::jsonb) || jsonb_build_object('to', $2::jsonb))
            where id = $1 and content -> 'mail' -> 'to' is null
            """;

    private static final String FILES = "select id, kind, file_name, content_type, size, storage_key from attachment where message_id = $1 and state = 'stored' order by position, id";

    private final Pool database;
    private final MailThreads threads;

    OutgoingMails(Pool database, MailThreads threads) {
        this.database = database;
        this.threads = threads;
    }

    Uni<OutboundMessage> complete(OutboundMessage message) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(message.messageId()))
                .map(rows -> rows.iterator().next())
                .chain(row -> forwardedFiles(row).chain(files -> place(row).map(token -> message.as(mail(row, token), files))));
    }

    /** A forwarded mail takes its files along; pictures inside its text stay behind with the original. */
    private Uni<List<File>> forwardedFiles(Row row) {
        boolean isForward = row.getJsonObject("mail").getBoolean("forward", false) && row.getUUID("parent_id") != null;
        return isForward
                ? database.preparedQuery(FILES).execute(Tuple.of(row.getUUID("parent_id"))).map(rows -> Sql.all(rows, OutgoingMessages::file))
                : Uni.createFrom().item(List.of());
    }

    /** What answers will find the conversation by, before anybody can answer. */
    private Uni<String> place(Row row) {
        List<String> people = Stream.concat(to(row).stream(), addresses(row.getJsonObject("mail"), "cc").stream()).map(Address::address).distinct().toList();
        Optional<String> subject = MailSubjects.comparable(subject(row), false);
        JsonArray to = new JsonArray(to(row).stream().map(one -> new JsonObject().put("name", one.name()).put("address", one.address())).toList());
        return database.withTransaction(tx -> tx.preparedQuery(KEEP_RECIPIENTS)
                .execute(Tuple.of(row.getUUID("id"), to))
                .chain(() -> threads.begin(tx, row.getUUID("conversation_id"), row.getUUID("channel_account_id"), subject, people)));
    }

    private static OutgoingMail mail(Row row, String token) {
        JsonObject given = row.getJsonObject("mail");
        boolean isForward = given.getBoolean("forward", false);
        Optional<String> answered = isForward ? Optional.empty() : Optional.ofNullable(row.getString("parent_provider_id")).map(OutgoingMails::realId);
        return new OutgoingMail(
                subject(row),
                to(row),
                addresses(given, "cc"),
                addresses(given, "bcc"),
                answered,
                answered.map(id -> references(row, id)).orElse(List.of()),
                Signatures.of(given),
                given.getBoolean("quote", true) || isForward ? quote(row, isForward) : Optional.empty(),
                token,
                Optional.empty(),
                !row.getString("author_type").equals("user"));
    }

    private static String subject(Row row) {
        JsonObject given = row.getJsonObject("mail");
        String conversation = Optional.ofNullable(row.getString("subject")).orElse("");
        String bare = MailSubjects.bare(conversation, false);
        boolean answers = row.getUUID("parent_id") != null;
        String derived = given.getBoolean("forward", false) ? "Fwd: " + bare : answers ? "Re: " + bare : conversation;
        return given.getString("subject", derived).strip();
    }

    private static List<Address> to(Row row) {
        List<Address> given = addresses(row.getJsonObject("mail"), "to");
        if (!given.isEmpty()) {
            return given;
        }
        boolean isInbound = "inbound".equals(row.getString("parent_direction"));
        List<Address> replyTo = isInbound ? addresses(row.getJsonObject("parent"), "reply_to") : List.of();
        String name = Optional.ofNullable(row.getString("display_name")).orElse("");
        return replyTo.isEmpty() ? List.of(new Address(name, row.getString("address"))) : replyTo;
    }

    /** The first id, which names the thread, and the last ones. */
    private static List<String> references(Row row, String answered) {
        List<String> all = new ArrayList<>(row.getJsonObject("parent").getJsonArray("references", new JsonArray()).stream().map(String.class::cast).toList());
        all.remove(answered);
        all.add(answered);
        if (all.size() <= REFERENCES_KEPT) {
            return all;
        }
        List<String> kept = new ArrayList<>(List.of(all.getFirst()));
        kept.addAll(all.subList(all.size() - REFERENCES_KEPT + 1, all.size()));
        return kept;
    }

    /** Of an answered mail what was newly written; of a forwarded one everything. */
    private static Optional<Quote> quote(Row row, boolean isForward) {
        if (row.getUUID("parent_id") == null || (row.getString("parent_text") == null && row.getString("parent_html") == null)) {
            return Optional.empty();
        }
        String part = isForward ? "whole_" : "parent_";
        JsonObject from = row.getJsonObject("parent").getJsonObject("from", new JsonObject());
        String name = Optional.ofNullable(row.getString("parent_author")).orElse("");
        return Optional.of(new Quote(
                new Address(from.getString("name", name), from.getString("address", "")),
                Sql.instant(row, "parent_at"),
                row.getJsonObject("parent").getString("subject", ""),
                Optional.ofNullable(row.getString(part + "text")).orElse(""),
                Optional.ofNullable(row.getString(part + "html")),
                isForward));
    }

    private static List<Address> addresses(JsonObject mail, String field) {
        return mail.getJsonArray(field, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(one -> new Address(one.getString("name", ""), one.getString("address")))
                .toList();
    }

    /** Two mails with one id are told apart by a mark of ours, which is nobody else's business. */
    private static String realId(String stored) {
        return stored.replaceFirst("#[0-9a-f]{12}$", "");
    }
}
