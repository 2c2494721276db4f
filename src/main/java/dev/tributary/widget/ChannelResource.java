package dev.tributary.widget;

import dev.tributary.channel.FormField;
import dev.tributary.identity.Presence;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Nullable;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What anybody may know of a widget: neither secrets nor domains nor addresses. */
@Path("/api/widget/v1/channels/{key}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Website widget")
class ChannelResource {

    private final WidgetChannels channels;
    private final Door door;
    private final VisitorStore visitors;
    private final Presence presence;
    private final VisitorTranscripts transcripts;
    private final Pool database;
    private final Clock clock;

    ChannelResource(WidgetChannels channels, Door door, VisitorStore visitors, Presence presence, VisitorTranscripts transcripts, Pool database, Clock clock) {
        this.channels = channels;
        this.door = door;
        this.visitors = visitors;
        this.presence = presence;
        this.transcripts = transcripts;
        this.database = database;
        this.clock = clock;
    }

    record PublicConfig(
            String channelKey,
            String name,
            @Nullable String locale,
            ColorPair colors,
            @Schema(enumeration = {"light", "dark", "auto"}) String theme,
            String position,
            @Nullable String greeting,
            Prechat prechat,
            Features features,
            FileLimits limits,
            IdentityPolicy identity,
            Hours businessHours,
            boolean agentsOnline,
            Offline offline) {}

    record ColorPair(String primary, String onPrimary) {}

    record Features(boolean attachments, boolean emoji, boolean sound, boolean transcript) {}

    /** @param required whether nobody may write unless the website says who they are */
    record IdentityPolicy(boolean required) {}

    record Offline(@Schema(enumeration = {"leave_message", "form_email_required", "hidden"}) String mode) {}

    record Prechat(boolean enabled, List<FormField> fields) {}

    record FileLimits(int textChars, long fileBytes, List<String> fileTypes) {}

    record Hours(boolean openNow, @Nullable Instant opensAt) {}

    record LauncherConfig(ColorPair colors, String position, @Nullable String locale, Map<String, String> launcher, boolean hidden, boolean lazyCookie) {}

    @GET
    @Path("/config")
    @Operation(summary = "A widget's public settings")
    public Uni<PublicConfig> config(@RestPath String key, @QueryParam("locale") String locale, @Context RoutingContext context) {
        return channels.get(key).invoke(channel -> readable(channel, context)).chain(channel -> agentsOnline(channel).map(online -> config(channel, locale, online)));
    }

    @GET
    @Path("/launcher")
    @Operation(summary = "What the launcher on a host page needs", description = "403 for a website that may not show the widget.")
    public Uni<LauncherConfig> launcher(@RestPath String key, @Context RoutingContext context) {
        Knock knock = Knock.of(context.request());
        return channels.get(key)
                .call(channel -> look(channel, knock))
                .invoke(channel -> readable(channel, context))
                .chain(channel -> agentsOnline(channel).map(online -> launcher(channel, online)));
    }

    /** A refused website is remembered as well: it is what an admin who typed a wrong domain looks for. */
    private Uni<Void> look(WidgetChannel channel, Knock knock) {
        if (knock.origin().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String origin = knock.origin().get();
        boolean allowed = door.allows(channel, origin, knock);
        return AllowedSites.originOf(origin).map(site -> visitors.saw(database, channel.id(), site, allowed)).orElseGet(() -> Uni.createFrom().voidItem()).invoke(() -> {
            if (!allowed) {
                throw WidgetProblems.originNotAllowed();
            }
        });
    }

    private void readable(WidgetChannel channel, RoutingContext context) {
        String origin = context.request().getHeader("Origin");
        if (origin != null && door.allows(channel, origin, Knock.of(context.request()))) {
            VisitorCors.readable(context, origin);
        }
    }

    private Uni<Boolean> agentsOnline(WidgetChannel channel) {
        return presence.present(channel.organizationId()).map(present -> !present.isEmpty());
    }

    private PublicConfig config(WidgetChannel channel, String locale, boolean agentsOnline) {
        WidgetSettings settings = channel.settings();
        Instant now = clock.instant();
        boolean open = settings.hours().openAt(now);
        List<FormField> questions = settings.questions(locale == null ? settings.settings().text("locale").orElse("en") : locale, !open || !agentsOnline);
        return new PublicConfig(
                settings.channelKey(),
                channel.name(),
                settings.settings().text("locale").orElse(null),
                new ColorPair(settings.color(), settings.textColor()),
                settings.settings().text("theme").orElse("light"),
                settings.settings().text("position").orElse("right"),
                settings.settings().text("greeting").orElse(null),
                new Prechat(!questions.isEmpty(), questions),
                new Features(settings.feature("attachments"), settings.feature("emoji"), settings.feature("sound"), transcripts.possible()),
                new FileLimits(settings.textLimit(), settings.fileLimit(), settings.fileTypes()),
                new IdentityPolicy(settings.identityMode() == WidgetSettings.IdentityMode.REQUIRED),
                new Hours(open, settings.hours().opensAfter(now).orElse(null)),
                agentsOnline,
                new Offline(settings.offlineMode()));
    }

    private LauncherConfig launcher(WidgetChannel channel, boolean agentsOnline) {
        WidgetSettings settings = channel.settings();
        boolean away = !settings.hours().openAt(clock.instant()) || !agentsOnline;
        String label = settings.settings().json("launcher").path("label").asText("");
        return new LauncherConfig(
                new ColorPair(settings.color(), settings.textColor()),
                settings.settings().text("position").orElse("right"),
                settings.settings().text("locale").orElse(null),
                label.isBlank() ? Map.of() : Map.of("label", label),
                away && settings.offlineMode().equals("hidden"),
                settings.settings().flag("lazy_cookie"));
    }
}
