package dev.tributary.adapter.whatsapplite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.whatsapplite.GatewayApi.Result;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.Connection;
import dev.tributary.channel.ConnectsByQr.Linking;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendsReactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Evolution API 2.3. */
@ApplicationScoped
class Evolution implements Gateway {

    private static final List<String> EVENTS = List.of(
            "QRCODE_UPDATED", "CONNECTION_UPDATE", "STATUS_INSTANCE", "MESSAGES_UPSERT", "MESSAGES_EDITED", "MESSAGES_UPDATE", "MESSAGES_DELETE", "SEND_MESSAGE",
            "PRESENCE_UPDATE", "CONTACTS_UPDATE", "GROUPS_UPSERT", "GROUP_UPDATE", "GROUP_PARTICIPANTS_UPDATE", "LOGOUT_INSTANCE", "REMOVE_INSTANCE");
    private static final String PNG = "data:image/png;base64,";
    private static final int LONGEST_TYPING = 3_000;

    private final GatewayApi api;

    Evolution(GatewayApi api) {
        this.api = api;
    }

    @Override
    public Uni<Connection> state(GatewayLine line) {
        return api.get(line, "/instance/connectionState/" + line.instance()).map(result -> switch (result) {
            case Result.Done done -> state(done.body());
            case Result.Failed failed when failed.error().status() == 404 -> LiteStates.removed();
            default -> GatewayErrors.connection(result, line);
        });
    }

    @Override
    public Uni<Connection> connect(GatewayLine line) {
        return api.get(line, "/instance/connectionState/" + line.instance()).chain(result -> switch (result) {
            case Result.Done done -> adopt(line, state(done.body()));
            case Result.Failed failed when failed.error().status() == 404 -> create(line);
            default -> now(GatewayErrors.connection(result, line));
        });
    }

    @Override
    public Uni<Void> disconnect(GatewayLine line) {
        ObjectNode body = ProviderJson.object();
        body.set("webhook", webhook(line).put("enabled", false));
        return api.post(line, "/webhook/set/" + line.instance(), body).replaceWithVoid();
    }

    /** Where it is linked already this answers as the state does. */
    @Override
    public Uni<Linking> code(GatewayLine line) {
        String number = line.account().settings().text(LiteSettings.PHONE_NUMBER).map(digits -> "?number=" + digits).orElse("");
        return api.get(line, "/instance/connectionState/" + line.instance()).chain(result -> switch (result) {
            case Result.Done done when state(done.body()).state() == Connection.State.CONNECTED -> linking(new Linking.Linked(state(done.body())));
            case Result.Done _ -> api.get(line, "/instance/connect/" + line.instance() + number).map(answer -> code(line, answer));
            case Result.Failed failed when failed.error().status() == 404 -> create(line).map(Evolution::made);
            default -> linking(refused(GatewayErrors.connection(result, line)));
        });
    }

    @Override
    public Uni<Connection> unlink(GatewayLine line) {
        return api.delete(line, "/instance/logout/" + line.instance()).map(result -> switch (result) {
            case Result.Done _ -> LiteStates.needsCode();
            // nothing is linked: that is what was wanted
            case Result.Failed failed when failed.error().status() == 400 || failed.error().status() == 404 -> LiteStates.needsCode();
            default -> GatewayErrors.connection(result, line);
        });
    }

    @Override
    public Uni<Result> send(GatewayLine line, String chat, LiteOutbound.Part part, Optional<ProviderMessageId> quoted, String fileUrl) {
        ObjectNode body = ProviderJson.object().put("number", chat);
        quoted.ifPresent(id -> body.putObject("quoted").putObject("key").put("id", id.value()));
        return switch (part) {
            case LiteOutbound.Part.Text text -> api.post(line, "/message/sendText/" + line.instance(), body.put("text", text.words()).put("linkPreview", false).put("delay", delay(text.words())));
            case LiteOutbound.Part.Voice _ -> api.post(line, "/message/sendWhatsAppAudio/" + line.instance(), body.put("audio", fileUrl));
            case LiteOutbound.Part.Place place -> api.post(line, "/message/sendLocation/" + line.instance(), body
                    .put("latitude", place.place().latitude())
                    .put("longitude", place.place().longitude())
                    .put("name", place.place().title().orElse(""))
                    .put("address", place.place().address().orElse("")));
            case LiteOutbound.Part.Cards cards -> {
                ArrayNode contacts = body.putArray("contact");
                cards.cards().forEach(card -> contacts.addObject()
                        .put("fullName", card.name())
                        .put("phoneNumber", card.phones().stream().findFirst().orElse(""))
                        .put("wuid", card.phones().stream().findFirst().orElse("").replaceAll("\\D", "")));
                yield api.post(line, "/message/sendContact/" + line.instance(), body);
            }
            case LiteOutbound.Part.Sticker _ -> api.post(line, "/message/sendSticker/" + line.instance(), body.put("sticker", fileUrl));
            case LiteOutbound.Part.Media media -> {
                body.put("mediatype", type(media.file().kind())).put("mimetype", media.file().contentType()).put("media", fileUrl).put("fileName", media.file().fileName());
                media.caption().ifPresent(words -> body.put("caption", words));
                yield api.post(line, "/message/sendMedia/" + line.instance(), body);
            }
        };
    }

    @Override
    public Optional<String> idOf(JsonNode answer) {
        return ProviderJson.text(answer.path("key"), "id");
    }

    @Override
    public Uni<Result> typing(GatewayLine line, String chat, boolean on) {
        return api.post(line, "/chat/sendPresence/" + line.instance(), ProviderJson.object().put("number", chat).put("presence", on ? "composing" : "paused").put("delay", LONGEST_TYPING));
    }

    @Override
    public Uni<Result> react(GatewayLine line, SendsReactions.Given given) {
        ObjectNode body = ProviderJson.object().put("reaction", given.emoji().orElse(""));
        body.putObject("key").put("remoteJid", LitePeople.address(given.thread().value())).put("fromMe", given.isOurs()).put("id", given.target().value());
        return api.post(line, "/message/sendReaction/" + line.instance(), body);
    }

    @Override
    public Uni<Result> read(GatewayLine line, String chat, ProviderMessageId newest) {
        ObjectNode body = ProviderJson.object();
        body.putArray("readMessages").addObject().put("remoteJid", LitePeople.address(chat)).put("fromMe", false).put("id", newest.value());
        return api.post(line, "/chat/markMessageAsRead/" + line.instance(), body);
    }

    @Override
    public Uni<Fetched> fetch(GatewayLine line, String handle) {
        ObjectNode body = ProviderJson.object().put("convertToMp4", false);
        body.putObject("message").putObject("key").put("id", handle);
        return api.fetch(line, "/chat/getBase64FromMediaMessage/" + line.instance(), body).map(Evolution::fetched);
    }

    private static Fetched fetched(Result result) {
        return switch (result) {
            case Result.Done done -> file(done.body());
            // also where it knows no such message: its store lags behind its webhook
            case Result.Failed failed -> new Fetched.Later(failed.error().cause());
            case Result.NotReached gone -> new Fetched.Later(gone.error());
            case Result.Lost lost -> new Fetched.Later(lost.error());
        };
    }

    private static Fetched file(JsonNode body) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(ProviderJson.text(body, "base64").orElse(""));
            return new Fetched.File(Buffer.buffer(bytes), ProviderJson.text(body, "mimetype").map(LiteContent::plainType), Optional.empty());
        } catch (IllegalArgumentException notBase64) {
            return new Fetched.Gone(new ContentRejected(new ProviderError("not_base64", "the gateway's answer holds no file"), "Ask the customer to send the file again."));
        }
    }

    /** The name may be another's, or ours from before: then the webhook is set, which that key alone may do. */
    private Uni<Connection> create(GatewayLine line) {
        ObjectNode body = ProviderJson.object()
                .put("instanceName", line.instance())
                .put("integration", "WHATSAPP-BAILEYS")
                .put("qrcode", true)
                .put("groupsIgnore", !line.wantsGroups())
                .put("rejectCall", false)
                .put("readMessages", false);
        line.account().settings().text(LiteSettings.PHONE_NUMBER).ifPresent(number -> body.put("number", number));
        body.set("webhook", webhook(line));
        return api.post(line, "/instance/create", body).chain(result -> switch (result) {
            case Result.Done _ -> now(LiteStates.needsCode());
            case Result.Failed failed when failed.error().status() == 403 -> adopt(line, LiteStates.needsCode());
            default -> now(GatewayErrors.connection(result, line));
        });
    }

    private Uni<Connection> adopt(GatewayLine line, Connection state) {
        ObjectNode body = ProviderJson.object();
        body.set("webhook", webhook(line));
        return api.post(line, "/webhook/set/" + line.instance(), body)
                .map(result -> result instanceof Result.Done ? state : GatewayErrors.connection(result, line));
    }

    /** Files are asked for afterwards: inside of events they would make them too large to be taken. */
    private static ObjectNode webhook(GatewayLine line) {
        ObjectNode webhook = ProviderJson.object().put("enabled", true).put("url", line.account().webhookUrl().toString()).put("byEvents", false).put("base64", false);
        webhook.putObject("headers").put("X-Tributary-Webhook-Token", line.webhookSecret());
        ArrayNode events = webhook.putArray("events");
        EVENTS.forEach(events::add);
        return webhook;
    }

    private static Connection state(JsonNode body) {
        return switch (ProviderJson.text(body.path("instance"), "state").orElse("")) {
            case "open" -> LiteStates.open(Optional.empty(), Optional.empty());
            case "connecting" -> LiteStates.needsCode();
            default -> LiteStates.closed(0);
        };
    }

    private static Linking code(GatewayLine line, Result result) {
        if (!(result instanceof Result.Done done)) {
            return refused(GatewayErrors.connection(result, line));
        }
        if (ProviderJson.text(done.body().path("instance"), "state").filter("open"::equals).isPresent()) {
            return new Linking.Linked(state(done.body()));
        }
        return ProviderJson.text(done.body(), "base64")
                .filter(image -> image.startsWith(PNG))
                .<Linking>map(image -> new Linking.Code(image, ProviderJson.text(done.body(), "pairingCode"), Optional.empty()))
                .orElseGet(Linking.Waiting::new);
    }

    private static Linking made(Connection connection) {
        return connection.state() == Connection.State.CONNECTING ? new Linking.Waiting() : refused(connection);
    }

    private static Linking refused(Connection connection) {
        return new Linking.Refused(connection.problem().orElseThrow());
    }

    private static String type(ContentKind kind) {
        return switch (kind) {
            case IMAGE -> "image";
            case VIDEO -> "video";
            case AUDIO -> "audio";
            default -> "document";
        };
    }

    /** As long as a quick writer would take, within bounds: WhatsApp looks at who answers at once. */
    private static int delay(String words) {
        return Math.min(LONGEST_TYPING, 400 + words.length() * 20);
    }

    private static Uni<Connection> now(Connection connection) {
        return Uni.createFrom().item(connection);
    }

    private static Uni<Linking> linking(Linking linking) {
        return Uni.createFrom().item(linking);
    }
}
