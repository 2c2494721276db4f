package dev.tributary.adapter.webwidget;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Connection;
import dev.tributary.channel.Descriptor;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.IssuesCredentials;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.ReadsEvents;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendsCarousels;
import dev.tributary.channel.SendsForms;
import dev.tributary.channel.SendsTyping;
import dev.tributary.channel.Settings;
import dev.tributary.channel.ThreadKey;
import dev.tributary.platform.Announcement;
import dev.tributary.platform.Announcements;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Wires the {@code WEB_WIDGET} channel; what it means is in the pure classes beside it. */
@ApplicationScoped
class WebWidgetAdapter implements ReadsEvents, SendsCarousels, SendsForms, SendsTyping, IssuesCredentials {

    /** Payload: {@code <account>,on|off,<thread key>}; heard by the visitors' sockets on every replica. */
    static final String TYPING_TOPIC = "widget_typing";

    private static final Descriptor DESCRIPTOR = WidgetDescriptor.make();

    private final Announcements announcements;

    WebWidgetAdapter(Announcements announcements) {
        this.announcements = announcements;
    }

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    /** There is nobody to ask: a widget works once its settings make sense. */
    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        Connection connection = WidgetSettingsCheck.firstProblem(account.settings())
                .map(text -> Connection.refused(new ChannelProblem.Misconfigured(new ProviderError("settings_invalid", text), text)))
                .orElseGet(() -> Connection.connected(account.settings().text(WidgetKeys.CHANNEL_KEY).orElseThrow(), Map.of()));
        return Uni.createFrom().item(connection);
    }

    @Override
    public List<InboundEvent> read(RawEvent raw) {
        return WidgetInbound.read(raw);
    }

    /** The visitor's frame fetches it, over its socket at once or when the visitor comes back, and says so. */
    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        return Uni.createFrom().item(new SendOutcome.Waiting());
    }

    @Override
    public int maxSlides() {
        return 10;
    }

    @Override
    public int maxButtonsOfSlide() {
        return 3;
    }

    @Override
    public int maxFormFields() {
        return 20;
    }

    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        announcements.publish(new Announcement(TYPING_TOPIC, account.id() + "," + (on ? "on" : "off") + "," + thread.value()));
        return Uni.createFrom().voidItem();
    }

    @Override
    public Issued issue(Settings settings, Instant now) {
        return WidgetKeys.issue(settings);
    }

    @Override
    public Set<String> replaceable() {
        return WidgetKeys.REPLACEABLE;
    }

    @Override
    public Set<String> revocable() {
        return WidgetKeys.REVOCABLE;
    }

    @Override
    public Issued rotate(String field, Settings stored, Instant now) {
        return WidgetKeys.rotate(field, stored, now);
    }

    @Override
    public Issued revoke(String field) {
        return WidgetKeys.revoke(field);
    }

    /** Nobody posts here with a token of ours: visitors have sessions. */
    @Override
    public boolean isToken(String presented, Settings stored) {
        return false;
    }

    @Override
    public String inboundPath(Settings settings) {
        return "/widget/frame?channel=" + settings.text(WidgetKeys.CHANNEL_KEY).orElse("");
    }
}
