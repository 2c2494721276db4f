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

    private final StoredAccount account;
    private final Instant now;

    private AccountHealth(StoredAccount account, Instant now) {
        this.account = account;
        this.now = now;
    }

    /** In the order in which a person would look. */
    static List<Finding> of(StoredAccount account, ChannelAdapter adapter, URI webhookUrl, List<Template> templates, Instant now) {
        AccountHealth health = new AccountHealth(account, now);
        List<Finding> checks = new ArrayList<>();
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
        if (adapter instanceof ConnectsByOAuth) {
            checks.add(Finding.ok("redirect_address", "Consent comes back to " + webhookUrl.resolve(OAuthFlow.CALLBACK) + ": register this address with the provider's app."));
        }
        checks.addAll(health.findings());
        return checks;
    }

    static Finding.Grade worst(List<Finding> checks) {
        return checks.stream().map(Finding::grade).max(Comparator.naturalOrder()).orElse(Finding.Grade.OK);
    }

    /** What the adapter found when it last examined the account. */
    private List<Finding> findings() {
        return account.findings == null
                ? List.of()
                : account.findings.getOrDefault("items", List.of()).stream().map(one -> new Finding(one.get("code"), Finding.Grade.valueOf(one.get("grade")), one.get("detail"), one.get("hint"))).toList();
    }

    private Finding use() {
        return account.isActive
                ? Finding.ok("in_use", "The channel is switched on.")
                : Finding.warning("in_use", "The channel is switched off: what arrives is kept in the journal and ignored.", "Switch it on.");
    }

    private Finding connection() {
        if (account.connectionState.equals("connected")) {
            return Finding.ok("connection", "The provider accepts the credentials, and delivers to us.");
        }
        Map<String, String> problem = account.connectionProblem;
        return problem == null
                ? Finding.warning("connection", "The channel is " + account.connectionState + ".", "Test the channel.")
                : Finding.error("connection", problem.get("detail"), problem.get("hint"));
    }

    private Optional<Finding> expiry() {
        return Optional.ofNullable(account.expiresAt).map(OffsetDateTime::toInstant).map(at -> {
            String day = DAY.format(at.atOffset(ZoneOffset.UTC));
            if (at.isBefore(now)) {
                return Finding.error("expiry", "The credentials stopped on " + day + ".", remedy() + ".");
            }
            boolean soon = at.isBefore(now.plus(SOON));
            return new Finding("expiry", soon ? Finding.Grade.WARNING : Finding.Grade.OK, "The credentials stop on " + day + ".", soon ? remedy() + " before that day." : null);
        });
    }

    private String remedy() {
        return account.oauthOffer == null ? "Enter new ones" : "Authorise the channel again";
    }

    private static Finding address(URI webhookUrl) {
        boolean isPublic = "https".equals(webhookUrl.getScheme()) && !"localhost".equals(webhookUrl.getHost());
        return isPublic
                ? Finding.ok("public_address", "Providers deliver to " + webhookUrl.getHost() + ".")
                : Finding.warning("public_address", "Providers on the internet cannot reach " + webhookUrl.getHost() + ".", "Set TRIBUTARY_PUBLIC_URL to an https address.");
    }

    private Finding lastEvent() {
        if (account.lastInboundAt == null) {
            return Finding.warning("last_event", "Nothing has arrived yet.", "Write to this channel yourself, and look into its journal.");
        }
        Duration age = Duration.between(account.lastInboundAt.toInstant(), now);
        return age.compareTo(QUIET) < 0
                ? Finding.ok("last_event", "The last message arrived " + ago(age) + ".")
                : Finding.warning("last_event", "The last message arrived " + ago(age) + ".", "If that is unusual, test the channel and look at the provider's webhook settings.");
    }

    private static String ago(Duration age) {
        if (age.toHours() < 1) {
            return "within the last hour";
        }
        return age.toHours() < 48 ? age.toHours() + (age.toHours() == 1 ? " hour ago" : " hours ago") : age.toDays() + " days ago";
    }

    private static Finding templates(List<Template> templates) {
        if (templates.isEmpty()) {
            return Finding.warning("templates", "No template is known.", "Make one at the provider, then read the templates anew: without one nobody can be written to after the reply window.");
        }
        String states = templates.stream()
                .collect(Collectors.groupingBy(Template::status, java.util.TreeMap::new, Collectors.counting()))
                .entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
        boolean anyApproved = templates.stream().anyMatch(template -> template.status().equals(Template.APPROVED));
        return anyApproved
                ? Finding.ok("templates", "Templates: " + states + ".")
                : Finding.warning("templates", "Templates: " + states + ".", "No template may be sent: look at the provider's reasons.");
    }
}
