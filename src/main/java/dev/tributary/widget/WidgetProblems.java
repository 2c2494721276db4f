package dev.tributary.widget;

import dev.tributary.platform.Problem;
import dev.tributary.platform.ProblemException;
import java.time.Duration;
import java.util.List;

/**
 * The widget protocol's refusals. Each names its code twice, as {@code code} and as {@code error}: native integrations of the
 * protocol read the shorter one.
 */
final class WidgetProblems {

    private WidgetProblems() {}

    static ProblemException field(String code, String field, String message) {
        Problem problem = problem(400, code, "The request is not valid", field + " " + message, "Mend this field and send again.").with("field", field);
        return new ProblemException(problem.withErrors(List.of(new Problem.FieldError(field, message))));
    }

    static ProblemException sessionExpired() {
        return of(401, "session_expired", "The session is over", "This session token is not, or no longer, valid.", "Make a new session with the visitor token and send again.");
    }

    static ProblemException identityInvalid() {
        return of(401, "identity_invalid", "The identity is not proven", "The hash or token does not prove this identity.",
                "Site developer: check the identity secret and the user id that is signed.");
    }

    static ProblemException identityExpired() {
        return of(401, "identity_expired", "The identity is not proven", "The token's time is over.", "Site developer: sign a new token for each page, valid for at most 24 hours.");
    }

    static ProblemException identityRequired() {
        return of(401, "identity_required", "The identity is not proven", "This channel talks to visitors only whom its website proves.",
                "Site developer: call Tributary('identify', {jwt}) for signed-in users.");
    }

    static ProblemException originNotAllowed() {
        return of(403, "origin_not_allowed", "Not allowed", "This website may not show the widget.", "Add this domain in the channel settings.");
    }

    static ProblemException blocked() {
        return of(403, "blocked", "Not allowed", "This visitor is blocked.", "Write to the site's owner in another way.");
    }

    static ProblemException notFound(String what) {
        return of(404, "not_found", "Not found", "There is no such " + what + ".", "Check the address, or reload the page.");
    }

    static ProblemException conversationClosed() {
        return of(409, "conversation_closed", "The conversation is closed", "It takes no more messages.", "Start a new conversation.");
    }

    static ProblemException surveyOver() {
        return of(409, "survey_over", "The survey is over", "This question is not, or no longer, asked.", "Nothing needs to be done: what was answered is kept.");
    }

    static ProblemException formAnswered() {
        return of(409, "form_answered", "The form is answered", "This form was filled in before.", "Write a message if something has changed.");
    }

    static ProblemException emailMissing() {
        return of(409, "email_missing", "No e-mail address", "We do not know where to write to.", "Tell an e-mail address first.");
    }

    static ProblemException transcriptUnavailable() {
        return of(409, "transcript_unavailable", "No mail can be sent", "This installation has no mail server.", "The operator can set QUARKUS_MAILER_HOST.");
    }

    static ProblemException transcriptFailed() {
        return new ProblemException(problem(503, "transcript_failed", "Not mailed", "The mail server did not take it.", "Try again later.").withRetryAfter(Duration.ofMinutes(1)));
    }

    static ProblemException fileTooLarge(long limit) {
        return of(413, "file_too_large", "The file is too large", "At most " + limit + " bytes are taken.", "Send a smaller file.");
    }

    static ProblemException fileType() {
        return of(415, "file_type_not_allowed", "The type of file is not allowed", "Files of this type are not taken.", "Send a picture, a PDF or a text.");
    }

    static ProblemException rateLimited(Duration wait) {
        return new ProblemException(problem(429, "rate_limited", "Too many requests", "That was too much at once.", "Try again later.").withRetryAfter(wait));
    }

    static ProblemException inactive() {
        return new ProblemException(problem(503, "channel_inactive", "Not available", "This channel is switched off.", "Site owner: switch it on under Settings, Channels.").withRetryAfter(Duration.ofMinutes(5)));
    }

    static ProblemException notFiledYet() {
        return new ProblemException(problem(503, "not_filed_yet", "Not filed yet", "The message is kept and will be filed in a moment.",
                        "Send it again with the same client_id.")
                .withRetryAfter(Duration.ofSeconds(1)));
    }

    private static ProblemException of(int status, String code, String title, String detail, String hint) {
        return new ProblemException(problem(status, code, title, detail, hint));
    }

    private static Problem problem(int status, String code, String title, String detail, String hint) {
        return new Problem(status, code, title, detail, hint).with("error", code);
    }
}
