package dev.tributary.conversation;

import dev.tributary.channel.Content;
import dev.tributary.channel.MailFacts;
import dev.tributary.channel.MailFacts.Address;
import dev.tributary.conversation.IncomingFiles.File;
import dev.tributary.platform.Ids;
import dev.tributary.platform.Texts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mail as a message's columns; its header is {@code content.mail}. */
final class MailColumns {

    private MailColumns() {}

    static ContentColumns of(Content.Mail mail) {
        List<File> files = new ArrayList<>();
        Map<String, String> pictures = new HashMap<>();
        for (Content.Mail.File file : mail.files()) {
            File expected = new File(Ids.next(), file.ref(), file.contentId().isPresent());
            files.add(expected);
            file.contentId().ifPresent(id -> pictures.putIfAbsent(id, MessageViews.url(expected.id())));
        }
        String text = Texts.storable(mail.text());
        String html = mail.html().map(Texts::storable).map(source -> MailHtml.clean(source, pictures)).orElse(null);
        Optional<ContentColumns.Full> full = mail.full().map(whole -> new ContentColumns.Full(
                Texts.storable(whole.text()), whole.html().map(Texts::storable).map(source -> MailHtml.clean(source, pictures)).orElse(null)));
        String preview = Previews.of(Optional.of(text).filter(words -> !words.isBlank()).or(() -> Optional.of(mail.facts().subject())), names(files));
        return new ContentColumns("text", text, html, new JsonObject().put("mail", json(mail.facts(), full.isPresent())), files, preview, full);
    }

    private static Optional<String> names(List<File> files) {
        return IncomingFiles.previewName(files.stream().map(File::ref).toList());
    }

    private static JsonObject json(MailFacts facts, boolean hasMore) {
        JsonObject json = new JsonObject()
                .put("subject", Texts.storable(facts.subject()))
                .put("from", address(facts.from()))
                .put("reply_to", addresses(facts.replyTo()))
                .put("to", addresses(facts.to()))
                .put("cc", addresses(facts.cc()))
                .put("references", new JsonArray(facts.references().stream().map(Texts::storable).toList()))
                .put("content_hash", facts.contentHash())
                .put("automatic", facts.isAutomatic())
                .put("bulk", facts.isBulk())
                .put("warnings", new JsonArray(facts.warnings().stream().sorted().toList()))
                .put("has_more", hasMore);
        facts.date().ifPresent(date -> json.put("date", date.toString()));
        return json;
    }

    private static JsonArray addresses(List<Address> all) {
        return new JsonArray(all.stream().map(MailColumns::address).toList());
    }

    private static JsonObject address(Address address) {
        return new JsonObject().put("name", Texts.name(address.name())).put("address", Texts.storable(address.address()));
    }
}
