package dev.tributary.start;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The inbox keeps its state in the address, so every address that is nobody else's and no file's is its page. */
@ApplicationScoped
class InboxAddresses {

    /** Ahead of the REST routes, which answer every address that is left with a problem: they come before Quinoa's own routing. */
    private static final int FIRST = -100;

    private final String pages;

    /** @param elsewhere the list that also tells Quinoa which addresses are not the inbox's */
    InboxAddresses(@ConfigProperty(name = "quarkus.quinoa.ignored-path-prefixes") List<String> elsewhere) {
        this.pages = elsewhere.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?!(?:", ")(?:/|$))/[^.]+"));
    }

    void route(@Observes Router router) {
        router.getWithRegex(pages).order(FIRST).handler(context -> context.reroute("/"));
    }
}
