package dev.tributary.widget;

import dev.tributary.platform.ProblemException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The frame's page, which says who may embed it, and the demo page. Both are written here; their scripts are built files. */
@ApplicationScoped
class WidgetPages {

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Chat</title>
            <link rel="stylesheet" href="/widget/frame.css?v=%1$s">
            </head>
            <body><div id="widget"></div><script type="module" src="/widget/frame.js?v=%1$s"></script></body>
            </html>
            """;
    private static final String FRAME_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; media-src 'self'; "
            + "connect-src 'self' ws: wss:; form-action 'none'; base-uri 'none'; frame-ancestors ";
    private static final String DEMO = """
            <!doctype html>
            <html lang="%3$s" dir="%4$s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Tributary demo website</title>
            <link rel="stylesheet" href="/demo/demo.css">
            </head>
            <body>
            <main>
            <h1>The Blue Jacket Shop</h1>
            <p>This page stands for your website. The chat is in the corner: write a message, then answer it in the <a href="/">inbox</a>.</p>
            <p>The widget is this one line:</p>
            <pre tabindex="0"><code>%2$s</code></pre>
            </main>
            %1$s
            </body>
            </html>
            """;
    private static final String DEMO_STYLE = """
            body { margin: 0; font: 17px/1.6 system-ui, sans-serif; color: #16191d; background: #fff; }
            main { max-width: 42rem; margin: 12vh auto 0; padding: 0 1.5rem; }
            pre { padding: 1rem; overflow-x: auto; background: #f2f4f7; border-radius: 8px; font-size: 14px; }
            a { color: #0a4fd0; }
            """;
    private static final String DEMO_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self'; base-uri 'none'";
    private static final int BEFORE_FILES = -50;

    private final WidgetChannels channels;
    private final String version;

    WidgetPages(WidgetChannels channels, @ConfigProperty(name = "quarkus.application.version", defaultValue = "0") String version) {
        this.channels = channels;
        this.version = version;
    }

    void routes(@Observes Router router) {
        router.get("/widget/frame").order(BEFORE_FILES).handler(this::frame);
        router.get("/demo").order(BEFORE_FILES).handler(this::demo);
        router.get("/demo/demo.css").order(BEFORE_FILES).handler(context -> headers(context, "text/css; charset=utf-8").end(DEMO_STYLE));
        // these names never change, so browsers must ask again soon
        router.getWithRegex("/widget\\.js|/widget/frame\\.(js|css)").order(BEFORE_FILES).handler(WidgetPages::freshSoon);
    }

    private static void freshSoon(RoutingContext context) {
        context.response().putHeader("Cache-Control", "public, max-age=300").putHeader("X-Content-Type-Options", "nosniff");
        if (context.request().path().equals("/widget.js")) {
            context.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        }
        context.next();
    }

    private void frame(RoutingContext context) {
        answer(context, channels.get(context.request().getParam("channel")).map(channel -> {
            String policy = FRAME_POLICY + channel.settings().sites().frameAncestors();
            return headers(context, "text/html; charset=utf-8").putHeader("Content-Security-Policy", policy).end(FRAME.formatted(version));
        }));
    }

    private void demo(RoutingContext context) {
        answer(context, channels.firstKey().map(key -> {
            String tag = key.map("<script src=\"/widget.js\" data-channel=\"%s\" async></script>"::formatted).orElse("");
            String shown = tag.isEmpty() ? "Add a website widget under Settings, Channels first." : tag.replace("<", "&lt;");
            String language = context.request().getParam("locale", "en").matches("en|de|ar") ? context.request().getParam("locale", "en") : "en";
            return headers(context, "text/html; charset=utf-8")
                    .putHeader("Content-Security-Policy", DEMO_POLICY)
                    .end(DEMO.formatted(tag, shown, language, language.equals("ar") ? "rtl" : "ltr"));
        }));
    }

    private static HttpServerResponse headers(RoutingContext context, String type) {
        return context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "strict-origin-when-cross-origin");
    }

    private static void answer(RoutingContext context, Uni<?> answer) {
        answer.subscribe().with(_ -> { }, failure -> {
            int status = failure instanceof ProblemException refused ? refused.problem().status() : 500;
            if (status == 500) {
                Log.error("A page of the widget failed", failure);
            }
            context.response().setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8").end("Chat is not available.");
        });
    }
}
