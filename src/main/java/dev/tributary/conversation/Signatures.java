package dev.tributary.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.channel.AdapterRegistry;
import dev.tributary.channel.OutgoingMail;
import dev.tributary.channel.SendsMail;
import dev.tributary.channel.SendsMail.SignatureSettings;
import dev.tributary.channel.Settings;
import dev.tributary.identity.Audit;
import dev.tributary.identity.Audit.Target;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Problems;
import dev.tributary.platform.SafeHtml;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What stands below the mails of agents and accounts. A mail's is settled when it is queued and kept with it ({@code content.mail.signature}), so
 * that every attempt sends the same, and what was sent stays what it was.
 */
@ApplicationScoped
public class Signatures {

    private static final TypeReference<Map<String, JsonNode>> VALUES = new TypeReference<>() {};

    private static final String FIND = """
            select a.type, a.settings, s.html as agents from channel_account a left join agent_signature s on s.user_id = $3
            where a.organization_id = $1 and a.id = $2
            """;

    private static final String GET = """
            select coalesce(s.html, '') as html from app_user u left join agent_signature s on s.user_id = u.id
            where u.organization_id = $1 and u.id = $2 and u.removed_at is null
            """;

    private static final String PUT = """
            insert into agent_signature (user_id, html, updated_at)
            select u.id, $3, $4 from app_user u where u.organization_id = $1 and u.id = $2 and u.removed_at is null
            on conflict (user_id) do update set html = excluded.html, updated_at = excluded.updated_at
            """;

    private final Pool database;
    private final AdapterRegistry adapters;
    private final MergeFields mergeFields;
    private final Audit audit;
    private final ObjectMapper json;
    private final Clock clock;

    Signatures(Pool database, AdapterRegistry adapters, MergeFields mergeFields, Audit audit, ObjectMapper json, Clock clock) {
        this.database = database;
        this.adapters = adapters;
        this.mergeFields = mergeFields;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What stands below a mail in this conversation; empty where nothing does, or where the account sends no mails.
     *
     * @param accountId that the mail leaves by
     * @param author only people have signatures of their own; of anybody else the account's stands there
     */
    public Uni<Optional<OutgoingMail.Signature>> of(SqlClient client, UUID organizationId, UUID conversationId, UUID accountId, Author author) {
        boolean isPerson = author.type().equals("user");
        return client.preparedQuery(FIND)
                .execute(Tuple.of(organizationId, accountId, isPerson ? author.id() : null))
                .map(rows -> Sql.first(rows).map(this::html).orElse(""))
                .chain(html -> mergeFields.fillHtml(client, organizationId, conversationId, isPerson ? author.name() : null, html))
                .map(SafeHtml::clean)
                .map(html -> Optional.of(new OutgoingMail.Signature(html, SafeHtml.text(html))).filter(signature -> !signature.text().isEmpty()));
    }

    /** As it is kept with a mail. */
    static JsonObject json(OutgoingMail.Signature signature) {
        return new JsonObject().put("html", signature.html()).put("text", signature.text());
    }

    /** The one that was settled when the mail was queued. */
    public static Optional<OutgoingMail.Signature> of(JsonObject mail) {
        return Optional.ofNullable(mail.getJsonObject("signature")).map(kept -> new OutgoingMail.Signature(kept.getString("html"), kept.getString("text")));
    }

    /** An agent's own, with its merge fields; empty where there is none. */
    Uni<String> own(UUID organizationId, UUID userId) {
        return database.preparedQuery(GET)
                .execute(Tuple.of(organizationId, userId))
                .map(rows -> Sql.first(rows).orElseThrow(() -> Problems.notFound("user")).getString("html"));
    }

    /** @return as it is kept */
    Uni<String> change(Caller caller, UUID userId, String html) {
        String clean = SafeHtml.isBlank(html) ? "" : SafeHtml.clean(html);
        return database.withTransaction(tx -> tx.preparedQuery(PUT)
                .execute(Tuple.of(caller.organizationId(), userId, clean, Sql.time(clock.instant())))
                .invoke(rows -> found(rows.rowCount()))
                .chain(() -> audit.record(tx, caller, "user.signature_changed", new Target("user", userId), Map.of()))
                .replaceWith(clean));
    }

    private static void found(int rows) {
        if (rows == 0) {
            throw Problems.notFound("user");
        }
    }

    private String html(Row row) {
        return adapters.find(row.getString("type"))
                .filter(SendsMail.class::isInstance)
                .map(adapter -> html(((SendsMail) adapter).signatures(settings(row)), Optional.ofNullable(row.getString("agents")).orElse("")))
                .orElse("");
    }

    private static String html(SignatureSettings account, String agents) {
        List<String> signatures = switch (account.signedBy()) {
            case ACCOUNT -> List.of(account.html());
            case AGENT -> List.of(agents.isEmpty() ? account.html() : agents);
            case BOTH -> List.of(agents, account.html());
        };
        return signatures.stream().filter(one -> !one.isBlank()).map(one -> "<div>" + one + "</div>").collect(Collectors.joining());
    }

    private Settings settings(Row row) {
        try {
            return new Settings(json.readValue(row.getJsonObject("settings").encode(), VALUES), Map.of());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
