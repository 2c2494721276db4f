package dev.tributary.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.platform.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings after the channel made the keys it makes itself.
 *
 * @param shown new keys, whole, for the one answer that shows them
 */
record Issuance(SettingsCheck.Checked settings, Map<String, String> shown) {

    static Issuance of(ChannelAdapter adapter, SettingsCheck.Checked given, Instant now) {
        return adapter instanceof IssuesCredentials issuer ? with(given, issuer.issue(asSettings(adapter, given), now)) : none(given);
    }

    static Issuance none(SettingsCheck.Checked settings) {
        return new Issuance(settings, Map.of());
    }

    static Issuance with(SettingsCheck.Checked given, IssuesCredentials.Issued issued) {
        Map<String, JsonNode> values = new HashMap<>(given.values());
        values.putAll(issued.settings());
        values.values().removeIf(JsonNode::isNull);
        Map<String, Secret> secrets = new HashMap<>(given.secrets());
        secrets.putAll(issued.secrets());
        Map<String, String> shown = issued.shown().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, key -> key.getValue().reveal()));
        return new Issuance(new SettingsCheck.Checked(values, secrets), shown);
    }

    static Settings asSettings(ChannelAdapter adapter, SettingsCheck.Checked given) {
        return new Settings(AccountSecrets.withPresets(adapter.descriptor(), given.values()), given.secrets());
    }
}
