package dev.tributary.channel;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is well with a channel account and what is not, from what is known of it. Pure. */
final class AccountHealth {

    private static final Duration QUIET = Duration.ofDays(7);
    private static final Duration SOON = Duration.ofDays(14);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    enum Grade {
        OK,
        WARNING,
        ERROR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing that was looked at.
     *
     * @param code stable, in snake case
     * @param hint what a person can do; null where there is nothing to do
     */
    record Check(String code, Grade grade, String detail, String hint) {
        static Check ok(String code, String detail) {
            return new Check(code, Grade.OK, detail, null);
        }
    }

    private final StoredAccount account;
    private final Instant now;

    private AccountHealth(StoredAccount account, Instant now) {
        this.account = account;
        this.now = now;
    }

    /** In the order in which a person would look. */
    static List<Check> of(StoredAccount account, ChannelAdapter adapter, URI webhookUrl, List<Template> templates, Instant now) {
        AccountHealth health = new AccountHealth(account, now);
        List<Check> checks = new ArrayList<>();
        checks.add(health.use());
        checks.add(health.connection());
        health.expiry().ifPresent(checks::add);
        if (adapter instanceof ReceivesWebhooks) {
            checks.add(address(webhookUrl));
        }
        if (adapter instanceof ReadsEvents) {
            checks.add(health.lastEvent());
        }
        if (adapter instanceof HasTemplates) {
            checks.add(templates(templates));
        }
        return checks;
    }

    static Grade worst(List<Check> checks) {
        return checks.stream().map(Check::grade).max(Comparator.naturalOrder()).orElse(Grade.OK);
    }

    private Check use() {
        return account.isActive
                ? Check.ok("in_use", "The channel is switched on.")
                : new Check("in_use", Grade.WARNING, "The channel is switched off: what arrives is kept in the journal and ignored.", "Switch it on.");
    }

    private Check connection() {
        if (account.connectionState.equals("connected")) {
            return Check.ok("connection", "The provider accepts the credentials, and delivers to us.");
        }
        Map<String, String> problem = account.connectionProblem;
        return problem == null
                ? new Check("connection", Grade.WARNING, "The channel is " + account.connectionState + ".", "Test the channel.")
                : new Check("connection", Grade.ERROR, problem.get("detail"), problem.get("hint"));
    }

    private Optional<Check> expiry() {
        return Optional.ofNullable(account.expiresAt).map(OffsetDateTime::toInstant).map(at -> {
            String day = DAY.format(at.atOffset(ZoneOffset.UTC));
            if (at.isBefore(now)) {
                return new Check("expiry", Grade.ERROR, "The credentials stopped on " + day + ".", "Enter new ones.");
            }
            boolean soon = at.isBefore(now.plus(SOON));
            return new Check("expiry", soon ? Grade.WARNING : Grade.OK, "The credentials stop on " + day + ".", soon ? "Enter new ones before that day." : null);
        });
    }

    private static Check address(URI webhookUrl) {
        boolean isPublic = "https".equals(webhookUrl.getScheme()) && !"localhost".equals(webhookUrl.getHost());
        return isPublic
                ? Check.ok("public_address", "Providers deliver to " + webhookUrl.getHost() + ".")
                : new Check("public_address", Grade.WARNING, "Providers on the internet cannot reach " + webhookUrl.getHost() + ".", "Set TRIBUTARY_PUBLIC_URL to an https address.");
    }

    private Check lastEvent() {
        if (account.lastInboundAt == null) {
            return new Check("last_event", Grade.WARNING, "Nothing has arrived yet.", "Write to this channel yourself, and look into its journal.");
        }
        Duration age = Duration.between(account.lastInboundAt.toInstant(), now);
        return age.compareTo(QUIET) < 0
                ? Check.ok("last_event", "The last message arrived " + ago(age) + ".")
                : new Check("last_event", Grade.WARNING, "The last message arrived " + ago(age) + ".", "If that is unusual, test the channel and look at the provider's webhook settings.");
    }

    private static String ago(Duration age) {
        return age.toHours() < 48 ? Math.max(0, age.toHours()) + " hours ago" : age.toDays() + " days ago";
    }

    private static Check templates(List<Template> templates) {
        if (templates.isEmpty()) {
            return new Check("templates", Grade.WARNING, "No template is known.", "Make one at the provider, then read the templates anew: without one nobody can be written to after the reply window.");
        }
        String states = templates.stream()
                .collect(Collectors.groupingBy(Template::status, java.util.TreeMap::new, Collectors.counting()))
                .entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
        boolean anyApproved = templates.stream().anyMatch(template -> template.status().equals(Template.APPROVED));
        return anyApproved
                ? Check.ok("templates", "Templates: " + states + ".")
                : new Check("templates", Grade.WARNING, "Templates: " + states + ".", "No template may be sent: look at the provider's reasons.");
    }
}
