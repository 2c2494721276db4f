package dev.tributary.sandbox.twilio;

import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import dev.tributary.sandbox.Wire;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Twilio on the wire, as far as WhatsApp senders need it. */
@ApplicationScoped
class TwilioRoutes {

    private static final String ACCOUNTS = FakeTwilio.PATH + "/2010-04-01/Accounts/";
    private static final long MAX_BODY_BYTES = 1L << 20;
    private static final int MAX_TEXT = 1_600;
    private static final String CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jon Doe\r\nTEL;type=CELL;waid=14155550160:+1 (415) 555-0160\r\nEND:VCARD\r\n";

    private final FakeTwilio twilio;
    private final TwilioCallbacks callbacks;
    private final Fresh fresh;
    private final Sandbox sandbox;

    TwilioRoutes(FakeTwilio twilio, TwilioCallbacks callbacks, Fresh fresh, Sandbox sandbox) {
        this.twilio = twilio;
        this.callbacks = callbacks;
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    private interface Call {
        Answer on(FakeAccount account, RoutingContext context);
    }

    private record Answer(int status, JsonObject body) {
        static Answer refused(int status, int code, String words) {
            return new Answer(status, new JsonObject().put("code", code).put("message", words).put("status", status));
        }
    }

    void add(@Observes @Priority(2100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.routeWithRegex(FakeTwilio.PATH + "/.*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.post(ACCOUNTS + ":sid/Messages.json").handler(context -> answer(context, this::send));
        router.getWithRegex(ACCOUNTS + "AC[0-9a-f]+[.]json").handler(context -> answer(context, (account, _) ->
                new Answer(200, new JsonObject().put("sid", account.sid).put("status", "active"))));
        router.get(FakeTwilio.PATH + "/v1/ContentAndApprovals").handler(context -> answer(context, (account, _) -> new Answer(200, twilio.contents(account))));
        router.post(FakeTwilio.PATH + "/v1/Content").handler(context -> answer(context, this::prepare));
        router.get(ACCOUNTS + ":sid/Media/card.vcf").handler(context -> context.response().putHeader("content-type", "text/vcard").end(CARD));
        router.post(FakeTwilio.PATH + "/v2/Indicators/Typing.json").handler(context -> answer(context, (account, one) -> {
            account.log.note(new JsonObject().put("call", "typing").put("messageId", one.request().getFormAttribute("messageId")));
            return new Answer(200, new JsonObject().put("success", true));
        }));
    }

    private void answer(RoutingContext context, Call call) {
        String[] pair = credentials(context).split(":", 2);
        Optional<FakeAccount> account = twilio.find(pair[0]).filter(known -> pair.length == 2 && known.token().equals(pair[1]));
        Answer answer;
        if (account.isEmpty()) {
            answer = Answer.refused(401, 20003, "Authenticate");
        } else {
            synchronized (account.get()) {
                answer = call.on(account.get(), context);
            }
        }
        Wire.json(context, answer.status(), answer.body());
    }

    private static String credentials(RoutingContext context) {
        try {
            String header = String.valueOf(context.request().getHeader("authorization"));
            return new String(Base64.getDecoder().decode(header.replaceFirst("^Basic ", "")), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private Answer send(FakeAccount account, RoutingContext context) {
        Optional<JsonObject> failure = account.log.takeFailure();
        if (failure.isPresent()) {
            return Answer.refused(failure.get().getInteger("status", 400), failure.get().getInteger("code", 20500), failure.get().getString("message", "A failure that was asked for"));
        }
        JsonObject message = new JsonObject();
        context.request().formAttributes().forEach(field -> message.put(field.getKey(), field.getValue()));
        if (message.getString("Body", "").length() > MAX_TEXT) {
            return Answer.refused(400, 21617, "The concatenated message body exceeds the 1600 character limit");
        }
        String sid = "SM" + fresh.hex(16);
        account.log.note(message.copy().put("sid", sid));
        Optional.ofNullable(message.getString("StatusCallback")).ifPresent(url -> callbacks.receipts(account, sid, message.getString("To", ""), url));
        return new Answer(201, new JsonObject().put("sid", sid).put("status", "queued").putNull("error_code"));
    }

    private Answer prepare(FakeAccount account, RoutingContext context) {
        String sid = "HX" + fresh.hex(16);
        JsonObject content = context.body().asJsonObject().put("sid", sid);
        account.contents.put(sid, content);
        return new Answer(201, content);
    }
}
