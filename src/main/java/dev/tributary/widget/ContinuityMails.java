package dev.tributary.widget;

import dev.tributary.channel.AccountDirectory;
import dev.tributary.channel.LiveAccount;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.channel.MailSubjects;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMail;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.Author;
import dev.tributary.conversation.MailThreads;
import dev.tributary.conversation.Signatures;
import dev.tributary.platform.Leases;
import dev.tributary.platform.SameContext;
import dev.tributary.platform.Sql;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Mails visitors who left what an agent answered meanwhile: once for each time that they are away, by the organization's first e-mail
 * channel, and so that their answer comes back into the conversation.
 *
 * <p>What is mailed is noted first, so that a crash in between costs a mail rather than sends it twice: the messages themselves wait in the
 * widget all the same.
 */
@ApplicationScoped
class ContinuityMails {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int MOST_MESSAGES = 10;

    /**
     * A session that is used ends an hour later, or where it ends in any case: that tells when it was used last. Whoever writes, by whatever
     * way, was there.
     */
    private static final String DUE = """
            select c.id, c.organization_id, c.contact_id, c.thread_key, a.name as channel, mailbox.id as mailbox_id, who.email, who.name, who.locale, greatest(who.seen_at, c.last_inbound_at) as seen_at
            from conversation c
            join channel_account a on a.id = c.channel_account_id and a.type = 'WEB_WIDGET' and a.is_active and a.archived_at is null
                and coalesce((a.settings -> 'continuity' ->> 'enabled')::boolean, true)
            join organization o on o.id = c.organization_id and o.channels_enabled
            join contact k on k.id = c.contact_id and not k.is_blocked
            join contact_identity i on i.id = c.contact_identity_id
            join lateral (
                select m.id from channel_account m where m.organization_id = c.organization_id and m.type = 'EMAIL'
                    and m.is_active and m.archived_at is null and m.connection_state <> 'disconnected' order by m.created_at, m.id limit 1) mailbox on true
            join lateral (
                select max(greatest(v.last_seen_at, (select max(s.expires_at) - interval '1 hour' from widget_session s where s.visitor_id = v.id))) as seen_at,
                       (array_agg(v.email order by v.last_seen_at desc) filter (where v.email is not null))[1] as email,
                       (array_agg(v.name order by v.last_seen_at desc) filter (where v.name is not null))[1] as name,
                       (array_agg(v.locale order by v.last_seen_at desc) filter (where v.locale is not null))[1] as locale
                from widget_visitor v where v.channel_account_id = a.id and v.sender_id = i.value) who on true
            left join widget_continuity w on w.conversation_id = c.id
            where c.last_message_direction = 'outbound' and c.activity_minute >= ($1::timestamptz - interval '24 hours') at time zone 'UTC' and c.archived_at is null
                and who.email is not null
                and not exists (select 1 from mail_refusal r where r.organization_id = c.organization_id and r.address = lower(who.email))
                and not exists (select 1 from contact_identity e
                    where e.organization_id = c.organization_id and e.channel_type = 'EMAIL' and e.kind = 'provider' and e.value = lower(who.email) and e.unreachable_reason is not null)
                and greatest(who.seen_at, c.last_inbound_at, c.last_message_at) <= $1::timestamptz - greatest(coalesce((a.settings -> 'continuity' ->> 'wait_minutes')::int, 10), 10) * interval '1 minute'
                and coalesce(w.mailed_at < greatest(who.seen_at, c.last_inbound_at), true)
            order by c.last_message_at limit 50
            """;
    private static final String UNREAD = """
            select m.id, m.text, m.content, m.author_name, m.created_at, array(select a.file_name from attachment a where a.message_id = m.id order by a.position, a.id) as files
            from (select * from message where conversation_id = $1 and direction = 'outbound' and author_type = 'user' and deleted_at is null
                    and delivery_status in ('queued', 'sending', 'sent', 'delivered')
                    and created_at > coalesce((select read.created_at from message read where read.conversation_id = $1 and read.direction = 'inbound'
                        order by read.created_at desc, read.id desc limit 1), '-infinity')
                  order by created_at desc, id desc limit $2) m
            order by m.created_at, m.id
            """;
    private static final String CLAIM = """
            insert into widget_continuity as w (conversation_id, mailed_at, message_id) values ($1, $2, $3)
            on conflict (conversation_id) do update set mailed_at = excluded.mailed_at, message_id = excluded.message_id, problem = null
            where w.mailed_at < $4
            """;
    private static final String REFUSED = "update widget_continuity set problem = $2 where conversation_id = $1";
    private static final String LATER = "delete from widget_continuity where conversation_id = $1";

    private final Pool database;
    private final AccountDirectory accounts;
    private final MailThreads threads;
    private final Signatures signatures;
    private final Unsubscribing unsubscribing;
    private final VisitorReceipts receipts;
    private final Leases leases;
    private final Clock clock;

    ContinuityMails(
            Pool database, AccountDirectory accounts, MailThreads threads, Signatures signatures, Unsubscribing unsubscribing, VisitorReceipts receipts, Leases leases, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.threads = threads;
        this.signatures = signatures;
        this.unsubscribing = unsubscribing;
        this.receipts = receipts;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(every = "30s", delayed = "15s", identity = "widget-continuity", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> mailInTurn() {
        return leases.whenHeld("widget-continuity", LEASE, this::mailAll);
    }

    Uni<Void> mailAll() {
        return database.preparedQuery(DUE)
                .execute(Tuple.of(Sql.time(clock.instant())))
                .onItem().transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem().transformToUniAndConcatenate(this::mail)
                .collect().last()
                .replaceWithVoid();
    }

    /** One that fails keeps no other from its turn. */
    private Uni<Void> mail(Row visit) {
        return database.preparedQuery(UNREAD)
                .execute(Tuple.of(visit.getUUID("id"), MOST_MESSAGES))
                .map(rows -> Sql.all(rows, row -> row))
                .chain(unread -> unread.isEmpty() ? Uni.createFrom().voidItem() : mail(visit, unread))
                .onFailure().invoke(failure -> Log.warnf("A visitor who left was not mailed conversation=%s cause=%s", visit.getUUID("id"), failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Void> mail(Row visit, List<Row> unread) {
        return accounts.find(visit.getUUID("mailbox_id")).chain(found -> found.filter(mailbox -> mailbox.open() && mailbox.adapter() instanceof SendsMail)
                .map(mailbox -> claim(visit, unread).chain(ours -> ours ? send(visit, unread, mailbox) : Uni.createFrom().voidItem()))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Boolean> claim(Row visit, List<Row> unread) {
        return database.preparedQuery(CLAIM)
                .execute(Tuple.of(visit.getUUID("id"), Sql.time(clock.instant()), unread.getLast().getUUID("id"), visit.getOffsetDateTime("seen_at")))
                .map(rows -> rows.rowCount() == 1);
    }

    private Uni<Void> send(Row visit, List<Row> unread, LiveAccount mailbox) {
        UUID conversationId = visit.getUUID("id");
        String subject = subject(visit);
        Optional<String> comparable = MailSubjects.comparable(subject, false);
        String address = visit.getString("email").toLowerCase(Locale.ROOT);
        return database.withTransaction(tx -> threads.begin(tx, conversationId, mailbox.account().id(), comparable, List.of(address))
                        .chain(token -> unsubscribing.link(tx, conversationId, address).map(link -> new Ways(token, link))))
                .chain(ways -> signature(visit, unread, mailbox).map(signature -> message(visit, unread, subject, ways, signature)))
                .chain(message -> SameContext.after(((SendsMail) mailbox.adapter()).send(message, mailbox.account()).ifNoItem().after(TIMEOUT).fail()))
                .chain(outcome -> ended(visit, unread, outcome));
    }

    /** The mailbox's own: several may have written. */
    private Uni<Optional<OutgoingMail.Signature>> signature(Row visit, List<Row> unread, LiveAccount mailbox) {
        Author author = new Author("user", null, unread.getLast().getString("author_name"));
        return signatures.of(database, visit.getUUID("organization_id"), visit.getUUID("id"), mailbox.account().id(), author);
    }

    private Uni<Void> ended(Row visit, List<Row> unread, SendOutcome outcome) {
        UUID conversationId = visit.getUUID("id");
        return switch (outcome) {
            case SendOutcome.Sent _ -> receipts.mailed(visit.getUUID("organization_id"), conversationId, unread.stream().map(row -> row.getUUID("id")).toList());
            case SendOutcome.Deferred _, SendOutcome.TryAgain _ -> database.preparedQuery(LATER).execute(Tuple.of(conversationId)).replaceWithVoid();
            case SendOutcome.Refused refused -> refused(conversationId, refused);
            case SendOutcome.Partly _, SendOutcome.Waiting _ -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> refused(UUID conversationId, SendOutcome.Refused refused) {
        Log.infof("A visitor who left could not be mailed conversation=%s code=%s", conversationId, refused.problem().code());
        JsonObject problem = new JsonObject().put("code", refused.problem().code()).put("detail", refused.problem().detail()).put("hint", refused.problem().hint());
        return database.preparedQuery(REFUSED).execute(Tuple.of(conversationId, problem)).replaceWithVoid();
    }

    /** How the visitor answers, and how they unsubscribe. */
    private record Ways(String replyToken, String unsubscribe) {}

    private OutboundMessage message(Row visit, List<Row> unread, String subject, Ways ways, Optional<OutgoingMail.Signature> signature) {
        Row last = unread.getLast();
        String email = visit.getString("email");
        String name = Optional.ofNullable(visit.getString("name")).orElse("");
        OutgoingMail mail = new OutgoingMail(
                subject, List.of(new Address(name, email)), List.of(), List.of(), Optional.empty(), List.of(), signature, Optional.empty(), ways.replyToken(), Optional.of(ways.unsubscribe()), false);
        return new OutboundMessage(
                        last.getUUID("id"), visit.getUUID("id"), new ThreadKey(visit.getString("thread_key")), email, visit.getUUID("contact_id"),
                        Optional.of(text(unread) + "\n\n" + footer(visit) + "\n" + ways.unsubscribe()), Optional.empty(), List.of(), List.of(), Optional.empty(),
                        new OutboundMessage.Author("user", Optional.ofNullable(last.getString("author_name")).orElse(visit.getString("channel"))),
                        clock.instant(), 1, List.of())
                .as(mail, List.of());
    }

    /** Who wrote stands above where there is more than one. Files are named; they wait in the chat. */
    private static String text(List<Row> unread) {
        boolean severalWrote = unread.stream().map(row -> row.getString("author_name")).distinct().count() > 1;
        return unread.stream()
                .map(row -> (severalWrote ? row.getString("author_name") + ":\n" : "")
                        + MailedWords.of(row)
                        + List.of(row.getArrayOfStrings("files")).stream().map(file -> "\n[" + file + "]").collect(Collectors.joining()))
                .map(String::strip)
                .collect(Collectors.joining("\n\n"));
    }

    private static String footer(Row visit) {
        return switch (language(visit)) {
            case "de" -> "Keine solchen Mails mehr:";
            case "ar" -> "لإيقاف هذه الرسائل:";
            default -> "No more such mails:";
        };
    }

    private static String language(Row visit) {
        return Optional.ofNullable(visit.getString("locale")).orElse("en").toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    }

    private static String subject(Row visit) {
        String name = visit.getString("channel");
        return switch (language(visit)) {
            case "de" -> "Antwort von " + name;
            case "ar" -> "رد من " + name;
            default -> "An answer from " + name;
        };
    }
}
