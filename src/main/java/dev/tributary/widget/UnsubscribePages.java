package dev.tributary.widget;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Locale;

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
    private static final int BEFORE_FILES = -50;

    private record Words(String language, String title, String question, String button, String done, String gone) {}

    private static final List<Words> WORDS = List.of(
            new Words("en", "Mails about your chat", "Should %s get no more mails about answers in the chat?", "No more mails", "%s gets no more mails about answers in the chat.", "This link does not work any more."),
            new Words("de", "Mails zu Ihrem Chat", "Soll %s keine Mails über Antworten im Chat mehr bekommen?", "Keine Mails mehr", "%s bekommt keine Mails über Antworten im Chat mehr.", "Dieser Link gilt nicht mehr."),
            new Words("ar", "رسائل حول محادثتك", "هل تريد إيقاف الرسائل حول الردود في المحادثة إلى %s؟", "إيقاف الرسائل", "لن تصل رسائل أخرى حول الردود في المحادثة إلى %s.", "لم يعد هذا الرابط صالحاً."));

    private final Unsubscribing unsubscribing;

    UnsubscribePages(Unsubscribing unsubscribing) {
        this.unsubscribing = unsubscribing;
    }

    void routes(@Observes Router router) {
        String path = Unsubscribing.PATH + ":link";
        router.get(path).order(BEFORE_FILES).handler(context -> answer(context, address(context).map(address -> address
                .map(known -> page(words(context), words(context).question(), known, button(context)))
                .orElse(null))));
        router.post(path).order(BEFORE_FILES).handler(context -> answer(context, unsubscribed(context)));
    }

    private Uni<String> unsubscribed(RoutingContext context) {
        String expires = context.request().getParam("expires", "");
        String signature = context.request().getParam("signature", "");
        return unsubscribing.unsubscribe(context.pathParam("link"), expires, signature)
                .chain(() -> address(context))
                .map(address -> address.map(known -> page(words(context), words(context).done(), known, "")).orElse(null));
    }

    private Uni<java.util.Optional<String>> address(RoutingContext context) {
        return unsubscribing.address(context.pathParam("link"), context.request().getParam("expires", ""), context.request().getParam("signature", ""));
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

    /** Posts to where it stands: the signature is in the address. */
    private static String button(RoutingContext context) {
        return "<form method=\"post\"><button type=\"submit\">" + words(context).button() + "</button></form>";
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
