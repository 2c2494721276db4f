package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.ProviderJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Instagram's direct messages, by Instagram login or through the Page that the account is linked to. */
@ApplicationScoped
public class InstagramAdapter extends PageAdapter {

    static final String TYPE = "INSTAGRAM";

    private static final Descriptor DESCRIPTOR = PageDescriptor.instagram(TYPE);
    private static final String FIELDS = "messages,messaging_postbacks,messaging_seen,message_reactions,messaging_referral,message_edit";
    /** The Page's own events: Instagram's are subscribed with the app. */
    private static final String PAGE_FIELDS = "messages";

    private final MetaApi api;
    private final PageConnection connection;
    private final PageSending sending;

    InstagramAdapter(MetaApi api, PageConnection connection, PageSending sending) {
        this.api = api;
        this.connection = connection;
        this.sending = sending;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
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
