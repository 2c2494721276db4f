package dev.tributary.identity;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Method;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/**
 * The door of {@code /rest}: closed to everybody without a caller, unless a route says {@link PublicRoute}; and closed to
 * changes that a browser makes with its cookie alone, because another site can make it send that.
 */
class CallerFilter {
    static final String CSRF_HEADER = "X-CSRF-Token";
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final CurrentCaller caller;
    private final SameOrigin sameOrigin;

    CallerFilter(CurrentCaller caller, SameOrigin sameOrigin) {
        this.caller = caller;
        this.sameOrigin = sameOrigin;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    void letIn(ContainerRequestContext request, RoutingContext context, SimpleResourceInfo route) {
        if (!request.getUriInfo().getPath().startsWith("/rest/")) {
            return;
        }
        boolean isWrite = !READING.contains(request.getMethod());
        if (isPublic(route)) {
            if (isWrite) {
                sameOrigin.require(context);
            }
            return;
        }
        caller.get();
        if (isWrite) {
            caller.csrfToken().ifPresent(expected -> requireToken(expected, request.getHeaderString(CSRF_HEADER)));
        }
    }

    private static void requireToken(String expected, String given) {
        if (given == null || !OpaqueToken.isSame(expected, given)) {
            throw IdentityProblems.csrfTokenInvalid();
        }
    }

    private static boolean isPublic(SimpleResourceInfo route) {
        return route.getResourceClass().isAnnotationPresent(PublicRoute.class)
                || methodOf(route).isAnnotationPresent(PublicRoute.class);
    }

    private static Method methodOf(SimpleResourceInfo route) {
        try {
            return route.getResourceClass().getDeclaredMethod(route.getMethodName(), route.parameterTypes());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no method for a matched route", e);
        }
    }
}
