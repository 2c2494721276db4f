package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.whatsapplite.GatewayApi.Result;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByQr.Linking;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendsReactions;
import dev.tributary.channel.Structured;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressResponse;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** WAHA, as of 2026. */
@ApplicationScoped
class Waha implements Gateway {

    private static final List<String> EVENTS =
            List.of("session.status", "message.any", "message.ack", "message.reaction", "message.edited", "message.revoked", "presence.update");
    private static final int RETRIES = 15;

    private final GatewayApi api;

    Waha(GatewayApi api) {
        this.api = api;
    }

    @Override
    public Uni<Connection> state(GatewayLine line) {
        return api.get(line, session(line)).map(result -> switch (result) {
            case Result.Done done -> status(done.body());
            case Result.Failed failed when failed.error().status() == 404 -> LiteStates.removed();
            default -> GatewayErrors.connection(result, line);
        });
    }

    @Override
    public Uni<Connection> connect(GatewayLine line) {
        return api.get(line, session(line)).chain(result -> switch (result) {
            case Result.Done done -> configure(line, done.body());
            case Result.Failed failed when failed.error().status() == 404 -> create(line);
            default -> now(GatewayErrors.connection(result, line));
        });
    }

    @Override
    public Uni<Void> disconnect(GatewayLine line) {
        return api.post(line, session(line) + "/stop", ProviderJson.object()).replaceWithVoid();
    }

    /** A session that failed or was stopped is started once more: only then it has a code. */
    @Override
    public Uni<Linking> code(GatewayLine line) {
        return api.get(line, session(line)).chain(result -> switch (result) {
            case Result.Done done -> code(line, done.body());
            case Result.Failed failed when failed.error().status() == 404 -> create(line).map(Waha::waiting);
            default -> Uni.createFrom().item(refused(GatewayErrors.connection(result, line)));
        });
    }

    @Override
    public Uni<Connection> unlink(GatewayLine line) {
        return api.post(line, session(line) + "/logout", ProviderJson.object())
                .map(result -> result instanceof Result.Done ? LiteStates.needsCode() : GatewayErrors.connection(result, line));
    }

    @Override
    public Uni<Result> send(GatewayLine line, String chat, LiteOutbound.Part part, Optional<ProviderMessageId> quoted, String fileUrl) {
        ObjectNode body = to(line, chat);
        quoted.ifPresent(id -> body.put("reply_to", id.value()));
        return switch (part) {
            case LiteOutbound.Part.Text text -> api.post(line, "/api/sendText", body.put("text", text.words()));
            // the card names no calls for these: they are told in words
            case LiteOutbound.Part.Place place -> api.post(line, "/api/sendText", body.put("text", words(place.place())));
            case LiteOutbound.Part.Cards cards -> api.post(line, "/api/sendText", body.put("text", cards.cards().stream()
                    .map(card -> (card.name() + " " + String.join(" ", card.phones()) + " " + String.join(" ", card.emails())).strip())
                    .collect(Collectors.joining("\n"))));
            case LiteOutbound.Part.Voice voice -> api.post(line, "/api/sendVoice", with(body, voice.file(), fileUrl));
            case LiteOutbound.Part.Sticker sticker -> api.post(line, "/api/sendImage", with(body, sticker.file(), fileUrl));
            case LiteOutbound.Part.Media media -> {
                media.caption().ifPresent(words -> body.put("caption", words));
                yield api.post(line, path(media.file().kind()), with(body, media.file(), fileUrl));
            }
        };
    }

    @Override
    public Optional<String> idOf(JsonNode answer) {
        JsonNode id = answer.path("id");
        return id.isObject() ? ProviderJson.text(id, "id").or(() -> ProviderJson.text(id, "_serialized").map(WahaInbound::bare)) : ProviderJson.text(answer, "id").map(WahaInbound::bare);
    }

    @Override
    public Uni<Result> typing(GatewayLine line, String chat, boolean on) {
        return api.post(line, on ? "/api/startTyping" : "/api/stopTyping", to(line, chat));
    }

    @Override
    public Uni<Result> react(GatewayLine line, SendsReactions.Given given) {
        String id = given.isOurs() + "_" + LitePeople.chat(given.thread().value(), true) + "_" + given.target().value();
        ObjectNode body = ProviderJson.object().put("session", line.instance()).put("messageId", id).put("reaction", given.emoji().orElse(""));
        return api.put(line, "/api/reaction", body);
    }

    @Override
    public Uni<Result> read(GatewayLine line, String chat, ProviderMessageId newest) {
        ObjectNode body = to(line, chat);
        body.putArray("messageIds").add("false_" + LitePeople.chat(chat, true) + "_" + newest.value());
        return api.post(line, "/api/sendSeen", body);
    }

    @Override
    public Uni<Fetched> fetch(GatewayLine line, String handle) {
        return api.download(line, handle).map(Waha::fetched).onFailure(EgressException.class).recoverWithItem(failure -> new Fetched.Later(
                new ProviderError(((EgressException) failure).kind().name().toLowerCase(java.util.Locale.ROOT), String.valueOf(failure.getMessage()))));
    }

    private static Fetched fetched(EgressResponse answer) {
        return answer.isSuccess()
                ? new Fetched.File(answer.body(), answer.contentType(), Optional.empty())
                : new Fetched.Later(new ProviderError("http_" + answer.status(), "the file's address answered " + answer.status()));
    }

    private Uni<Linking> code(GatewayLine line, JsonNode session) {
        return switch (ProviderJson.text(session, "status").orElse("")) {
            case "WORKING" -> Uni.createFrom().item(new Linking.Linked(status(session)));
            case "SCAN_QR_CODE" -> picture(line);
            case "FAILED", "STOPPED" -> api.post(line, session(line) + "/restart", ProviderJson.object())
                    .map(result -> result instanceof Result.Done ? new Linking.Waiting() : refused(GatewayErrors.connection(result, line)));
            case "PASSKEY_REQUIRED", "PASSKEY_CONFIRMATION_REQUIRED" -> Uni.createFrom().item(refused(LiteStates.needsPasskey()));
            default -> Uni.createFrom().item(new Linking.Waiting());
        };
    }

    private Uni<Linking> picture(GatewayLine line) {
        return api.download(line, line.baseUrl() + "/api/" + line.instance() + "/auth/qr")
                .<Linking>map(answer -> answer.isSuccess() && answer.contentType().filter("image/png"::equals).isPresent()
                        ? new Linking.Code("data:image/png;base64," + Base64.getEncoder().encodeToString(answer.body().getBytes()), Optional.empty(), Optional.empty())
                        : new Linking.Waiting())
                .onFailure(EgressException.class).recoverWithItem(new Linking.Waiting());
    }

    private Uni<Connection> create(GatewayLine line) {
        ObjectNode body = ProviderJson.object().put("name", line.instance());
        body.set("config", config(line));
        return api.post(line, "/api/sessions", body)
                .map(result -> result instanceof Result.Done ? LiteStates.needsCode() : GatewayErrors.connection(result, line));
    }

    private Uni<Connection> configure(GatewayLine line, JsonNode session) {
        ObjectNode body = ProviderJson.object();
        body.set("config", config(line));
        return api.put(line, session(line), body).map(result -> result instanceof Result.Done ? status(session) : GatewayErrors.connection(result, line));
    }

    private static ObjectNode config(GatewayLine line) {
        ObjectNode config = ProviderJson.object();
        config.putObject("metadata").put("channel", line.account().id().toString());
        config.putObject("ignore").put("status", true).put("groups", !line.wantsGroups()).put("channels", true).put("broadcast", true);
        ObjectNode webhook = config.putArray("webhooks").addObject().put("url", line.account().webhookUrl().toString());
        ArrayNode events = webhook.putArray("events");
        EVENTS.forEach(events::add);
        webhook.putObject("hmac").put("key", line.webhookSecret());
        webhook.putObject("retries").put("policy", "exponential").put("delaySeconds", 2).put("attempts", RETRIES);
        return config;
    }

    private static Connection status(JsonNode session) {
        return WahaInbound.status(ProviderJson.text(session, "status").orElse(""), session.path("me"));
    }

    private static Linking waiting(Connection connection) {
        return connection.state() == Connection.State.CONNECTING ? new Linking.Waiting() : refused(connection);
    }

    private static Linking refused(Connection connection) {
        return new Linking.Refused(connection.problem().orElseThrow());
    }

    private static String words(Structured.Place place) {
        String map = "https://www.openstreetmap.org/?mlat=%s&mlon=%s".formatted(place.latitude(), place.longitude());
        return Stream.of(place.title(), place.address(), Optional.of(map)).flatMap(Optional::stream).collect(Collectors.joining("\n"));
    }

    private static ObjectNode to(GatewayLine line, String chat) {
        return ProviderJson.object().put("session", line.instance()).put("chatId", LitePeople.chat(chat, true));
    }

    private static ObjectNode with(ObjectNode body, File file, String url) {
        body.putObject("file").put("mimetype", file.contentType()).put("filename", file.fileName()).put("url", url);
        return body;
    }

    private static String path(ContentKind kind) {
        return switch (kind) {
            case IMAGE -> "/api/sendImage";
            case VIDEO -> "/api/sendVideo";
            default -> "/api/sendFile";
        };
    }

    private static String session(GatewayLine line) {
        return "/api/sessions/" + line.instance();
    }

    private static Uni<Connection> now(Connection connection) {
        return Uni.createFrom().item(connection);
    }
}
