package dev.tributary.start;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The inbox keeps its state in the address, so every address that is nobody else's and no file's is its page. */
@ApplicationScoped
class InboxAddresses {

    private static final String PAGES = "/(?!(?:rest|webhooks|api|q|ws|widget|demo|simulator|sandbox)(?:/|$))[^.]+";
    /** Ahead of the REST routes, which answer every address that is left with a problem. */
    private static final int FIRST = -100;

    void route(@Observes Router router) {
        router.getWithRegex(PAGES).order(FIRST).handler(context -> context.reroute("/"));
    }
}
