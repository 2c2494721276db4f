package dev.tributary.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refusals that are made before or after any resource: bodies over the limit, addresses that PostgreSQL could not be asked for, and those that no route answers. */
@ApplicationScoped
class HttpEdge {

    /** Where programs call us. Everywhere else browsers do, and get pages. */
    private static final List<String> PREFIXES = List.of("/rest", "/api", "/webhooks");

    /** Before Quarkus looks at the size itself and answers without a word. */
    private static final int FIRST = -1_000;

    private static final int LAST = Integer.MAX_VALUE;

    private final ObjectMapper json;
    private final long maxBodySize;

    HttpEdge(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M") MemorySize maxBodySize) {
        this.json = json;
        this.maxBodySize = maxBodySize.asLongValue();
    }

    void install(@Observes Router router) {
        for (String prefix : PREFIXES) {
            router.route(prefix + "/*").order(FIRST).handler(HttpEdge::refuseNul).handler(this::refuseTooLarge).failureHandler(this::explain);
            router.route(prefix + "/*").order(LAST).handler(context -> context.fail(404));
        }
    }

    /** No id, key or word that we keep holds a NUL: PostgreSQL's texts cannot. */
    private static void refuseNul(RoutingContext context) {
        if (context.request().uri().contains("%00")) {
            context.fail(400);
        } else {
            context.next();
        }
    }

    private void refuseTooLarge(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && isOver(length)) {
            // What is still to come is not read, so the line cannot carry another request.
            context.addEndHandler(answered -> context.request().connection().close());
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            context.fail(413);
        } else {
            context.next();
        }
    }

    private boolean isOver(String length) {
        try {
            return Long.parseLong(length) > maxBodySize;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** Bare statuses and problems are answered here; everything else has its own way. */
    private void explain(RoutingContext context) {
        if (context.response().headWritten()) {
            context.next();
        } else if (context.failure() instanceof ProblemException refused) {
            answer(context, refused.problem());
        } else if (context.failure() == null) {
            answer(context, HttpProblems.of(context.statusCode()));
        } else {
            context.next();
        }
    }

    private void answer(RoutingContext context, Problem problem) {
        if (problem.retryAfter() != null) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
        }
        context.response().setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE).end(text(problem.with("instance", context.request().path())));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
