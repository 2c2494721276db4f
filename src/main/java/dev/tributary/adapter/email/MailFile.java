package dev.tributary.adapter.email;

import java.util.Optional;

/**
 * A file of a mail.
 *
 * @param path by which its bytes are found again in the raw mail
 * @param contentId of a picture that the HTML shows; in lower case
 * @param isDamaged its data broke off: what could be read is kept
 */
record MailFile(String path, String name, String type, byte[] bytes, Optional<String> contentId, boolean isInline, boolean isDamaged) {}
