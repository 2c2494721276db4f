package dev.tributary.sandbox.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.DemoAccount;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** A bot with a customer, connected from the first start, so that the simulator and the inbox have something to say to each other. */
@ApplicationScoped
class DemoBot implements DemoAccount {

    private static final String USERNAME = "tributary_demo_bot";

    private final FakeTelegram telegram;
    private final Customers customers;
    private final Sandbox sandbox;

    DemoBot(FakeTelegram telegram, Customers customers, Sandbox sandbox) {
        this.telegram = telegram;
        this.customers = customers;
        this.sandbox = sandbox;
    }

    @Override
    public boolean isOffered() {
        return sandbox.isOn();
    }

    @Override
    public String type() {
        return "TELEGRAM";
    }

    @Override
    public String name() {
        return "Telegram (simulator)";
    }

    @Override
    public Map<String, JsonNode> settings() {
        FakeBot bot = telegram.bots().stream().filter(known -> known.user().getString("username").equals(USERNAME)).findFirst().orElseGet(this::create);
        return Map.of("bot_token", TextNode.valueOf(bot.token()));
    }

    private FakeBot create() {
        FakeBot bot = telegram.create(new JsonObject().put("name", "Tributary demo").put("username", USERNAME));
        customers.open(bot, new JsonObject().put("first_name", "Ada").put("last_name", "Lovelace").put("username", "ada_l"));
        return bot;
    }
}
