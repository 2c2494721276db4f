package dev.tributary.outbound;

import dev.tributary.channel.ContentKind;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.Author;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.TemplateMessage;
import dev.tributary.channel.ThreadKey;
import dev.tributary.conversation.StructuredJson;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a queued message as an adapter wants it. */
@ApplicationScoped
class OutgoingMessages {

    private static final String FIND = """
            select m.id, m.conversation_id, m.text, m.html, m.content, m.author_type, m.author_name, m.created_at, m.has_attachments,
                   c.thread_key, c.contact_id, c.last_inbound_at, i.value as recipient,
                   coalesce(answered.provider_message_id, m.reply_to_provider_id) as reply_to, m.sent_parts
            from message m
            join conversation c on c.id = m.conversation_id
            join contact_identity i on i.id = c.contact_identity_id
            left join message answered on answered.id = m.reply_to_id
            where m.id = $1 and m.delivery_status in ('queued', 'sending')
            """;

    private static final String FILES = """
            select id, kind, file_name, content_type, size, storage_key from attachment
            where message_id = $1 and state = 'stored' order by position, id
            """;

    private final Pool database;

    OutgoingMessages(Pool database) {
        this.database = database;
    }

    /** Empty where the message has left already, by an echo or a receipt for example, or is gone. */
    Uni<Optional<OutboundMessage>> find(UUID messageId, int attempt) {
        return database.preparedQuery(FIND)
                .execute(Tuple.of(messageId))
                .map(Sql::first)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(Optional.empty()) : withFiles(found.get(), attempt).map(Optional::of));
    }

    private Uni<OutboundMessage> withFiles(Row message, int attempt) {
        if (!message.getBoolean("has_attachments")) {
            return Uni.createFrom().item(message(message, List.of(), attempt));
        }
        return database.preparedQuery(FILES)
                .execute(Tuple.of(message.getUUID("id")))
                .map(rows -> message(message, Sql.all(rows, OutgoingMessages::file), attempt));
    }

    private static OutboundMessage message(Row row, List<File> files, int attempt) {
        return new OutboundMessage(
                row.getUUID("id"),
                row.getUUID("conversation_id"),
                new ThreadKey(row.getString("thread_key")),
                row.getString("recipient"),
                row.getUUID("contact_id"),
                Optional.ofNullable(row.getString("text")),
                Optional.ofNullable(row.getString("html")),
                files,
                buttons(row.getJsonObject("content")),
                template(row.getJsonObject("content")),
                Optional.ofNullable(row.getString("reply_to")).map(ProviderMessageId::new),
                new Author(row.getString("author_type"), Optional.ofNullable(row.getString("author_name")).orElse("")),
                Sql.instant(row, "created_at"),
                attempt,
                sent(row),
                Optional.empty(),
                StructuredJson.read(row.getJsonObject("content")),
                Optional.ofNullable(Sql.instant(row, "last_inbound_at")));
    }

    private static List<ProviderMessageId> sent(Row row) {
        String[] parts = row.getArrayOfStrings("sent_parts");
        return parts == null ? List.of() : Stream.of(parts).map(ProviderMessageId::new).toList();
    }

    private static Optional<TemplateMessage> template(JsonObject content) {
        return Optional.ofNullable(content)
                .map(known -> known.getJsonObject("template"))
                .map(used -> new TemplateMessage(used.getString("name"), used.getString("language"), values(used.getJsonObject("values"))));
    }

    private static Map<String, String> values(JsonObject values) {
        return values.stream().collect(Collectors.toMap(Map.Entry::getKey, value -> String.valueOf(value.getValue())));
    }

    private static List<Button> buttons(JsonObject content) {
        JsonArray buttons = content == null ? null : content.getJsonArray("buttons");
        return buttons == null
                ? List.of()
                : buttons.stream().map(JsonObject.class::cast).map(OutgoingMessages::button).toList();
    }

    private static Button button(JsonObject button) {
        return new Button(button.getString("id"), button.getString("title"), Optional.ofNullable(button.getString("url")));
    }

    static File file(Row row) {
        return new File(
                row.getUUID("id"),
                ContentKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("file_name"),
                row.getString("content_type"),
                row.getLong("size"),
                row.getString("storage_key"));
    }
}
