package dev.tributary.webhook;

/** Why a receiver gets nothing, and what a person can do. */
final class DisabledReason {

    private DisabledReason() {}

    static String hint(String reason) {
        return switch (reason) {
            case "gone" -> "The receiving system says that this webhook is gone. Correct it, then press \"enable\" and \"replay\".";
            case "failing" -> "The receiving system has failed for five days. Fix it, then press \"enable\" and \"replay\".";
            default -> "Press \"enable\" to go on.";
        };
    }
}
