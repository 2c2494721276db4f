package dev.tributary.channel;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.platform.Secret;
import dev.tributary.platform.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Moves an account's settings between their stored form, secrets sealed to row and field, and the form that adapters are given. */
@ApplicationScoped
class AccountSecrets {

    private static final int KEY_BYTES = 32;

    private final SecretBox box;
    private final ObjectMapper json;
    private final WebhookUrls webhookUrls;

    AccountSecrets(SecretBox box, ObjectMapper json, WebhookUrls webhookUrls) {
        this.box = box;
        this.json = json;
        this.webhookUrls = webhookUrls;
    }

    /** 256 random bits: unguessable, and safe in a URL. */
    static String random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    SettingsCheck.Checked open(StoredAccount account) {
        Map<String, JsonNode> values = new HashMap<>();
        account.settings.forEach((name, value) -> values.put(name, json.valueToTree(value)));
        Map<String, Secret> secrets = new HashMap<>();
        account.sealedSettings.forEach((name, sealed) -> secrets.put(name, new Secret(box.open(sealed, context(account, name)))));
        return new SettingsCheck.Checked(values, secrets);
    }

    /** Writes the settings into the row; a secret that did not change keeps its ciphertext unless its key is an old one. */
    void put(StoredAccount account, SettingsCheck.Checked settings) {
        Map<String, String> sealed = new HashMap<>();
        settings.secrets().forEach((name, secret) -> sealed.put(name, seal(account, name, secret)));
        account.settings = withLearned(Map.of(), settings.values());
        account.sealedSettings = sealed;
    }

    /** Stored values with some more beside or instead of them; a JSON null removes. */
    Map<String, Object> withLearned(Map<String, Object> stored, Map<String, JsonNode> learned) {
        Map<String, Object> values = new HashMap<>(stored);
        learned.forEach((name, value) -> values.put(name, json.convertValue(value, new TypeReference<Object>() {})));
        values.values().removeIf(java.util.Objects::isNull);
        return values;
    }

    /** As an adapter sees it: what was not set has the descriptor's preset. */
    ChannelAccount live(StoredAccount account, Descriptor descriptor, SettingsCheck.Checked settings) {
        Settings effective = new Settings(withPresets(descriptor, settings.values()), settings.secrets());
        return new ChannelAccount(
                account.id, account.organizationId, account.type, account.name, effective, account.webhookKey, webhookUrls.of(account.type, account.webhookKey));
    }

    /** The values, and the presets where there are none. */
    static Map<String, JsonNode> withPresets(Descriptor descriptor, Map<String, JsonNode> values) {
        Map<String, JsonNode> all = new HashMap<>();
        descriptor.settings().forEach(field -> field.preset().ifPresent(preset -> all.put(field.name(), preset)));
        all.putAll(values);
        return all;
    }

    private String seal(StoredAccount account, String name, Secret secret) {
        String before = account.sealedSettings == null ? null : account.sealedSettings.get(name);
        boolean same = before != null && box.isCurrent(before) && secret.reveal().equals(box.open(before, context(account, name)));
        return same ? before : box.seal(secret.reveal(), context(account, name));
    }

    private static String context(StoredAccount account, String name) {
        return AccountDirectory.sealContext(account.organizationId, account.id, name);
    }
}
