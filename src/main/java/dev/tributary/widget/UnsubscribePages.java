package dev.tributary.widget;

import dev.tributary.widget.Unsubscribing.Standing;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the link in a mail leads. Looking changes nothing, for mail programs and virus scanners look at links; the button does, and so does the POST that a
 * mail program makes by itself (RFC 8058), which is the same one. No cookie, no script, nothing to sign in to.
 */
@ApplicationScoped
class UnsubscribePages {

    private static final String PAGE = """
            <!doctype html>
            <html lang="%1$s" dir="%2$s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>%3$s</title>
            <link rel="stylesheet" href="/demo/demo.css">
            </head>
            <body><main><h1>%3$s</h1>%4$s</main></body>
            </html>
            """;
    private static final String POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** Says of a POST that it takes the unsubscribing back; a mail program's own POST never says so. */
    private static final String AGAIN = "again";

    private static final int BEFORE_FILES = -50;

    private record Words(String language, String title, String question, String button, String done, String again, String resumed, String gone) {}

    private static final List<Words> WORDS = List.of(
            new Words("en", "Mails about your chat", "Should %s get no more mails about answers in the chat?", "No more mails", "%s gets no more mails about answers in the chat.", "Get mails again", "%s gets mails about answers in the chat again.", "This link does not work any more."),
            new Words("de", "Mails zu Ihrem Chat", "Soll %s keine Mails über Antworten im Chat mehr bekommen?", "Keine Mails mehr", "%s bekommt keine Mails über Antworten im Chat mehr.", "Wieder Mails bekommen", "%s bekommt wieder Mails über Antworten im Chat.", "Dieser Link gilt nicht mehr."),
            new Words("ar", "رسائل حول محادثتك", "هل تريد إيقاف الرسائل حول الردود في المحادثة إلى %s؟", "إيقاف الرسائل", "لن تصل رسائل أخرى حول الردود في المحادثة إلى %s.", "استئناف الرسائل", "ستصل الرسائل حول الردود في المحادثة إلى %s من جديد.", "لم يعد هذا الرابط صالحاً."));

    private final Unsubscribing unsubscribing;

    UnsubscribePages(Unsubscribing unsubscribing) {
        this.unsubscribing = unsubscribing;
    }

    void routes(@Observes Router router) {
        String path = Unsubscribing.PATH + ":link";
        router.get(path).order(BEFORE_FILES).handler(context -> answer(context, standing(context).map(found -> found
                .map(one -> one.isUnsubscribed() ? ended(context, one) : page(words(context), words(context).question(), one.address(), button(words(context).button(), "")))
                .orElse(null))));
        router.post(path).order(BEFORE_FILES).handler(context -> answer(context, context.request().getParam(AGAIN) == null ? unsubscribed(context) : resubscribed(context)));
    }

    private Uni<String> unsubscribed(RoutingContext context) {
        return unsubscribing.unsubscribe(context.pathParam("link"), expires(context), signature(context))
                .chain(() -> standing(context))
                .map(found -> found.map(one -> ended(context, one)).orElse(null));
    }

    private Uni<String> resubscribed(RoutingContext context) {
        return unsubscribing.resubscribe(context.pathParam("link"), expires(context), signature(context))
                .chain(() -> standing(context))
                .map(found -> found.map(one -> page(words(context), words(context).resumed(), one.address(), button(words(context).button(), address(context, "")))).orElse(null));
    }

    /** Whoever took the wrong button finds the way back here, in the mail's own link. */
    private static String ended(RoutingContext context, Standing standing) {
        return page(words(context), words(context).done(), standing.address(), button(words(context).again(), address(context, "&amp;" + AGAIN + "=1")));
    }

    private Uni<Optional<Standing>> standing(RoutingContext context) {
        return unsubscribing.standing(context.pathParam("link"), expires(context), signature(context));
    }

    private static String expires(RoutingContext context) {
        return context.request().getParam("expires", "");
    }

    private static String signature(RoutingContext context) {
        return context.request().getParam("signature", "");
    }

    private static String address(RoutingContext context, String more) {
        return " action=\"?expires=" + escaped(expires(context)) + "&amp;signature=" + escaped(signature(context)) + more + "\"";
    }

    private static void answer(RoutingContext context, Uni<String> page) {
        context.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff");
        page.subscribe().with(
                html -> context.response().setStatusCode(html == null ? 404 : 200).end(html == null ? page(words(context), words(context).gone(), "", "") : html),
                failure -> {
                    Log.error("An unsubscription failed", failure);
                    context.response().setStatusCode(500).end();
                });
    }

    private static String page(Words words, String sentence, String address, String below) {
        String told = "<p>" + escaped(sentence.formatted(address)) + "</p>";
        return PAGE.formatted(words.language(), words.language().equals("ar") ? "rtl" : "ltr", words.title(), told + below);
    }

    /** @param address where it posts to, as an attribute; empty: to where it stands */
    private static String button(String label, String address) {
        return "<form method=\"post\"" + address + "><button type=\"submit\">" + label + "</button></form>";
    }

    private static Words words(RoutingContext context) {
        List<String> wanted = context.acceptableLanguages().stream().map(LanguageHeader::tag).map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
        return wanted.stream()
                .flatMap(tag -> WORDS.stream().filter(words -> words.language().equals(tag)))
                .findFirst()
                .orElse(WORDS.getFirst());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
