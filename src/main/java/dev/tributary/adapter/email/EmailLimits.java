package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.Settings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How much the providers let a mailbox send. Exchange Online's numbers are second-hand and Gmail's are unconfirmed: both are here alone, and
 * an account's settings go before them. A provider that says itself that it is enough is obeyed in any case ({@link SmtpErrors}).
 */
final class EmailLimits {

    private static final int PER_MINUTE = 30;

    private static final int EXCHANGE_ONLINE_PER_DAY = 10_000;

    private static final Set<String> GMAIL_DOMAINS = Set.of("gmail.com", "googlemail.com");
    private static final int GMAIL_PER_DAY = 500;
    private static final int WORKSPACE_PER_DAY = 2_000;

    private EmailLimits() {}

    static SendingLimits of(ChannelAccount account) {
        Settings settings = account.settings();
        int perMinute = number(settings, EmailSettings.SENDS_PER_MINUTE).orElse(PER_MINUTE);
        return SendingLimits.perMinute(perMinute, number(settings, EmailSettings.RECIPIENTS_PER_DAY).or(() -> perDay(settings)));
    }

    private static Optional<Integer> perDay(Settings settings) {
        return switch (MailProvider.of(settings.text(EmailSettings.SMTP_HOST).orElse(""))) {
            case MICROSOFT -> Optional.of(EXCHANGE_ONLINE_PER_DAY);
            case GOOGLE -> {
                String address = settings.text(EmailSettings.ADDRESS).orElse("").toLowerCase(Locale.ROOT);
                boolean isPrivate = GMAIL_DOMAINS.contains(address.substring(address.indexOf('@') + 1));
                yield Optional.of(isPrivate ? GMAIL_PER_DAY : WORKSPACE_PER_DAY);
            }
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<Integer> number(Settings settings, String name) {
        return Optional.of(settings.json(name)).filter(value -> value.isNumber()).map(value -> Math.clamp(value.asLong(), 1, 10_000_000));
    }
}
