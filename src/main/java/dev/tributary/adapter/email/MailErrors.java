package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.ProviderError;
import dev.tributary.platform.EgressException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What mail servers and the way to them say, as problems with a hint. */
final class MailErrors {

    private static final String TLS = "tls";
    static final String SIGN_IN_AGAIN = "The mail server refuses the login. Sign in again or set a new app password in the channel settings.";

    private MailErrors() {}

    static MailboxException session(Throwable failure) {
        return failure instanceof MailboxException known ? known : new MailboxException(problem(failure));
    }

    static ChannelProblem problem(Throwable failure) {
        if (failure instanceof MailboxException known) {
            return known.problem();
        }
        if (failure instanceof EgressException refused) {
            return refused.kind() == EgressException.Kind.REFUSED
                    ? new Misconfigured(new ProviderError("address_refused", refused.getMessage()), "Use a public mail server, or have the operator allow this one (TRIBUTARY_EGRESS_ALLOW).")
                    : new Unavailable(new ProviderError("unreachable", refused.getMessage()), "Check the server's name. It is tried again by itself.");
        }
        String words = words(failure);
        if (failure instanceof AuthenticationFailedException) {
            return refusedLogin(words);
        }
        if (failure instanceof FolderNotFoundException) {
            return new Misconfigured(new ProviderError("folder_missing", words), "The mailbox has no such folder: check the folder in the channel settings.");
        }
        if (causedBy(failure, SSLException.class)) {
            return tls(failure, words);
        }
        if (causedBy(failure, UnknownHostException.class)) {
            return new Misconfigured(new ProviderError("unknown_host", words), "Check the server's name.");
        }
        if (words.toLowerCase(Locale.ROOT).contains("starttls")) {
            return new Misconfigured(new ProviderError("starttls_missing", words), "The server offers no STARTTLS on this port: choose TLS, usually with another port.");
        }
        boolean busy = words.contains("OVERQUOTA") || words.contains("Too many simultaneous connections");
        return new Unavailable(
                new ProviderError(busy ? "mailbox_busy" : "unreachable", words),
                busy ? "Other programs use this mailbox heavily: it is tried again by itself." : "The mail server does not answer: it is tried again by itself.");
    }

    /** Our side cannot tell a private server from an impostor, so nothing is sent there until a person says whom to believe. */
    private static ChannelProblem tls(Throwable failure, String words) {
        if (causedBy(failure, CertificateExpiredException.class)) {
            return new Misconfigured(new ProviderError("tls_expired", words), "The server's certificate has expired: its operator has to renew it.");
        }
        if (causedBy(failure, CertPathBuilderException.class) || causedBy(failure, CertPathValidatorException.class)) {
            return new Misconfigured(
                    new ProviderError("tls_untrusted", words),
                    "The server's certificate comes from no authority that is known here. For a private server paste it as the trusted certificate.");
        }
        if (causedBy(failure, CertificateException.class)) {
            return new Misconfigured(
                    new ProviderError("tls_wrong_host", words), "The server's certificate is for another host name: enter the server by the name that it has there.");
        }
        return new Misconfigured(new ProviderError(TLS, words), "The secure connection failed: the port and the encryption do not fit, or the server speaks no TLS 1.2.");
    }

    /** Certificates are renewed and servers mended: what is to be sent waits for that. */
    static boolean isTls(ChannelProblem problem) {
        return problem.cause().code().startsWith(TLS);
    }

    /** Some servers say "unavailable" by refusing the login. */
    private static ChannelProblem refusedLogin(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("[unavailable]") || lower.contains("temporar") || lower.contains("try again")) {
            return new Unavailable(new ProviderError("login_unavailable", words), "The mail server cannot check logins right now: it is tried again by itself.");
        }
        boolean basicOff = words.contains("5.7.30") || lower.contains("basic authentication");
        return new CredentialsRejected(
                new ProviderError("login_refused", words),
                basicOff ? "Microsoft 365 no longer accepts passwords. Connect the mailbox with Microsoft sign-in (OAuth)." : SIGN_IN_AGAIN);
    }

    private static String words(Throwable failure) {
        StringBuilder words = new StringBuilder();
        for (Throwable at = failure; at != null && words.length() < 400; at = next(at)) {
            String said = at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage().strip();
            if (words.indexOf(said) < 0) {
                words.append(words.isEmpty() ? "" : ": ").append(said.split("\n")[0]);
            }
        }
        return words.substring(0, Math.min(words.length(), 500));
    }

    private static boolean causedBy(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable at = failure; at != null; at = next(at)) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable next(Throwable at) {
        Throwable next = at instanceof MessagingException mail && mail.getNextException() != null ? mail.getNextException() : at.getCause();
        return next == at ? null : next;
    }
}
