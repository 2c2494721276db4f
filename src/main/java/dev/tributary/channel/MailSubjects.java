package dev.tributary.channel;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Subjects as threads compare them. */
public final class MailSubjects {

    private static final Pattern PREFIX = Pattern.compile(
            "(?:re|fw|fwd|aw|wg|sv|vs|tr|rv|res|enc|antw|odp|ynt|ref|r|i|回复|答复|转发|отв|на)(?:\\[\\d{1,4}\\]|\\(\\d{1,4}\\)|\\^\\d{1,4})?\\s*[:：]\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern LIST_NAME = Pattern.compile("\\[[^\\]]{1,60}\\]\\s*");
    private static final Set<String> GENERIC = Set.of(
            "hello", "question", "help", "hi there", "order", "invoice", "request", "support", "info", "hallo", "frage", "hilfe", "anfrage", "bestellung",
            "rechnung", "bonjour", "aide", "commande", "facture", "hola", "pregunta", "ayuda", "pedido", "factura", "no subject", "(no subject)");
    private static final int SHORTEST = 4;

    private MailSubjects() {}

    public static boolean isReply(String subject) {
        return PREFIX.matcher(subject.strip()).lookingAt();
    }

    /** Without prefixes, for comparing. */
    public static String normalised(String subject, boolean isList) {
        return collapsed(bare(subject, isList)).toLowerCase(Locale.ROOT);
    }

    /** Without prefixes, for people. */
    public static String bare(String subject, boolean isList) {
        String rest = subject.strip();
        for (boolean shortened = true; shortened; ) {
            String before = rest;
            Matcher prefix = PREFIX.matcher(rest);
            rest = prefix.lookingAt() ? rest.substring(prefix.end()) : rest;
            Matcher name = LIST_NAME.matcher(rest);
            rest = isList && name.lookingAt() ? rest.substring(name.end()) : rest;
            shortened = !rest.equals(before);
        }
        return rest;
    }

    /** What may join two mails that nothing else joins: an answer's subject that says enough. */
    public static Optional<String> joining(String subject, boolean hasThreadTopic, boolean isList) {
        return hasThreadTopic || isReply(subject) ? comparable(subject, isList) : Optional.empty();
    }

    /** Empty for a subject that many have. */
    public static Optional<String> comparable(String subject, boolean isList) {
        String normalised = normalised(subject, isList);
        boolean says = normalised.codePoints().filter(Character::isLetter).count() >= SHORTEST && !GENERIC.contains(normalised);
        return says ? Optional.of(normalised) : Optional.empty();
    }

    private static String collapsed(String subject) {
        return Normalizer.normalize(subject, Normalizer.Form.NFKC).replaceAll("\\s+", " ").strip();
    }
}
