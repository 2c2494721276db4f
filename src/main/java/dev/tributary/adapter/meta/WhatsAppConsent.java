package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.adapter.meta.MetaApps.App;
import dev.tributary.adapter.meta.MetaApps.Kind;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The numbers that an embedded signup opens. Which business accounts they are in is asked of the token itself, never of the browser:
 * those that its scopes name.
 */
@ApplicationScoped
class WhatsAppConsent {

    static final List<String> SCOPES = List.of("whatsapp_business_management", "whatsapp_business_messaging");

    private static final String FIELDS = "/phone_numbers?fields=id,display_phone_number,verified_name,quality_rating&limit=100";
    private static final int MOST_ACCOUNTS = 20;

    private final MetaApi api;
    private final MetaApps apps;
    private final MetaLogin login;

    WhatsAppConsent(MetaApi api, MetaApps apps, MetaLogin login) {
        this.api = api;
        this.apps = apps;
        this.login = login;
    }

    Uni<Consent> numbers(Code code, ChannelAccount account) {
        return login.facebookToken(code, account, token -> login.inspected(token, account, SCOPES, data -> {
            List<String> businesses = businesses(data);
            Optional<Instant> expiresAt = Stream.of(data.path("expires_at").asLong(0)).filter(seconds -> seconds > 0).map(Instant::ofEpochSecond).findFirst();
            return businesses.isEmpty()
                    ? MetaLogin.refused(new PermissionMissing(
                            new ProviderError("no_business_account", "the consent names no WhatsApp Business Account"), "Start again, and choose or create a WhatsApp Business Account"))
                    : numbers(account, token.value(), expiresAt, businesses, 0, new ArrayList<>());
        }));
    }

    private Uni<Consent> numbers(ChannelAccount account, Secret token, Optional<Instant> expiresAt, List<String> businesses, int at, List<Choice> found) {
        if (at == businesses.size()) {
            return Uni.createFrom().item(new Consent.Granted(found));
        }
        String business = businesses.get(at);
        return api.get(api.graph(account, token), api.version() + "/" + MetaPaths.segment(business) + FIELDS).chain(result -> MetaLogin.then(result, answer -> {
            ProviderJson.items(answer, "data").forEach(number -> choice(account, token, expiresAt, business, number).ifPresent(found::add));
            return numbers(account, token, expiresAt, businesses, at + 1, found);
        }));
    }

    private Optional<Choice> choice(ChannelAccount account, Secret token, Optional<Instant> expiresAt, String business, JsonNode number) {
        App app = apps.required(account, Kind.FACEBOOK);
        return ProviderJson.text(number, "id").map(id -> new Choice(
                id,
                ProviderJson.text(number, "display_phone_number").orElse(id),
                ProviderJson.text(number, "verified_name").orElse(""),
                Optional.empty(),
                Map.of(
                        WhatsAppSettings.PHONE_NUMBER_ID, TextNode.valueOf(id),
                        WhatsAppSettings.WABA_ID, TextNode.valueOf(business),
                        MetaApps.ID, TextNode.valueOf(app.id())),
                MetaApps.withSecret(app, WhatsAppSettings.ACCESS_TOKEN, token),
                expiresAt));
    }

    private static List<String> businesses(JsonNode data) {
        return ProviderJson.items(data, "granular_scopes").stream()
                .filter(scope -> ProviderJson.text(scope, "scope").filter(SCOPES::contains).isPresent())
                .flatMap(scope -> ProviderJson.items(scope, "target_ids").stream())
                .map(JsonNode::asText)
                .distinct()
                .limit(MOST_ACCOUNTS)
                .toList();
    }
}
