package dev.tributary.conversation;

import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Receipts about one recipient of a mail that has several, and notes that change no status (a delay): kept as
 * {@code content.mail.receipts}. A mail has failed only when it reached nobody.
 */
@ApplicationScoped
public class MailReceipts {

    /** What a receipt means for its message. */
    public sealed interface Noted {
        /** It says all: the message's status follows it. */
        record Whole() implements Noted {}

        /** The status stays as it is. */
        record Partly(Change change) implements Noted {}
    }

    private static final Noted WHOLE = new Noted.Whole();

    private static final String LOCK = """
            select id, conversation_id, content from message
            where channel_account_id = $1 and (provider_message_id = $2 or id = $3) and direction = 'outbound' for no key update
            """;

    private static final String KEEP = "update message set content = $2 where id = $1";

    /** Called before the status is advanced; what is not about one recipient of ours passes. */
    public Uni<Noted> note(SqlConnection tx, UUID accountId, Delivery receipt, Optional<MessageError> error) {
        boolean isNote = error.isPresent() && receipt.status() != DeliveryStatus.FAILED;
        if (receipt.recipient().isEmpty() && !isNote) {
            return Uni.createFrom().item(WHOLE);
        }
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(accountId, receipt.id().value(), OwnMailId.message(receipt.id().value()).orElse(null)))
                .map(Sql::first)
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(WHOLE) : keep(tx, found.get(), receipt, error));
    }

    private Uni<Noted> keep(SqlConnection tx, Row message, Delivery receipt, Optional<MessageError> error) {
        JsonObject content = Optional.ofNullable(message.getJsonObject("content")).orElseGet(JsonObject::new);
        JsonObject mail = content.getJsonObject("mail", new JsonObject());
        JsonArray receipts = mail.getJsonArray("receipts", new JsonArray());
        receipts.add(json(receipt, error));
        content.put("mail", mail.put("receipts", receipts));
        Change change = Change.message("message.updated", message.getUUID("conversation_id"), message.getUUID("id"));
        boolean isWhole = receipt.status() == DeliveryStatus.FAILED ? hasFailedForAll(mail, receipts) : error.isEmpty();
        return tx.preparedQuery(KEEP)
                .execute(Tuple.of(message.getUUID("id"), content))
                .replaceWith(isWhole ? WHOLE : new Noted.Partly(change));
    }

    private static boolean hasFailedForAll(JsonObject mail, JsonArray receipts) {
        Set<String> recipients = new HashSet<>();
        for (String field : List.of("to", "cc", "bcc")) {
            mail.getJsonArray(field, new JsonArray()).forEach(one -> recipients.add(((JsonObject) one).getString("address").toLowerCase(Locale.ROOT)));
        }
        receipts.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("status").equals(DeliveryStatus.FAILED.word()))
                .forEach(one -> recipients.remove(one.getString("recipient", "").toLowerCase(Locale.ROOT)));
        return recipients.isEmpty();
    }

    private static JsonObject json(Delivery receipt, Optional<MessageError> error) {
        JsonObject json = new JsonObject().put("status", receipt.status().word()).put("at", receipt.at().toString());
        receipt.recipient().ifPresent(recipient -> json.put("recipient", recipient));
        error.ifPresent(words -> json.put("note", words.json()));
        return json;
    }
}
