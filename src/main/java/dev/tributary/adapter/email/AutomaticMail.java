package dev.tributary.adapter.email;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Mail that a program wrote: nobody may ever answer it by itself (RFC 3834 and its kin). */
final class AutomaticMail {

    private static final List<String> RESPONDERS = List.of("x-autoreply", "x-autorespond", "x-autoresponder");
    private static final Set<String> BULK = Set.of("bulk", "list", "junk");
    private static final Pattern OUT_OF_OFFICE = Pattern.compile(
            "(automatic reply|automatische antwort|out of office|réponse automatique|respuesta automática|risposta automatica|resposta automática"
                    + "|automatisch antwoord|autosvar|automatiskt svar|automatisk svar|odpowiedź automatyczna|автоответ|自动答复|自动回复|自動応答)\\s*[:：].*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern NO_REPLY = Pattern.compile("(no|do-?not|donot|nicht)[-_.]?(reply|respond|antworten)([-_.+].*)?");
    private static final Pattern LIST_MANAGER = Pattern.compile("owner-.*|.*-request|.*-owner");
    private static final Set<String> SYSTEMS = Set.of("mailer-daemon", "postmaster");

    private AutomaticMail() {}

    /** An answer or a notice without a person behind it. */
    static boolean isAutomatic(MailHeaders headers) {
        String submitted = headers.word("auto-submitted");
        boolean responder = RESPONDERS.stream().anyMatch(name -> headers.has(name) && !headers.word(name).equals("no"));
        boolean outOfOffice = headers.has("x-auto-response-suppress") && OUT_OF_OFFICE.matcher(headers.text("subject").orElse("")).matches();
        return (!submitted.isEmpty() && !submitted.equals("no")) || responder || headers.word("precedence").equals("auto_reply") || hasNullSender(headers) || outOfOffice;
    }

    /** To many: shown and sorted as any other, never answered by itself. */
    static boolean isBulk(MailHeaders headers) {
        return headers.has("list-id") || headers.has("list-unsubscribe") || headers.has("feedback-id") || BULK.contains(headers.word("precedence"));
    }

    /** Behind the address is a list, or a mail server: never answered by itself either. */
    static boolean isListManager(MailAddress address) {
        return isMailSystem(address) || LIST_MANAGER.matcher(address.localPart().toLowerCase(Locale.ROOT)).matches();
    }

    static boolean hasNullSender(MailHeaders headers) {
        return headers.first("return-path").map(path -> path.replace(" ", "").equals("<>")).orElse(false);
    }

    static boolean isNoReply(MailAddress address) {
        return NO_REPLY.matcher(address.localPart()).matches();
    }

    static boolean isMailSystem(MailAddress address) {
        return SYSTEMS.contains(address.localPart().toLowerCase(Locale.ROOT));
    }
}
