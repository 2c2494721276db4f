package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Control.Refusal;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * The control API: makes bots, plays customers, breaks things, and tells what Tributary asked for. Writes take JSON only, which a
 * form on another site cannot send.
 */
@ApplicationScoped
class ControlRoutes {

    private static final String BASE = FakeTelegram.PATH + "/control";
    private static final int MAX_LISTED = 200;

    private final FakeTelegram telegram;
    private final Customers customers;
    private final Sandbox sandbox;

    ControlRoutes(FakeTelegram telegram, Customers customers, Sandbox sandbox) {
        this.telegram = telegram;
        this.customers = customers;
        this.sandbox = sandbox;
    }

    /** After {@link TelegramRoutes}, which reads the bodies. */
    void add(@Observes @Priority(3000) Router router) {
        if (!sandbox.isOn()) {
            return;
        }
        String bot = BASE + "/bots/:bot";
        String chat = bot + "/chats/:chat";
        on(router, HttpMethod.GET, BASE + "/bots", _ -> items(telegram.bots().stream().map(FakeBot::json).toList()));
        on(router, HttpMethod.POST, BASE + "/bots", context -> telegram.create(Control.body(context)).json());
        on(router, HttpMethod.GET, bot, context -> bot(context).json());
        on(router, HttpMethod.DELETE, bot, this::remove);
        on(router, HttpMethod.GET, bot + "/calls", context -> calls(bot(context), context));
        on(router, HttpMethod.DELETE, bot + "/calls", context -> forget(bot(context)));
        on(router, HttpMethod.POST, bot + "/updates", context -> customers.raw(bot(context), Control.body(context)));
        on(router, HttpMethod.POST, bot + "/strict", context -> bot(context).strict(Control.body(context).getBoolean("strict")).json());
        on(router, HttpMethod.GET, bot + "/chats", context -> items(bot(context).chats().stream().map(FakeChat::json).toList()));
        on(router, HttpMethod.POST, bot + "/chats", context -> customers.open(bot(context), Control.body(context)).json());
        on(router, HttpMethod.GET, chat, context -> chat(context).json());
        on(router, HttpMethod.GET, chat + "/messages", context -> items(chat(context).messages()));
        on(router, HttpMethod.POST, chat + "/messages", context -> customers.write(bot(context), chat(context), Control.body(context)));
        on(router, HttpMethod.POST, chat + "/edits", context -> customers.edit(bot(context), chat(context), Control.body(context)));
        on(router, HttpMethod.POST, chat + "/reactions", context -> customers.react(bot(context), chat(context), Control.body(context)));
        on(router, HttpMethod.POST, chat + "/presses", context -> customers.press(bot(context), chat(context), Control.body(context)));
        on(router, HttpMethod.POST, chat + "/votes", context -> customers.vote(bot(context), chat(context), Control.body(context)));
        on(router, HttpMethod.POST, chat + "/picture", context -> customers.show(bot(context), chat(context), Control.body(context)));
        on(router, HttpMethod.POST, chat + "/block", context -> customers.block(bot(context), chat(context), true));
        on(router, HttpMethod.POST, chat + "/unblock", context -> customers.block(bot(context), chat(context), false));
        on(router, HttpMethod.POST, chat + "/failure", context -> fail(chat(context), Failure.read(Control.body(context))));
        on(router, HttpMethod.DELETE, chat + "/failure", context -> fail(chat(context), null));
        on(router, HttpMethod.POST, chat + "/migrate", context -> migrate(chat(context), Control.body(context)));
        router.get(bot + "/files/:file").handler(this::file);
    }

    private interface Act {
        JsonObject on(RoutingContext context);
    }

    /** Every act sees its bot alone. */
    private void on(Router router, HttpMethod method, String path, Act act) {
        router.route(method, path).handler(context -> Control.answer(context, () -> {
            Object lock = context.pathParam("bot") == null ? telegram : bot(context);
            synchronized (lock) {
                return act.on(context);
            }
        }));
    }

    private FakeBot bot(RoutingContext context) {
        return telegram.bot(number(context, "bot")).orElseThrow(() -> new Refusal(404, "there is no such bot in the sandbox"));
    }

    private FakeChat chat(RoutingContext context) {
        return bot(context).chat(number(context, "chat")).orElseThrow(() -> new Refusal(404, "this bot has no such chat"));
    }

    private static long number(RoutingContext context, String name) {
        String text = context.pathParam(name);
        if (!text.matches("-?\\d{1,18}")) {
            throw new Refusal(404, name + " is a number");
        }
        return Long.parseLong(text);
    }

    private JsonObject remove(RoutingContext context) {
        telegram.remove(bot(context));
        return new JsonObject();
    }

    private static JsonObject calls(FakeBot bot, RoutingContext context) {
        String chat = context.request().getParam("chat_id", "");
        List<JsonObject> calls = bot.calls().stream()
                .filter(call -> chat.isEmpty() || chat.equals(String.valueOf(call.getJsonObject("parameters").getValue("chat_id"))))
                .limit(MAX_LISTED)
                .toList();
        return items(calls);
    }

    private static JsonObject forget(FakeBot bot) {
        bot.forgetCalls();
        return new JsonObject();
    }

    private static JsonObject fail(FakeChat chat, Failure failure) {
        chat.fail(failure);
        return chat.json();
    }

    /** From now on the group has another id, which the bot is told only when it writes. */
    private JsonObject migrate(FakeChat chat, JsonObject wish) {
        chat.moveTo(wish.getLong("to", 0L));
        return chat.json();
    }

    private void file(RoutingContext context) {
        telegram.bot(number(context, "bot")).flatMap(bot -> bot.files().find(context.pathParam("file"))).ifPresentOrElse(
                file -> context.response()
                        .putHeader("content-type", shown(file.type()))
                        .putHeader("x-content-type-options", "nosniff")
                        .putHeader("content-security-policy", "sandbox; default-src 'none'")
                        .end(file.bytes()),
                () -> Control.refuse(context, 404, "this file is not, or no longer, in the sandbox"));
    }

    /** Pictures, sounds and films may be looked at; everything else is only downloaded. */
    private static String shown(String type) {
        return type.matches("(?:image/(?:png|jpeg|gif|webp)|audio/[\\w.+-]+|video/[\\w.+-]+)") ? type : "application/octet-stream";
    }

    private static JsonObject items(List<JsonObject> items) {
        return new JsonObject().put("items", new JsonArray(items));
    }
}
