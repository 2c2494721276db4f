package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.Unrecognised;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an SMTP server's answer means for the message. One table. */
final class SmtpErrors {

    private static final Pattern ENHANCED = Pattern.compile("\\b([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern WAIT = Pattern.compile("(\\d{1,4}) ?(second|minute)");
    private static final Duration DAILY_LIMIT_WAIT = Duration.ofHours(1);

    private SmtpErrors() {}

    /**
     * @param code the three digits
     * @param words the answer's text, which may begin with an enhanced code
     * @param age of the message: greylisted ones are tried again after 1, 5, 15 and 60 minutes, and then every hour
     */
    static SendOutcome outcome(int code, String words, Duration age) {
        String status = status(words);
        ProviderError cause = cause(code, status, words);
        if (isDailyLimit(status, words)) {
            return new Deferred(Optional.of(DAILY_LIMIT_WAIT), true, cause, Optional.of(SendingLimits.DAILY_LIMIT_HINT));
        }
        if (code >= 400 && code < 500) {
            return new Deferred(Optional.of(asked(words).orElse(wait(age))), code == 421, cause);
        }
        return new Refused(problem(code, status, words, cause));
    }

    /** What is not tried again, whatever the server says of later. */
    static ChannelProblem refusal(int code, String words) {
        String status = status(words);
        ProviderError cause = cause(code, status, words);
        return code >= 400 && code < 500
                ? new RecipientUnreachable(cause, "This address was not taken for now, the others were. Write to it again later, alone.")
                : problem(code, status, words, cause);
    }

    private static String status(String words) {
        Matcher enhanced = ENHANCED.matcher(words);
        return enhanced.find() ? enhanced.group(1) : "";
    }

    private static ProviderError cause(int code, String status, String words) {
        return new ProviderError(code + (status.isEmpty() ? "" : " " + status), words.strip());
    }

    private static ChannelProblem problem(int code, String status, String words, ProviderError cause) {
        return switch (status) {
            case "5.7.30" -> new CredentialsRejected(cause, "Microsoft 365 no longer accepts passwords for sending. Connect the mailbox with Microsoft sign-in (OAuth).");
            case "5.7.139" -> new CredentialsRejected(cause, "Enable authenticated SMTP for this mailbox, or connect it with Microsoft sign-in (OAuth).");
            case "5.2.252", "5.7.60" -> sendAs(cause);
            case "5.1.1", "5.1.10", "5.1.2", "5.1.3", "5.4.4" -> new RecipientUnreachable(cause, "This e-mail address does not exist. Check the address of the contact.");
            case "5.2.2", "5.2.1" -> new RecipientUnreachable(cause, "The customer's mailbox is full or closed. Try later or use another channel.");
            case "5.3.4", "5.2.3" -> tooLarge(cause);
            case "5.7.26", "5.7.515" -> new ContentRejected(cause, "Set up SPF, DKIM and DMARC for the sender domain.");
            default -> byCode(code, words, cause);
        };
    }

    private static ChannelProblem byCode(int code, String words, ProviderError cause) {
        return switch (code) {
            case 530, 534, 535, 538 -> new CredentialsRejected(cause, MailErrors.SIGN_IN_AGAIN);
            case 552, 523 -> tooLarge(cause);
            case 553, 501 -> new RecipientUnreachable(cause, "The mail server does not take one of the addresses. Check them.");
            case 550, 551, 554, 521, 556 -> words.contains("SendAsDenied")
                    ? sendAs(cause)
                    : new ContentRejected(cause, "The mail server refused the mail. Its words say why; often SPF, DKIM or DMARC of the sender domain are missing.");
            default -> new Unrecognised(cause);
        };
    }

    private static ChannelProblem tooLarge(ProviderError cause) {
        return new ContentRejected(cause, "The attachments are too large for this mail server. Send a link instead.");
    }

    private static ChannelProblem sendAs(ProviderError cause) {
        return new PermissionMissing(cause, "This login may not send as the configured address. Grant Send As or change the From address.");
    }

    private static boolean isDailyLimit(String status, String words) {
        return status.equals("5.4.5") || status.equals("5.1.90") || words.contains("Daily user sending limit") || words.contains("sending quota");
    }

    private static Optional<Duration> asked(String words) {
        Matcher wait = WAIT.matcher(words);
        if (!wait.find()) {
            return Optional.empty();
        }
        long number = Long.parseLong(wait.group(1));
        return Optional.of(wait.group(2).equals("minute") ? Duration.ofMinutes(Math.min(number, 120)) : Duration.ofSeconds(Math.clamp(number, 10, 7_200)));
    }

    private static Duration wait(Duration age) {
        long minutes = age.toMinutes();
        return Duration.ofMinutes(minutes < 1 ? 1 : minutes < 6 ? 5 : minutes < 21 ? 15 : 60);
    }
}
