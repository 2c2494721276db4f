package dev.tributary.adapter.email;

import dev.tributary.channel.MediaRef;
import dev.tributary.channel.RawEvent;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Takes files out of a raw mail again. Pure. */
final class EmailFiles {

    private EmailFiles() {}

    static Optional<Buffer> file(RawEvent raw, MediaRef.Source.Part part) {
        return all(MimeReader.read(raw.body())).stream().filter(file -> file.path().equals(part.path())).findFirst().map(file -> Buffer.buffer(file.bytes()));
    }

    static List<MailFile> all(MimePart mail) {
        MailBody body = MailBody.of(mail);
        return MailFiles.of(body, body.html().map(DataImages::in));
    }
}
