package dev.tributary.widget;

import dev.tributary.conversation.StructuredJson;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a message says where only words can be shown. Pure. */
final class MailedWords {

    private MailedWords() {}

    /** Its text; cards and the like are told by their titles below. */
    static String of(Row message) {
        Optional<String> structured = StructuredJson.read(message.getJsonObject("content")).map(StructuredJson::words);
        return Stream.concat(Stream.ofNullable(message.getString("text")), structured.stream()).filter(part -> !part.isBlank()).distinct().collect(Collectors.joining("\n"));
    }
}
