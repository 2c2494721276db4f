package dev.tributary.channel;

/** Why a provider refused, and what a person can do about it. The hint is the card's where the card has one. */
public sealed interface ChannelProblem {

    String RECEIVER_DISABLED = "receiver_disabled";

    ProviderError cause();

    /** What a person can do, in one sentence. */
    String hint();

    /** The account's token or password is refused: the account is disconnected until someone reconnects it. */
    record CredentialsRejected(ProviderError cause, String hint) implements ChannelProblem {}

    /** The credentials lack a right. */
    record PermissionMissing(ProviderError cause, String hint) implements ChannelProblem {}

    /**
     * The system on the other side of the account wants nothing more, or has failed for so long that it was given up: nothing is
     * sent to it until a person has it tested or enabled.
     */
    record ReceiverDisabled(ProviderError cause, String hint) implements ChannelProblem {}

    record ReplyWindowClosed(ProviderError cause, String hint) implements ChannelProblem {}

    /** Blocked, deleted, left, never wrote: this person cannot be reached here. */
    record RecipientUnreachable(ProviderError cause, String hint) implements ChannelProblem {}

    record ContentRejected(ProviderError cause, String hint) implements ChannelProblem {}

    /** A setting of the account is wrong or is used elsewhere too. */
    record Misconfigured(ProviderError cause, String hint) implements ChannelProblem {}

    /** The provider is down, slow or limits us. */
    record Unavailable(ProviderError cause, String hint) implements ChannelProblem {}

    /** The line dropped after the request left, and the provider has no idempotency key. */
    record MayHaveBeenSent(ProviderError cause) implements ChannelProblem {
        @Override
        public String hint() {
            return "Ask the customer before sending again: this may have arrived.";
        }
    }

    /** Not in the table yet. Not retried: a second copy to a customer is worse than a late one. */
    record Unrecognised(ProviderError cause) implements ChannelProblem {
        @Override
        public String hint() {
            return "New provider error " + cause.code() + ": its own words say more.";
        }
    }

    /** Stable, in snake case; what programs and filters read. */
    default String code() {
        return switch (this) {
            case CredentialsRejected p -> "credentials_rejected";
            case PermissionMissing p -> "permission_missing";
            case ReceiverDisabled p -> RECEIVER_DISABLED;
            case ReplyWindowClosed p -> "reply_window_closed";
            case RecipientUnreachable p -> "recipient_unreachable";
            case ContentRejected p -> "content_rejected";
            case Misconfigured p -> "misconfigured";
            case Unavailable p -> "provider_unavailable";
            case MayHaveBeenSent p -> "may_have_been_sent";
            case Unrecognised p -> "provider_error";
        };
    }

    /** The provider's code and words, for {@code error.detail}. */
    default String detail() {
        return cause().code() + ": " + cause().words();
    }
}
