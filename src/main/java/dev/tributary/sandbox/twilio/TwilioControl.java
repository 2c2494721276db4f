package dev.tributary.sandbox.twilio;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;

/** The control API: makes accounts, enters the webhook as a person does at Twilio, plays customers, breaks things. */
@ApplicationScoped
class TwilioControl {

    private static final String ACCOUNTS = FakeTwilio.PATH + "/control/accounts";
    private static final String ACCOUNT = ACCOUNTS + "/:sid";

    private final FakeTwilio twilio;
    private final TwilioCallbacks callbacks;
    private final Fresh fresh;
    private final Sandbox sandbox;

    TwilioControl(FakeTwilio twilio, TwilioCallbacks callbacks, Fresh fresh, Sandbox sandbox) {
        this.twilio = twilio;
        this.callbacks = callbacks;
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    /** After {@link TwilioRoutes}, which reads the bodies. */
    void add(@Observes @Priority(3100) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        router.post(ACCOUNTS).handler(context -> Control.answer(context, () -> twilio.create().credentials()));
        router.post(ACCOUNT + "/webhook").handler(context -> Control.answer(context, () -> {
            JsonObject body = Control.body(context);
            account(context).call(body.getString("url"));
            return body;
        }));
        router.post(ACCOUNT + "/renew").handler(context -> Control.answer(context, () -> {
            account(context).renew(fresh.hex(16));
            return account(context).credentials();
        }));
        router.post(ACCOUNT + "/messages").handler(context -> Control.answer(context, () -> write(account(context), Control.body(context))));
        Control.log(router, ACCOUNT, context -> account(context).log);
    }

    /** What a customer writes; {@code fields} are Twilio's own, for everything that is more than a text; {@code card}: a contact card. */
    private JsonObject write(FakeAccount account, JsonObject body) {
        String from = body.getString("from", "34600000123");
        String sid = "SM" + fresh.hex(16);
        Map<String, String> fields = new HashMap<>(Map.of(
                "MessageSid", sid,
                "SmsMessageSid", sid,
                "SmsStatus", "received",
                "From", "whatsapp:+" + from,
                "To", "whatsapp:" + account.sender,
                "WaId", from,
                "ProfileName", body.getString("name", "Luz Romero"),
                "Body", body.getString("text", "Hola"),
                "NumMedia", "0"));
        if (body.getBoolean("card", false)) {
            fields.putAll(Map.of("Body", "", "NumMedia", "1", "MediaContentType0", "text/vcard",
                    "MediaUrl0", sandbox.localUrl() + FakeTwilio.PATH + "/2010-04-01/Accounts/" + account.sid + "/Media/card.vcf"));
        }
        body.getJsonObject("fields", new JsonObject()).forEach(field -> fields.put(field.getKey(), String.valueOf(field.getValue())));
        callbacks.post(account, account.webhook(), fields);
        return new JsonObject().put("id", sid);
    }

    private FakeAccount account(RoutingContext context) {
        return twilio.find(context.pathParam("sid")).orElseThrow(() -> new Control.Refusal(404, "there is no such account"));
    }
}
