package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns rows into answers: presets shown, secrets masked. */
@ApplicationScoped
class AccountViews {

    private final AccountSecrets secrets;
    private final AdapterRegistry adapters;
    private final WebhookUrls webhookUrls;

    AccountViews(AccountSecrets secrets, AdapterRegistry adapters, WebhookUrls webhookUrls) {
        this.secrets = secrets;
        this.adapters = adapters;
        this.webhookUrls = webhookUrls;
    }

    AccountView of(StoredAccount account) {
        Optional<ChannelAdapter> adapter = adapters.find(account.type);
        SettingsCheck.Checked settings = secrets.open(account);
        Map<String, JsonNode> shown = new TreeMap<>(
                adapter.map(found -> AccountSecrets.withPresets(found.descriptor(), settings.values())).orElse(settings.values()));
        settings.secrets().forEach((name, secret) -> shown.put(name, TextNode.valueOf(secret.masked())));
        return new AccountView(
                account.id,
                account.organizationId,
                account.name,
                account.type,
                shown,
                account.isActive,
                account.reopenDays,
                new AccountView.State(account.connectionState, instant(account.checkedAt), instant(account.expiresAt), account.connectionProblem),
                account.oauthOffer,
                adapter.map(found -> webhookUrl(found, account, settings)).orElse(null),
                account.lastInboundAt,
                account.lastOutboundAt,
                account.archivedAt,
                account.createdAt,
                account.updatedAt,
                Map.of());
    }

    private URI webhookUrl(ChannelAdapter adapter, StoredAccount account, SettingsCheck.Checked settings) {
        return switch (adapter) {
            case IssuesCredentials issuer -> webhookUrls.below(issuer.inboundPath(Issuance.asSettings(adapter, settings)));
            case ReceivesWebhooks _ -> webhookUrls.of(account.type, account.webhookKey);
            default -> null;
        };
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
