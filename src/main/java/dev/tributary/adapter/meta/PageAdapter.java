package dev.tributary.adapter.meta;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChecksConnection;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByOAuth;
import dev.tributary.channel.ExaminesAccount;
import dev.tributary.channel.ExtendsReplyWindow;
import dev.tributary.channel.FetchesMedia;
import dev.tributary.channel.FetchesProfiles;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.MediaRef.Source.Handle;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.RoutesWebhooks;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsCarousels;
import dev.tributary.channel.SendsReactions;
import dev.tributary.channel.SendsReadReceipts;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.ThreadKey;
import dev.tributary.channel.Verdict;
import dev.tributary.channel.WebhookRequest;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Messenger and Instagram have in common: one messaging API, one shape of webhook. Accessors rather than a constructor, for the beans' proxies. */
abstract class PageAdapter
        implements RoutesWebhooks,
                FetchesMedia,
                SendsCarousels,
                SendsReactions,
                SendsTyping,
                SendsReadReceipts,
                ExtendsReplyWindow,
                ChecksConnection,
                ConnectsByOAuth,
                ExaminesAccount,
                FetchesProfiles {

    abstract MetaApi api();

    abstract PageConnection connection();

    abstract PageSending sending();

    /** What is asked and subscribed where the account connects. */
    abstract PageConnection.Wanted wanted(ChannelAccount account);

    abstract Line line(ChannelAccount account);

    /** The account's own node, with the version before it. */
    abstract String node(ChannelAccount account);

    /** The setting that holds the account's id as webhooks name it. */
    abstract String ownId();

    /** What somebody is called whose name is not known. */
    abstract String stranger();

    /** Whether Instagram's limits hold, rather than Messenger's. */
    abstract boolean isInstagram();

    /** The app's own webhook, where the account knows its app. */
    Uni<Connection> subscribed(ChannelAccount account, Connection connection) {
        return Standing.now(connection);
    }

    @Override
    public Uni<Connection> prove(ChannelAccount account) {
        return connection().prove(wanted(account));
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return connection().connect(wanted(account)).chain(connection -> connection.problem().isEmpty() ? subscribed(account, connection) : Standing.now(connection));
    }

    @Override
    public Uni<Void> disconnect(ChannelAccount account) {
        return connection().disconnect(wanted(account));
    }

    @Override
    public Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return connection().check(wanted(account));
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
        return PageInbound.read(raw, raw.settings().text(ownId()), stranger());
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return sending().send(message, line(account), node(account) + "/messages", isInstagram());
    }

    @Override
    public Uni<Told> profile(String senderId, ChannelAccount account) {
        return PageProfiles.of(api(), line(account), senderId, isInstagram());
    }

    /** Profile pictures; files of messages are fetched by their addresses. */
    @Override
    public Uni<Fetched> fetch(Handle handle, ChannelAccount account) {
        return PageProfiles.picture(api(), line(account), handle.value());
    }

    /** Ends by itself, on Messenger after twenty seconds. */
    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        return sending().action(thread.value(), on ? "typing_on" : "typing_off", line(account), node(account) + "/messages");
    }

    @Override
    public Uni<Void> read(ThreadKey thread, ProviderMessageId newest, boolean isAnswering, ChannelAccount account) {
        return sending().action(thread.value(), "mark_seen", line(account), node(account) + "/messages");
    }

    @Override
    public Duration humanWindow() {
        return PageDescriptor.HUMAN_WINDOW;
    }

    @Override
    public Uni<Optional<ChannelProblem>> react(Given reaction, ChannelAccount account) {
        return sending().react(reaction, line(account), node(account) + "/messages");
    }

    @Override
    public int maxSlides() {
        return PageOutbound.MOST_SLIDES;
    }

    @Override
    public int maxButtonsOfSlide() {
        return PageOutbound.TEMPLATE_BUTTONS;
    }
}
