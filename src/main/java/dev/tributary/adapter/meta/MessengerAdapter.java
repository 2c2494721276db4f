package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.adapter.meta.MetaApps.Kind;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.ProviderJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Messenger: the inbox of a Facebook Page. */
@ApplicationScoped
public class MessengerAdapter extends PageAdapter {

    static final String TYPE = "MESSENGER";

    private static final Descriptor DESCRIPTOR = PageDescriptor.messenger(TYPE);
    private static final String FIELDS = "messages,messaging_postbacks,messaging_optins,message_deliveries,message_reads,message_echoes,"
            + "message_reactions,message_edits,messaging_referrals,messaging_handovers,standby,messaging_policy_enforcement";

    private final MetaApi api;
    private final PageConnection connection;
    private final PageSending sending;
    private final AppSubscription app;
    private final MetaApps apps;
    private final MetaLogin login;
    private final PageConsent consent;
    private final MetaExamination examination;
    private final List<Offer> offers;

    MessengerAdapter(MetaApi api, PageConnection connection, PageSending sending, AppSubscription app, MetaApps apps, MetaLogin login, PageConsent consent, MetaExamination examination) {
        this.api = api;
        this.connection = connection;
        this.sending = sending;
        this.app = app;
        this.apps = apps;
        this.login = login;
        this.consent = consent;
        this.examination = examination;
        this.offers = List.of(apps.offer(
                "facebook", "Facebook", Kind.FACEBOOK, Set.of(PageSettings.PAGE_ID, PageSettings.PAGE_ACCESS_TOKEN, PageSettings.VERIFY_TOKEN), false));
    }

    @Override
    public List<Offer> offers() {
        return offers;
    }

    @Override
    public String consentPage(Request request, ChannelAccount account) {
        return login.facebookPage(request, account, PageConsent.PAGE_SCOPES);
    }

    @Override
    public Uni<Consent> redeem(Code code, ChannelAccount account) {
        return consent.pages(code, account);
    }

    @Override
    public Uni<Examination> examine(ChannelAccount account) {
        return apps.of(account, Kind.FACEBOOK)
                .map(known -> examination.token(account, known, account.settings().requiredSecret(PageSettings.PAGE_ACCESS_TOKEN), PageConsent.PAGE_NEEDED))
                .orElseGet(() -> Uni.createFrom().item(Examination.none()));
    }

    @Override
    Uni<Connection> subscribed(ChannelAccount account, Connection connection) {
        return apps.of(account, Kind.FACEBOOK).map(known -> app.ensured(account, known, "page", FIELDS, connection)).orElseGet(() -> Standing.now(connection));
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
        return PageSettings.PAGE_ID;
    }

    @Override
    String stranger() {
        return "Facebook user";
    }

    @Override
    boolean isInstagram() {
        return false;
    }

    @Override
    PageConnection.Wanted wanted(ChannelAccount account) {
        Optional<String> page = account.settings().text(PageSettings.PAGE_ID);
        return new PageConnection.Wanted(line(account), api.version() + "/me?fields=id,name", node(account) + "/subscribed_apps", FIELDS, answer -> ProviderJson.text(answer, "id")
                .filter(id -> page.filter(id::equals).isPresent())
                .map(id -> new PageConnection.Known(id, Map.of(PageSettings.PAGE_NAME, TextNode.valueOf(ProviderJson.text(answer, "name").orElse(id))))));
    }

    @Override
    Line line(ChannelAccount account) {
        return api.graph(account, account.settings().requiredSecret(PageSettings.PAGE_ACCESS_TOKEN));
    }

    @Override
    String node(ChannelAccount account) {
        return api.version() + "/" + MetaPaths.segment(account.settings().text(PageSettings.PAGE_ID).orElse("me"));
    }
}
