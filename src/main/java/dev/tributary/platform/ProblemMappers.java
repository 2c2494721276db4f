package dev.tributary.platform;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser.MalformedMessageException;

/** Makes a {@link Problem} of every failure that reaches the HTTP edge. */
@Singleton
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final String FORM_PARSER = "org.jboss.resteasy.reactive.server.core.multipart.MultiPartParserDefinition";
    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES = new PropertyNamingStrategies.SnakeCaseStrategy();

    private final AllowedMethods allowedMethods;

    ProblemMappers(AllowedMethods allowedMethods) {
        this.allowedMethods = allowedMethods;
    }

    @ServerExceptionMapper
    Response refused(ProblemException refused, UriInfo uri) {
        return answer(refused.problem(), uri);
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException mismatch, UriInfo uri) {
        return answer(JsonProblems.of(mismatch), uri);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException violated, UriInfo uri) {
        List<Problem.FieldError> errors = violated.getConstraintViolations().stream()
                .map(violation -> new Problem.FieldError(field(violation), violation.getMessage()))
                .sorted(Comparator.comparing(Problem.FieldError::field))
                .toList();
        return answer(Problems.invalid(errors).problem(), uri);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException refused, UriInfo uri) {
        Response given = refused.getResponse();
        if (given.getStatus() < 400 || given.hasEntity()) {
            return given;
        }
        if (given.getStatus() >= 500 && refused.getCause() != null) {
            return unexpected(refused, uri);
        }
        Response.ResponseBuilder answer = builder(HttpProblems.of(refused), uri);
        if (given.getStatus() == 405) {
            allowedMethods.of(uri.getPath()).ifPresent(methods -> answer.header(HttpHeaders.ALLOW, methods));
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response noWayOut(EgressException failed, UriInfo uri) {
        if (failed.kind() == EgressException.Kind.REFUSED) {
            return answer(new Problem(400, "address_refused", "This address may not be called", failed.getMessage(), "Use a public address, or let the operator allow it by TRIBUTARY_EGRESS_ALLOW."), uri);
        }
        return answer(new Problem(502, "upstream_failed", "Another service did not answer", failed.getMessage(), "Try again in a moment."), uri);
    }

    @ServerExceptionMapper
    Response malformed(MalformedMessageException form, UriInfo uri) {
        return malformedForm(uri);
    }

    private static Response malformedForm(UriInfo uri) {
        return answer(Problems.badRequest("multipart_malformed", "The body is no well-formed multipart/form-data.", "Send the file as a form does, with its name on one line.").problem(), uri);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, UriInfo uri) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException refused) {
            return refused(refused, uri);
        }
        if (cause instanceof IOException broken && endedWithinForm(broken)) {
            return malformedForm(uri);
        }
        String incident = Ids.next().toString();
        LOG.errorf(cause, "A request failed unexpectedly incident=%s path=%s", incident, uri.getPath());
        return answer(HttpProblems.internal(500).with("incident", incident), uri);
    }

    /** A form whose last boundary never came is told by a bare IOException; only where it was thrown tells it from a broken disk. */
    private static boolean endedWithinForm(IOException failure) {
        return failure.getStackTrace().length > 0 && failure.getStackTrace()[0].getClassName().startsWith(FORM_PARSER);
    }

    private static Response answer(Problem problem, UriInfo uri) {
        return builder(problem, uri).build();
    }

    private static Response.ResponseBuilder builder(Problem problem, UriInfo uri) {
        Response.ResponseBuilder answer = Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.with("instance", uri.getPath()));
        return problem.retryAfter() == null ? answer : answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
    }

    /** The property's path as the sender knows it: without our method and parameter, in snake case. */
    private static String field(ConstraintViolation<?> violation) {
        StringBuilder field = new StringBuilder();
        String last = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                field.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                field.append(field.isEmpty() ? "" : ".").append(NAMES.translate(node.getName()));
            }
            last = node.getName();
        }
        return field.isEmpty() && last != null ? NAMES.translate(last) : field.toString();
    }
}
