package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.RoutesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsMessages;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Instagram's direct messages, by Instagram login or through the Page that the account is linked to. */
@ApplicationScoped
public class InstagramAdapter implements RoutesWebhooks, SendsMessages, SendsTyping, ChecksConnection {

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
    public Uni<Connection> prove(ChannelAccount account) {
        return connection.prove(wanted(account));
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return connection.connect(wanted(account));
    }

    @Override
    public Uni<Void> disconnect(ChannelAccount account) {
        return connection.disconnect(wanted(account));
    }

    @Override
    public Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return connection.check(wanted(account));
    }

    @Override
    public Verdict verify(WebhookRequest request, ChannelAccount account) {
        return HubSignature.verify(request, account);
    }

    @Override
    public Set<String> accountsIn(byte[] body) {
        return PageInbound.accountsIn(body);
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return PageInbound.read(raw, raw.settings().text(PageSettings.IG_ACCOUNT_ID), "Instagram user");
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending.send(message, line(account), own(account) + "/messages", true);
    }

    /** Ends by itself after a while. */
    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        return sending.action(thread.value(), on ? "typing_on" : "typing_off", line(account), own(account) + "/messages");
    }

    private PageConnection.Wanted wanted(ChannelAccount account) {
        boolean byPage = isByPage(account);
        String identity = byPage ? own(account) + "?fields=instagram_business_account{id,username}" : api.version() + "/me?fields=user_id,username,name,account_type";
        return new PageConnection.Wanted(line(account), identity.replace("{", "%7B").replace("}", "%7D"), own(account) + "/subscribed_apps", byPage ? PAGE_FIELDS : FIELDS, answer -> {
            var linked = byPage ? answer.path("instagram_business_account") : answer;
            return Json.text(linked, byPage ? "id" : "user_id").map(id -> new PageConnection.Known(id, Map.of(
                    PageSettings.IG_ACCOUNT_ID, TextNode.valueOf(id), PageSettings.USERNAME, TextNode.valueOf("@" + Json.text(linked, "username").orElse(id)))));
        });
    }

    private Line line(ChannelAccount account) {
        var token = account.settings().requiredSecret(PageSettings.ACCESS_TOKEN);
        return isByPage(account) ? api.graph(account, token) : api.instagram(account, token);
    }

    /** The Page where it is connected by one, else whoever the token belongs to. */
    private String own(ChannelAccount account) {
        return api.version() + "/" + (isByPage(account) ? MetaPaths.segment(account.settings().text(PageSettings.PAGE_ID).orElse("me")) : "me");
    }

    private static boolean isByPage(ChannelAccount account) {
        return account.settings().text(PageSettings.MODE).filter(PageSettings.FACEBOOK_PAGE::equals).isPresent();
    }
}
