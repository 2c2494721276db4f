package dev.tributary.sandbox.twilio;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every fake account. They stand in for Twilio for all channels with one of their SIDs, also of a process that is gone: those are refused. */
@ApplicationScoped
class FakeTwilio implements ProviderStandIn {

    static final String PATH = "/sandbox/twilio";
    private static final String SID = "AC5a4db0c5";
    private static final int MOST = 1_000;

    private final Map<String, FakeAccount> accounts = new ConcurrentSkipListMap<>();
    private final Fresh fresh;
    private final Sandbox sandbox;

    FakeTwilio(Fresh fresh, Sandbox sandbox) {
        this.fresh = fresh;
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        return account.settings().text("account_sid").filter(sid -> sandbox.isOn() && sid.startsWith(SID)).map(_ -> sandbox.localUrl() + PATH);
    }

    FakeAccount create() {
        if (accounts.size() >= MOST) {
            throw new Control.Refusal(409, "there are " + MOST + " accounts already");
        }
        FakeAccount account = new FakeAccount(SID + fresh.hex(12), fresh.hex(16), "+" + fresh.phone());
        JsonObject text = new JsonObject().put("body", "Hi {{1}}, your order {{2}} is on its way.");
        account.contents.put("HXorder", content("HX" + fresh.hex(16), "order_update", "approved", text));
        account.contents.put("HXsale", content("HX" + fresh.hex(16), "big_sale", "rejected", new JsonObject().put("body", "Buy now!")));
        accounts.put(account.sid, account);
        return account;
    }

    private static JsonObject content(String sid, String name, String status, JsonObject text) {
        return new JsonObject()
                .put("sid", sid)
                .put("friendly_name", name)
                .put("language", "en")
                .put("variables", text.getString("body").contains("{{1}}") ? new JsonObject().put("1", "Ada").put("2", "4711") : new JsonObject())
                .put("types", new JsonObject().put("twilio/text", text))
                .put("approval_requests", new JsonObject().put("status", status).put("category", "UTILITY"));
    }

    JsonObject contents(FakeAccount account) {
        return new JsonObject().put("contents", new JsonArray(java.util.List.copyOf(account.contents.values()))).put("meta", new JsonObject().putNull("next_page_url"));
    }

    Optional<FakeAccount> find(String sid) {
        return Optional.ofNullable(accounts.get(sid));
    }
}
