package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.MetaApps.Kind;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.RefreshesAccess;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Instagram's direct messages, by Instagram login or through the Page that the account is linked to. */
@ApplicationScoped
public class InstagramAdapter extends PageAdapter implements RefreshesAccess {

    static final String TYPE = "INSTAGRAM";

    private static final Descriptor DESCRIPTOR = PageDescriptor.instagram(TYPE);
    private static final String FIELDS = "messages,messaging_postbacks,messaging_seen,message_reactions,messaging_referral,message_edit";
    /** The Page's own events: Instagram's are subscribed with the app. */
    private static final String PAGE_FIELDS = "messages";

    private static final Set<String> FILLS = Set.of(PageSettings.ACCESS_TOKEN, PageSettings.VERIFY_TOKEN);
    private static final String BY_PAGE = "facebook";

    private final MetaApi api;
    private final PageConnection connection;
    private final PageSending sending;
    private final AppSubscription app;
    private final MetaApps apps;
    private final MetaLogin login;
    private final PageConsent consent;
    private final MetaExamination examination;
    private final List<Offer> offers;

    InstagramAdapter(MetaApi api, PageConnection connection, PageSending sending, AppSubscription app, MetaApps apps, MetaLogin login, PageConsent consent, MetaExamination examination) {
        this.api = api;
        this.connection = connection;
        this.sending = sending;
        this.app = app;
        this.apps = apps;
        this.login = login;
        this.consent = consent;
        this.examination = examination;
        this.offers = List.of(apps.offer("instagram", "Instagram", Kind.INSTAGRAM, FILLS, false), apps.offer(BY_PAGE, "Facebook", Kind.FACEBOOK, FILLS, false));
    }

    @Override
    public List<Offer> offers() {
        return offers;
    }

    @Override
    public String consentPage(Request request, ChannelAccount account) {
        return request.offer().equals(BY_PAGE)
                ? login.facebookPage(request, account, PageConsent.LINKED_SCOPES)
                : login.instagramPage(request, account, PageConsent.INSTAGRAM_SCOPES);
    }

    @Override
    public Uni<Consent> redeem(Code code, ChannelAccount account) {
        return code.offer().equals(BY_PAGE) ? consent.linkedAccounts(code, account) : consent.instagramAccount(code, account);
    }

    /** A Page's token does not end by time. */
    @Override
    public boolean isRefreshable(Settings settings) {
        return settings.text(PageSettings.MODE).filter(PageSettings.INSTAGRAM_LOGIN::equals).isPresent();
    }

    @Override
    public Uni<Renewal> refresh(ChannelAccount account) {
        return login.instagramRefresh(account, account.settings().requiredSecret(PageSettings.ACCESS_TOKEN)).map(result -> switch (result) {
            case Result.Done done -> ProviderJson.text(done.body(), "access_token")
                    .<Renewal>map(token -> new Renewal.Renewed(Map.of(PageSettings.ACCESS_TOKEN, new Secret(token)), login.expiry(done.body())))
                    .orElseGet(() -> unavailable(new ProviderError("no_token", "the answer holds no token")));
            case Result.Failed failed -> new Renewal.Refused(PageErrors.of(failed.error()).problem());
            case Result.NotReached gone -> unavailable(gone.error());
            case Result.Lost lost -> unavailable(lost.error());
        });
    }

    private static Renewal unavailable(ProviderError error) {
        return new Renewal.Refused(new Unavailable(error, "Instagram could not be reached: it is tried again by itself"));
    }

    /** There is no such call for Instagram's own tokens. */
    @Override
    public Uni<Examination> examine(ChannelAccount account) {
        return apps.of(account, Kind.FACEBOOK)
                .filter(_ -> isByPage(account))
                .map(known -> examination.token(account, known, account.settings().requiredSecret(PageSettings.ACCESS_TOKEN), PageConsent.LINKED_NEEDED))
                .orElseGet(() -> Uni.createFrom().item(Examination.none()));
    }

    /** With Instagram login the app's webhook is entered in the dashboard: there is no call for it. */
    @Override
    Uni<Connection> subscribed(ChannelAccount account, Connection connection) {
        return isByPage(account)
                ? apps.of(account, Kind.FACEBOOK).map(known -> app.ensured(account, known, "instagram", FIELDS, connection)).orElseGet(() -> Standing.now(connection))
                : Standing.now(connection);
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    MetaApi api() {
        return api;
    }

    @Override
    PageConnection connection() {
        return connection;
    }

    @Override
    PageSending sending() {
        return sending;
    }

    @Override
    String ownId() {
        return PageSettings.IG_ACCOUNT_ID;
    }

    @Override
    String stranger() {
        return "Instagram user";
    }

    @Override
    boolean isInstagram() {
        return true;
    }

    @Override
    PageConnection.Wanted wanted(ChannelAccount account) {
        boolean byPage = isByPage(account);
        String identity = byPage ? node(account) + "?fields=instagram_business_account{id,username}" : api.version() + "/me?fields=user_id,username,name,account_type";
        return new PageConnection.Wanted(line(account), identity.replace("{", "%7B").replace("}", "%7D"), node(account) + "/subscribed_apps", byPage ? PAGE_FIELDS : FIELDS, answer -> {
            var linked = byPage ? answer.path("instagram_business_account") : answer;
            return ProviderJson.text(linked, byPage ? "id" : "user_id").map(id -> new PageConnection.Known(id, Map.of(
                    PageSettings.IG_ACCOUNT_ID, TextNode.valueOf(id), PageSettings.USERNAME, TextNode.valueOf("@" + ProviderJson.text(linked, "username").orElse(id)))));
        });
    }

    @Override
    Line line(ChannelAccount account) {
        var token = account.settings().requiredSecret(PageSettings.ACCESS_TOKEN);
        return isByPage(account) ? api.graph(account, token) : api.instagram(account, token);
    }

    /** The Page where it is connected by one, else whoever the token belongs to. */
    @Override
    String node(ChannelAccount account) {
        return api.version() + "/" + (isByPage(account) ? MetaPaths.segment(account.settings().text(PageSettings.PAGE_ID).orElse("me")) : "me");
    }

    private static boolean isByPage(ChannelAccount account) {
        return account.settings().text(PageSettings.MODE).filter(PageSettings.FACEBOOK_PAGE::equals).isPresent();
    }
}
