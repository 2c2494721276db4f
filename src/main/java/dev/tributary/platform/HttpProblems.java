package dev.tributary.platform;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.WebApplicationException;
import java.io.CharConversionException;

/** Puts words to what the HTTP machinery refuses by a bare status. */
final class HttpProblems {

    private HttpProblems() {}

    static Problem of(WebApplicationException refused) {
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem.problem();
            }
            if (cause instanceof JacksonException json) {
                return JsonProblems.of(json);
            }
            if (cause instanceof CharConversionException) {
                return notUtf8();
            }
        }
        return of(refused.getResponse().getStatus());
    }

    static Problem notUtf8() {
        return new Problem(400, "malformed_json", "The body is not JSON", "The body is not UTF-8.", "Send JSON in UTF-8.");
    }

    static Problem of(int status) {
        return switch (status) {
            case 400 -> new Problem(400, "bad_request", "The request is not valid", "The request cannot be read.", "Compare it with the API description.");
            case 401 -> new Problem(401, "not_signed_in", "Sign in first", "It is not known who is asking.", "Sign in, or send an API token as a bearer token.");
            case 403 -> new Problem(403, "forbidden", "Not allowed", "You may not do this.", "Ask an owner or admin of the workspace.");
            case 404 -> new Problem(404, "not_found", "Not found", "There is nothing at this address.", "Check the address and the ids in it.");
            case 405 -> new Problem(405, "method_not_allowed", "Method not allowed", "This address does not answer this method.", "The API description names the methods that it answers.");
            case 406 -> new Problem(406, "not_acceptable", "Not acceptable", "There is no answer in a form that the Accept header asks for.", "Accept application/json.");
            case 413 -> Problems.tooLarge("The request is larger than this address takes.", "Send less at once.").problem();
            case 414 -> new Problem(414, "uri_too_long", "Address too long", "The address is longer than is read.", "Send fewer or shorter parameters.");
            case 415 -> new Problem(415, "unsupported_media_type", "Unsupported media type", "The body is of a type that is not read here.", "Send Content-Type: application/json.");
            case 431 -> new Problem(431, "headers_too_large", "Headers too large", "The request's headers are larger than is read.", "Send fewer or shorter headers, cookies among them.");
            case 503 -> new Problem(503, "unavailable", "Not available right now", "This cannot be done right now.", "Try again in a moment.");
            default -> status < 500
                    ? new Problem(status, "bad_request", "The request is not valid", "The request was refused.", "Compare it with the API description.")
                    : internal(status);
        };
    }

    /** A bug or a broken machine: its words are for the log, not for the caller. */
    static Problem internal(int status) {
        return new Problem(status, "internal_error", "Something went wrong here", "The request met an error on our side.", "Try again; if it stays, give the incident's id to whoever runs this service.");
    }
}
