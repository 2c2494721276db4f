package dev.tributary.channel;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a mail's header says, beyond its text.
 *
 * @param threadSubject the subject as threads compare it; empty where it says too little
 * @param to without our own addresses
 * @param cc without our own addresses
 * @param replyTo where an answer goes; never empty
 * @param references the ids an answer has to carry, oldest first, without the mail's own
 * @param contentHash tells apart two mails that carry one id
 * @param isAutomatic written by a program as an answer or notice: filed quietly, answered by nobody but a person
 * @param isBulk to many: nothing answers it by itself
 * @param warnings {@code dmarc_fail}, {@code spam}, {@code too_large}, {@code damaged}, {@code encrypted}, {@code more_files}
 */
public record MailFacts(
        String subject,
        Optional<String> threadSubject,
        Address from,
        List<Address> replyTo,
        List<Address> to,
        List<Address> cc,
        Optional<Instant> date,
        String messageId,
        List<String> references,
        String contentHash,
        boolean isAutomatic,
        boolean isBulk,
        Set<String> warnings) {

    public MailFacts {
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        references = List.copyOf(references);
        warnings = Set.copyOf(warnings);
    }

    /** The same with a further warning. */
    public MailFacts with(String warning) {
        Set<String> more = new HashSet<>(warnings);
        more.add(warning);
        return new MailFacts(subject, threadSubject, from, replyTo, to, cc, date, messageId, references, contentHash, isAutomatic, isBulk, more);
    }

    /** @param name empty where none was given */
    public record Address(String name, String address) {}
}
