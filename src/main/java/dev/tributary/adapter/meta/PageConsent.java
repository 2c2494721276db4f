package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.adapter.meta.MetaApps.App;
import dev.tributary.adapter.meta.MetaApps.Kind;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ConnectsByOAuth.Choice;
import dev.tributary.channel.ConnectsByOAuth.Code;
import dev.tributary.channel.ConnectsByOAuth.Consent;
import dev.tributary.channel.ProviderJson;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The Facebook Pages and Instagram accounts that a consent opens. */
@ApplicationScoped
class PageConsent {

    static final List<String> PAGE_SCOPES = List.of("pages_show_list", "pages_messaging", "pages_manage_metadata", "pages_read_engagement", "business_management");
    static final List<String> LINKED_SCOPES = Stream.concat(Stream.of("instagram_basic", "instagram_manage_messages"), PAGE_SCOPES.stream()).toList();
    static final List<String> INSTAGRAM_SCOPES = List.of("instagram_business_basic", "instagram_business_manage_messages");
    /** Without these nothing works; the others are there for businesses that hold their Pages in a portfolio. */
    static final List<String> PAGE_NEEDED = List.of("pages_show_list", "pages_messaging", "pages_manage_metadata");

    static final List<String> LINKED_NEEDED = Stream.concat(Stream.of("instagram_basic", "instagram_manage_messages"), PAGE_NEEDED.stream()).toList();

    private static final String LIST = "/me/accounts?fields=id,name,access_token,tasks,category,instagram_business_account%7Bid,username%7D&limit=100";
    private static final Set<String> PROFESSIONAL = Set.of("BUSINESS", "MEDIA_CREATOR", "CREATOR");
    private static final int MOST_LISTS = 5;
    private static final int VERIFY_BYTES = 32;

    private final MetaApi api;
    private final MetaApps apps;
    private final MetaLogin login;

    PageConsent(MetaApi api, MetaApps apps, MetaLogin login) {
        this.api = api;
        this.apps = apps;
        this.login = login;
    }

    /** Pages, each with a token of its own that does not end by time. */
    Uni<Consent> pages(Code code, ChannelAccount account) {
        return listed(code, account, PAGE_NEEDED, page -> ProviderJson.text(page, "id").map(id -> choice(account, page, id, name(page), category(page), Map.of(
                PageSettings.PAGE_ID, TextNode.valueOf(id), PageSettings.PAGE_NAME, TextNode.valueOf(name(page))), PageSettings.PAGE_ACCESS_TOKEN)));
    }

    /** Instagram accounts that are linked to a Page, with the Page's token. */
    Uni<Consent> linkedAccounts(Code code, ChannelAccount account) {
        return listed(code, account, LINKED_NEEDED, page -> ProviderJson.text(page.path("instagram_business_account"), "id").map(id -> {
            String username = "@" + ProviderJson.text(page.path("instagram_business_account"), "username").orElse(id);
            return choice(account, page, id, username, name(page), Map.of(
                    PageSettings.MODE, TextNode.valueOf(PageSettings.FACEBOOK_PAGE),
                    PageSettings.PAGE_ID, TextNode.valueOf(ProviderJson.text(page, "id").orElse("")),
                    PageSettings.IG_ACCOUNT_ID, TextNode.valueOf(id),
                    PageSettings.USERNAME, TextNode.valueOf(username)), PageSettings.ACCESS_TOKEN);
        }));
    }

    /** The one professional account that signed in. */
    Uni<Consent> instagramAccount(Code code, ChannelAccount account) {
        return login.instagramToken(code, account, INSTAGRAM_SCOPES, token -> api.get(
                        api.instagram(account, token.value()), api.version() + "/me?fields=user_id,username,name,account_type,profile_picture_url")
                .chain(result -> MetaLogin.then(result, me -> {
                    String id = ProviderJson.text(me, "user_id").orElse("");
                    String username = "@" + ProviderJson.text(me, "username").orElse(id);
                    boolean professional = ProviderJson.text(me, "account_type").map(PROFESSIONAL::contains).orElse(true);
                    App app = apps.required(account, Kind.INSTAGRAM);
                    Choice choice = new Choice(
                            id,
                            username,
                            ProviderJson.text(me, "name").orElse(""),
                            professional ? Optional.empty() : Optional.of("This is a personal account: switch it to a professional one in the Instagram app."),
                            with(app, Map.of(
                                    PageSettings.MODE, TextNode.valueOf(PageSettings.INSTAGRAM_LOGIN),
                                    PageSettings.IG_ACCOUNT_ID, TextNode.valueOf(id),
                                    PageSettings.USERNAME, TextNode.valueOf(username))),
                            secrets(account, app, PageSettings.ACCESS_TOKEN, token.value()),
                            token.expiresAt());
                    return Uni.createFrom().item(new Consent.Granted(List.of(choice)));
                })));
    }

    private interface Reading {
        Optional<Choice> of(JsonNode page);
    }

    private Uni<Consent> listed(Code code, ChannelAccount account, List<String> needed, Reading reading) {
        return login.facebookToken(code, account, brief -> login.prolonged(brief, account, token -> login.inspected(token, account, needed, _ ->
                list(api.graph(account, token.value()), "", MOST_LISTS, reading, new ArrayList<>()))));
    }

    private Uni<Consent> list(Line line, String after, int left, Reading reading, List<Choice> found) {
        return api.get(line, api.version() + LIST + after).chain(result -> MetaLogin.then(result, answer -> {
            ProviderJson.items(answer, "data").stream().map(reading::of).flatMap(Optional::stream).forEach(found::add);
            Optional<String> next = ProviderJson.text(answer.path("paging"), "next").flatMap(_ -> ProviderJson.text(answer.path("paging").path("cursors"), "after"));
            return next.isPresent() && left > 1
                    ? list(line, "&after=" + MetaPaths.value(next.get()), left - 1, reading, found)
                    : Uni.createFrom().item(new Consent.Granted(found));
        }));
    }

    private Choice choice(ChannelAccount account, JsonNode page, String id, String label, String detail, Map<String, JsonNode> settings, String tokenName) {
        App app = apps.required(account, Kind.FACEBOOK);
        Optional<String> token = ProviderJson.text(page, "access_token");
        boolean mayAnswer = ProviderJson.items(page, "tasks").stream().anyMatch(task -> task.asText().equals("MESSAGING"));
        Optional<String> obstacle = mayAnswer && token.isPresent() ? Optional.empty() : Optional.of("Your role on this Page does not include answering its messages.");
        return new Choice(id, label, detail, obstacle, with(app, settings), secrets(account, app, tokenName, new Secret(token.orElse(""))), Optional.empty());
    }

    private static Map<String, JsonNode> with(App app, Map<String, JsonNode> settings) {
        Map<String, JsonNode> all = new HashMap<>(settings);
        all.put(MetaApps.ID, TextNode.valueOf(app.id()));
        return all;
    }

    /** With a verify token where nobody chose one: our handshake then needs nothing that is typed. */
    private static Map<String, Secret> secrets(ChannelAccount account, App app, String tokenName, Secret token) {
        Map<String, Secret> secrets = MetaApps.withSecret(app, tokenName, token);
        if (account.settings().secret(PageSettings.VERIFY_TOKEN).isEmpty()) {
            byte[] bytes = new byte[VERIFY_BYTES];
            new SecureRandom().nextBytes(bytes);
            secrets.put(PageSettings.VERIFY_TOKEN, new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
        }
        return secrets;
    }

    private static String name(JsonNode page) {
        return ProviderJson.text(page, "name").or(() -> ProviderJson.text(page, "id")).orElse("");
    }

    private static String category(JsonNode page) {
        return ProviderJson.text(page, "category").orElse("");
    }
}
