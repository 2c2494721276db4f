package dev.tributary.adapter.whatsapplite;

import dev.tributary.adapter.whatsapplite.GatewayApi.Result;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.ChannelProblem.RecipientUnreachable;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a gateway's refusals mean. */
final class GatewayErrors {

    static final String NO_LINK = "The WhatsApp link is down; check the connection in channel settings";
    private static final Duration LINK_PAUSE = Duration.ofSeconds(10);
    private static final Pattern CLOSED = Pattern.compile("(?i)connection closed|not connected|session status");

    private GatewayErrors() {}

    /** @param patient whether the message may wait for its phone any longer */
    static SendOutcome outcome(Result result, boolean patient) {
        return switch (result) {
            case Result.Done _ -> throw new IllegalStateException("a done call is sent");
            case Result.Failed failed when isLinkDown(failed.error()) -> patient
                    ? new Deferred(Optional.of(LINK_PAUSE), true, failed.error().cause())
                    : new Refused(new Unavailable(failed.error().cause(), NO_LINK));
            case Result.Failed failed when isTrouble(failed.error()) -> new Deferred(Optional.empty(), false, failed.error().cause());
            case Result.Failed failed -> new Refused(problem(failed.error()));
            case Result.NotReached gone when gone.forbidden() -> new Refused(new Misconfigured(gone.error(), "The gateway's address is private: add it to TRIBUTARY_EGRESS_ALLOW"));
            case Result.NotReached gone -> new Deferred(Optional.empty(), false, gone.error());
            case Result.Lost lost -> new Refused(new MayHaveBeenSent(lost.error()));
        };
    }

    /** What the end of a call that did not work says of the connection. */
    static Connection connection(Result result, GatewayLine line) {
        ChannelProblem problem = switch (result) {
            case Result.Done _ -> throw new IllegalStateException("a done call is no problem");
            case Result.Failed failed when isTrouble(failed.error()) || isLinkDown(failed.error()) -> new Unavailable(failed.error().cause(), silent(line));
            case Result.Failed failed -> problem(failed.error());
            case Result.NotReached gone when gone.forbidden() -> new Misconfigured(gone.error(), "The gateway's address is private: add it to TRIBUTARY_EGRESS_ALLOW");
            case Result.NotReached gone -> new Unavailable(gone.error(), silent(line));
            case Result.Lost lost -> new Unavailable(lost.error(), silent(line));
        };
        return problem instanceof Unavailable ? Connection.unreachable(problem) : Connection.refused(problem);
    }

    /** Why a call that is not tried again did not work; empty where it did. */
    static Optional<ChannelProblem> refusal(Result result, GatewayLine line) {
        return result instanceof Result.Done ? Optional.empty() : connection(result, line).problem();
    }

    static ChannelProblem problem(GatewayError error) {
        if (error.notOnWhatsApp()) {
            return new RecipientUnreachable(error.cause(), "This number has no WhatsApp; use SMS");
        }
        return switch (error.status()) {
            case 401 -> new CredentialsRejected(error.cause(), "Check the gateway API key");
            case 403 -> new Misconfigured(error.cause(), "The key does not open this instance, or its name is another's: check API key and instance");
            case 404 -> new Misconfigured(error.cause(), "The link is gone from the gateway: test the channel, then scan a new QR code");
            default -> new ContentRejected(error.cause(), "The message could not be sent: " + error.words());
        };
    }

    static boolean isLinkDown(GatewayError error) {
        return (error.status() == 400 && CLOSED.matcher(error.words()).find()) || error.status() == 422;
    }

    private static boolean isTrouble(GatewayError error) {
        return error.status() >= 500 || error.status() == 429 || error.status() == 408;
    }

    private static String silent(GatewayLine line) {
        return "The gateway does not answer at " + line.baseUrl();
    }
}
