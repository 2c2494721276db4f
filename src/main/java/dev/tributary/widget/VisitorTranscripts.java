package dev.tributary.widget;

import dev.tributary.platform.Sql;
import dev.tributary.platform.SystemMail;
import dev.tributary.widget.RateLimits.Limit;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What was said, as a mail to the visitor's own address. Anybody may claim any address, so it is mailed seldom, to each and by each.
 */
@ApplicationScoped
class VisitorTranscripts {

    private static final int LONGEST = 500;

    private static final String LINES = """
            select m.created_at, m.direction, m.author_name, m.text, m.content,
                   array(select a.file_name from attachment a where a.message_id = m.id order by a.position, a.id) as files
            from (select * from message where conversation_id = $1 and direction in ('inbound', 'outbound') and deleted_at is null
                    and (coalesce(delivery_status, '') <> 'failed' or error ->> 'code' = 'mail_bounced') order by created_at desc, id desc limit $2) m
            order by m.created_at, m.id
            """;

    private final Pool database;
    private final SystemMail mail;
    private final RateLimits limits;

    VisitorTranscripts(Pool database, SystemMail mail, RateLimits limits) {
        this.database = database;
        this.mail = mail;
        this.limits = limits;
    }

    /** Whether the installation can mail at all. */
    boolean possible() {
        return mail.isThere();
    }

    /** Completes when a mail server took it; fails with 409 where there is no address, or no mail server, and with 503 where that is down. */
    Uni<Void> send(VisitorSession session, VisitorConversation conversation) {
        if (!possible()) {
            throw WidgetProblems.transcriptUnavailable();
        }
        String address = session.visitor().email().orElseThrow(WidgetProblems::emailMissing);
        return limits.count(Limit.TRANSCRIPTS, session.visitor().accountId() + "/" + session.visitor().senderId())
                .chain(() -> limits.count(Limit.TRANSCRIPTS, "to/" + address.toLowerCase(Locale.ROOT)))
                .chain(() -> database.preparedQuery(LINES).execute(Tuple.of(conversation.id(), LONGEST)))
                .map(rows -> text(session, Sql.all(rows, row -> row)))
                .chain(text -> mail.tell(List.of(address), subject(session), text).onFailure().transform(failure -> failed(failure, conversation.id())));
    }

    private static RuntimeException failed(Throwable failure, UUID conversationId) {
        Log.warnf("A transcript was not mailed conversation=%s cause=%s", conversationId, failure.getMessage());
        return WidgetProblems.transcriptFailed();
    }

    private static String subject(VisitorSession session) {
        String name = session.channel().name();
        return switch (language(session)) {
            case "de" -> "Ihre Unterhaltung mit " + name;
            case "ar" -> "محادثتك مع " + name;
            default -> "Your conversation with " + name;
        };
    }

    private static String text(VisitorSession session, List<Row> lines) {
        ZoneId zone = session.visitor().timeZone().map(ZoneId::of).orElse(ZoneId.of("UTC"));
        DateTimeFormatter time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(zone);
        return lines.stream().map(line -> line(session, time, line)).collect(Collectors.joining("\n\n", "", "\n\n(" + zone.getId() + ")\n"));
    }

    private static String line(VisitorSession session, DateTimeFormatter time, Row line) {
        boolean isTheirs = line.getString("direction").equals("inbound");
        String author = isTheirs ? session.visitor().shownName() : line.getString("author_name") == null ? session.channel().name() : line.getString("author_name");
        String files = List.of(line.getArrayOfStrings("files")).stream().map(name -> " [" + name + "]").collect(Collectors.joining());
        String words = MailedWords.of(line);
        return "%s, %s:\n%s%s".formatted(author, time.format(Sql.instant(line, "created_at")), words, files);
    }

    private static String language(VisitorSession session) {
        return session.visitor().locale().orElse("en").toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    }
}
