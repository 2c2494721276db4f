package dev.tributary.conversation;

import dev.tributary.channel.Content;
import dev.tributary.channel.VCard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Channels that hand contact cards over as files: once the file is there and is a card, its message is one. The file stays beside it. */
final class CardFiles {

    private static final int LARGEST = 1 << 16;

    /** A card among other files stays the file that it is. */
    private static final String BECOME = """
            with become as (
                update message m set kind = $3, content = $4
                from attachment a
                where a.id = $2 and a.organization_id = $1 and m.id = a.message_id and m.direction = 'inbound' and m.kind = 'file'
                  and not exists (select 1 from attachment other where other.message_id = m.id and other.id <> a.id)
                returning m.id, m.conversation_id)
            update conversation c set last_message_preview = $5 from become where c.id = become.conversation_id and c.last_message_id = become.id
            """;

    private CardFiles() {}

    static Uni<Void> arrived(SqlConnection tx, UUID organizationId, UUID attachmentId, Buffer bytes) {
        String text = bytes.length() <= LARGEST ? bytes.toString() : "";
        List<Content.Contacts.Card> cards = VCard.isOne(text) ? VCard.all(text) : List.of();
        if (cards.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        ContentColumns columns = ContentColumns.of(new Content.Contacts(cards));
        return tx.preparedQuery(BECOME)
                .execute(Tuple.of(organizationId, attachmentId, columns.kind(), columns.content(), columns.preview()))
                .replaceWithVoid();
    }
}
