package dev.tributary.adapter.email;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person wrote in a plain mail, without the mail it answers and without the signature. Text between quotes is an answer to
 * each of them: then everything stays. All patterns are tried on single, bounded lines.
 */
final class QuotedText {

    private static final int LONGEST_LINE = 600;
    private static final int SHORT_SIGNATURE = 15;
    private static final int LONGEST_HEADER_NAME = 24;

    private static final Pattern DELIMITER = Pattern.compile(
            "-{2,}\\s*(original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d.origine|message original|mensaje original"
                    + "|messaggio originale|mensagem original|oorspronkelijk bericht|исходное сообщение|原始邮件|原始郵件)\\s*-{2,}",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern OUTLOOK_LINE = Pattern.compile("_{20,}");
    private static final Pattern HEADER = Pattern.compile(
            "\\*?(from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|date|à|objet|enviado|para|asunto|fecha|da|inviato|a|oggetto|data"
                    + "|assunto|van|verzonden|aan|onderwerp|от|отправлено|дата|кому|тема|копия|od|wysłano|do|temat|från|skickat|till|ämne|发件人|发送时间|收件人|主题)"
                    + "\\s?[:：]\\*?.*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern ATTRIBUTION = Pattern.compile(
            "(on\\s.*wrote|am\\s.*schrieb.*|le\\s.*a écrit|el\\s.*escribió|il\\s.*ha scritto|em\\s.*escreveu|op\\s.*schreef.*|dnia\\s.*napisał.*|den\\s.*skrev.*"
                    + "|.*пишет|.*написал.*|在.*写道|.*<[^<>@\\s]+@[^<>@\\s]+>.*\\d{4}.*|.*\\d{4}.*<[^<>@\\s]+@[^<>@\\s]+>.*)\\s*[:：]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    private static final Pattern SENT_FROM = Pattern.compile(
            "(sent from my |sent from (outlook|yahoo|mail) for |get outlook for |von meinem .*gesendet|gesendet von meinem |envoyé de mon |envoyé depuis mon "
                    + "|enviado desde mi |inviato da |enviado do meu |verzonden vanaf mijn |отправлено с |wysłane z |skickat från min ).{0,80}",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private QuotedText() {}

    /** The whole text where nothing would be left. */
    static String visible(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.replace("\r\n", "\n").split("\n", -1)));
        lines.replaceAll(String::stripTrailing);
        String kept = joined(withoutSignature(withoutQuote(withoutSignature(lines))));
        return kept.isEmpty() ? joined(lines) : kept;
    }

    private static List<String> withoutQuote(List<String> lines) {
        for (int at = 0; at < lines.size(); at++) {
            if (startsQuote(lines, at)) {
                return lines.subList(0, at);
            }
        }
        return lines;
    }

    private static boolean startsQuote(List<String> lines, int at) {
        String line = line(lines, at);
        if (line.isEmpty()) {
            return false;
        }
        if (DELIMITER.matcher(line).matches()) {
            return true;
        }
        if (OUTLOOK_LINE.matcher(line).matches()) {
            return headers(lines, at + 1) >= 2 || headers(lines, at + 2) >= 2;
        }
        if (headers(lines, at) >= 3) {
            return true;
        }
        int attribution = attribution(lines, at);
        return attribution > 0 ? isQuotedToTheEnd(lines, at + attribution) : line.startsWith(">") && isQuotedToTheEnd(lines, at);
    }

    /** How many header lines stand here, one below the other. */
    private static int headers(List<String> lines, int from) {
        int count = 0;
        while (from + count < lines.size() && isHeader(line(lines, from + count))) {
            count++;
        }
        return count;
    }

    private static boolean isHeader(String line) {
        String head = line.substring(0, Math.min(line.length(), LONGEST_HEADER_NAME));
        return (head.indexOf(':') > 0 || head.indexOf('：') > 0) && HEADER.matcher(line).matches();
    }

    private static boolean endsInColon(String line) {
        return line.endsWith(":") || line.endsWith("：");
    }

    /** How many lines the attribution takes; 0 where none stands here. */
    private static int attribution(List<String> lines, int at) {
        StringBuilder joined = new StringBuilder();
        for (int count = 1; count <= 3 && at + count <= lines.size(); count++) {
            String line = line(lines, at + count - 1);
            if (line.isEmpty() || line.startsWith(">")) {
                return 0;
            }
            joined.append(count == 1 ? "" : " ").append(line);
            if (endsInColon(line) && ATTRIBUTION.matcher(joined).matches()) {
                return count;
            }
        }
        return 0;
    }

    private static boolean isQuotedToTheEnd(List<String> lines, int from) {
        for (int at = from; at < lines.size(); at++) {
            if (!line(lines, at).isEmpty() && !line(lines, at).startsWith(">")) {
                return false;
            }
        }
        return true;
    }

    private static List<String> withoutSignature(List<String> lines) {
        int last = lines.size() - 1;
        while (last >= 0 && lines.get(last).isBlank()) {
            last--;
        }
        for (int at = last; at >= 0 && last - at < SHORT_SIGNATURE; at--) {
            if (lines.get(at).equals("--") && !lines.subList(at, last + 1).stream().anyMatch(line -> line.startsWith(">"))) {
                return lines.subList(0, at);
            }
        }
        return last >= 0 && SENT_FROM.matcher(line(lines, last)).matches() ? lines.subList(0, last) : lines;
    }

    private static String line(List<String> lines, int at) {
        String line = lines.get(at).strip();
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines).strip();
    }
}
