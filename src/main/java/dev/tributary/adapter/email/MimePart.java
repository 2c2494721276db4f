package dev.tributary.adapter.email;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One part of a mail, or the mail itself.
 *
 * @param path names the part within the mail, the same at every reading: attachments are fetched by it
 * @param type {@code text/plain} where the mail says nothing
 * @param content of a leaf, its transfer encoding undone
 * @param children of a multipart
 * @param isDamaged true where the encoding ended in the middle or the mail went deeper than is read
 */
record MimePart(
        String path, MailHeaders headers, HeaderValue type, HeaderValue disposition, byte[] content, List<MimePart> children, boolean isDamaged) {

    MimePart {
        children = List.copyOf(children);
    }

    boolean is(String wanted) {
        return type.word().equals(wanted);
    }

    boolean isMultipart() {
        return type.word().startsWith("multipart/");
    }

    boolean isAttachment() {
        return disposition.word().equals("attachment");
    }

    String text() {
        return Charsets.decode(content, type.parameter("charset"));
    }

    /** Without angles, as cid: URLs name it. */
    Optional<String> contentId() {
        return headers.first("content-id").map(id -> id.strip().replaceAll("^<|>$", "").strip()).filter(id -> !id.isEmpty());
    }

    Optional<String> fileName() {
        return disposition.parameter("filename").or(() -> type.parameter("name"));
    }

    /** This part and all below it, in the order of the mail. */
    Stream<MimePart> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(MimePart::all));
    }
}
