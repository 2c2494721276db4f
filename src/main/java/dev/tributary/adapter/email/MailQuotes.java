package dev.tributary.adapter.email;

import dev.tributary.channel.OutgoingMail.Quote;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/** The mail below the mail: what is answered, or what is passed on. */
final class MailQuotes {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM uuuu 'at' HH:mm 'UTC'", Locale.ENGLISH);

    private MailQuotes() {}

    static String text(Quote quote) {
        if (quote.isForward()) {
            return "---------- Forwarded message ----------\nFrom: " + who(quote) + "\nDate: " + when(quote) + "\nSubject: " + quote.subject() + "\n\n" + quote.text();
        }
        return attribution(quote) + "\n" + quote.text().lines().map(line -> line.startsWith(">") ? ">" + line : "> " + line).collect(Collectors.joining("\n"));
    }

    static String html(Quote quote) {
        String whole = quote.html().orElseGet(() -> asHtml(quote.text()));
        if (quote.isForward()) {
            return "<div>---------- Forwarded message ----------<br>From: " + Entities.escape(who(quote)) + "<br>Date: " + when(quote) + "<br>Subject: "
                    + Entities.escape(quote.subject()) + "<br><br></div>" + whole;
        }
        return "<div class=\"tributary-quote\"><p>" + Entities.escape(attribution(quote))
                + "</p><blockquote type=\"cite\" style=\"margin: 0 0 0 8px; padding-left: 8px; border-left: 2px solid #ccc\">" + whole + "</blockquote></div>";
    }

    static String asHtml(String text) {
        return Entities.escape(text).replace("\r\n", "\n").replace("\n", "<br>");
    }

    private static String attribution(Quote quote) {
        return "On " + when(quote) + ", " + who(quote) + " wrote:";
    }

    private static String who(Quote quote) {
        String address = quote.from().address();
        return address.isEmpty() ? quote.from().name() : quote.from().name().isEmpty() ? address : quote.from().name() + " <" + address + ">";
    }

    private static String when(Quote quote) {
        return DATE.format(quote.at().atOffset(ZoneOffset.UTC));
    }
}
