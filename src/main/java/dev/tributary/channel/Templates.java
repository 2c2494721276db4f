package dev.tributary.channel;

import dev.tributary.channel.Template.Variable;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The templates of our accounts, as their providers last listed them. */
@ApplicationScoped
public class Templates {

    private static final String LIST = """
            select t.* from message_template t join channel_account a on a.id = t.channel_account_id
            where a.organization_id = $1 and a.id = $2 order by t.name, t.language
            """;
    private static final String FIND = "select * from message_template where channel_account_id = $1 and name = $2 and language = $3";
    private static final String WRITE = """
            insert into message_template (channel_account_id, name, language, status, category, header_media, header_text, body, footer, variables, buttons, synced_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            on conflict (channel_account_id, name, language) do update set
                status = excluded.status, category = excluded.category, header_media = excluded.header_media, header_text = excluded.header_text,
                body = excluded.body, footer = excluded.footer, variables = excluded.variables, buttons = excluded.buttons, synced_at = excluded.synced_at
            """;
    private static final String FORGET = "delete from message_template where channel_account_id = $1 and synced_at < $2";

    private final Pool database;
    private final Clock clock;

    Templates(Pool database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Uni<List<Template>> list(UUID organizationId, UUID accountId) {
        return database.preparedQuery(LIST).execute(Tuple.of(organizationId, accountId)).map(rows -> Sql.all(rows, Templates::read));
    }

    public Uni<Optional<Template>> find(SqlClient tx, UUID accountId, String name, String language) {
        return tx.preparedQuery(FIND).execute(Tuple.of(accountId, name, language)).map(rows -> Sql.first(rows).map(Templates::read));
    }

    /** What the provider lists no more is gone. */
    Uni<Void> replace(UUID accountId, List<Template> listed) {
        Instant now = clock.instant();
        return database.withTransaction(tx -> Multi.createFrom().iterable(listed)
                .onItem().transformToUniAndConcatenate(template -> write(tx, accountId, template, now))
                .collect().last()
                .chain(() -> tx.preparedQuery(FORGET).execute(Tuple.of(accountId, Sql.time(now))))
                .replaceWithVoid());
    }

    private static Uni<Void> write(SqlConnection tx, UUID accountId, Template template, Instant now) {
        JsonArray variables = new JsonArray();
        template.variables().forEach(variable -> variables.add(JsonObject.of("key", variable.key(), "example", variable.example())));
        Tuple row = Tuple.tuple()
                .addUUID(accountId)
                .addString(template.name())
                .addString(template.language())
                .addString(template.status())
                .addString(template.category())
                .addString(template.headerMedia().map(ContentKind::word).orElse(null))
                .addString(template.headerText().orElse(null))
                .addString(template.body())
                .addString(template.footer().orElse(null))
                .addValue(variables)
                .addValue(new JsonArray(template.buttons()))
                .addOffsetDateTime(Sql.time(now));
        return tx.preparedQuery(WRITE).execute(row).replaceWithVoid();
    }

    private static Template read(Row row) {
        return new Template(
                row.getString("name"),
                row.getString("language"),
                row.getString("status"),
                row.getString("category"),
                Optional.ofNullable(row.getString("header_media")).map(word -> ContentKind.valueOf(word.toUpperCase(Locale.ROOT))),
                Optional.ofNullable(row.getString("header_text")),
                row.getString("body"),
                Optional.ofNullable(row.getString("footer")),
                row.getJsonArray("variables").stream().map(JsonObject.class::cast).map(Templates::variable).toList(),
                row.getJsonArray("buttons").stream().map(String::valueOf).toList());
    }

    private static Variable variable(JsonObject variable) {
        return new Variable(variable.getString("key"), variable.getString("example"));
    }
}
