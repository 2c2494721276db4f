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

/** Messenger: the inbox of a Facebook Page. */
@ApplicationScoped
public class MessengerAdapter implements RoutesWebhooks, SendsMessages, SendsTyping, ChecksConnection {

    static final String TYPE = "MESSENGER";

    private static final Descriptor DESCRIPTOR = PageDescriptor.messenger(TYPE);
    private static final String FIELDS = "messages,messaging_postbacks,messaging_optins,message_deliveries,message_reads,message_echoes,"
            + "message_reactions,message_edits,messaging_referrals,messaging_handovers,standby,messaging_policy_enforcement";

    private final MetaApi api;
    private final PageConnection connection;
    private final PageSending sending;

    MessengerAdapter(MetaApi api, PageConnection connection, PageSending sending) {
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
        return PageInbound.read(raw, raw.settings().text(PageSettings.PAGE_ID), "Facebook user");
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending.send(message, line(account), page(account) + "/messages", false);
    }

    /** Ends by itself after twenty seconds. */
    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        return sending.action(thread.value(), on ? "typing_on" : "typing_off", line(account), page(account) + "/messages");
    }

    private PageConnection.Wanted wanted(ChannelAccount account) {
        Optional<String> page = account.settings().text(PageSettings.PAGE_ID);
        return new PageConnection.Wanted(line(account), api.version() + "/me?fields=id,name", page(account) + "/subscribed_apps", FIELDS, answer -> Json.text(answer, "id")
                .filter(id -> page.filter(id::equals).isPresent())
                .map(id -> new PageConnection.Known(id, Map.of(PageSettings.PAGE_NAME, TextNode.valueOf(Json.text(answer, "name").orElse(id))))));
    }

    private Line line(ChannelAccount account) {
        return api.graph(account, account.settings().requiredSecret(PageSettings.PAGE_ACCESS_TOKEN));
    }

    private String page(ChannelAccount account) {
        return api.version() + "/" + MetaPaths.segment(account.settings().text(PageSettings.PAGE_ID).orElse("me"));
    }
}
