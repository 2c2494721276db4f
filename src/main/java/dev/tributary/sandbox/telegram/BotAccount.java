package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Sandbox;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods that are about the bot itself: who it is, and where its updates go. */
@ApplicationScoped
class BotAccount {

    private static final Set<Integer> PORTS = Set.of(-1, 443, 80, 88, 8443);

    private final FakeTelegram telegram;
    private final UpdateDelivery delivery;
    private final Sandbox sandbox;

    BotAccount(FakeTelegram telegram, UpdateDelivery delivery, Sandbox sandbox) {
        this.telegram = telegram;
        this.delivery = delivery;
        this.sandbox = sandbox;
    }

    /** The method's result; empty for a method that is not one of these. */
    Optional<Object> answer(FakeBot bot, String method, BotRequest request) {
        return switch (method) {
            case "getme" -> Optional.of(bot.user()
                    .put("can_join_groups", true)
                    .put("can_read_all_group_messages", true)
                    .put("supports_inline_queries", false)
                    .put("can_connect_to_business", true));
            case "setwebhook" -> Optional.of(set(bot, request));
            case "deletewebhook" -> Optional.of(delete(bot, request));
            case "getwebhookinfo" -> Optional.of(bot.webhook().info(delivery.pending(bot)));
            case "getupdates" -> Optional.of(updates(bot, request));
            default -> Optional.empty();
        };
    }

    /** An address without any webhook is the same as deleting it. */
    private boolean set(FakeBot bot, BotRequest request) {
        String url = request.text("url");
        if (url.isEmpty()) {
            return delete(bot, request);
        }
        check(bot, url);
        String secret = request.text("secret_token");
        if (!secret.matches("[A-Za-z0-9_-]{0,256}")) {
            throw BotError.badRequest("secret token contains unallowed characters");
        }
        List<String> updates = request.has("allowed_updates")
                ? request.array("allowed_updates").stream().map(Object::toString).toList()
                : bot.webhook().allowedUpdates();
        if (request.flag("drop_pending_updates")) {
            delivery.drop(bot);
        }
        bot.webhook(new FakeWebhook(url, secret, request.number("max_connections").orElse(40L).intValue(), updates, 0, ""));
        telegram.save();
        delivery.resume(bot);
        return true;
    }

    /** Telegram's rules; for all but strict bots this service itself may be on any port and without TLS. */
    private void check(FakeBot bot, String url) {
        if (!bot.strict() && sandbox.local(url).isPresent()) {
            return;
        }
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException unreadable) {
            throw BotError.badRequest("bad webhook: invalid URL");
        }
        if (!"https".equalsIgnoreCase(address.getScheme()) || address.getHost() == null) {
            throw BotError.badRequest("bad webhook: An HTTPS URL must be provided for webhook");
        }
        if (!PORTS.contains(address.getPort())) {
            throw BotError.badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
        }
    }

    private boolean delete(FakeBot bot, BotRequest request) {
        if (request.flag("drop_pending_updates")) {
            delivery.drop(bot);
        }
        bot.webhook(FakeWebhook.NONE);
        telegram.save();
        return true;
    }

    /** Answers at once, updates or none: whoever asks has to come again sooner than at Telegram. */
    private JsonArray updates(FakeBot bot, BotRequest request) {
        if (bot.webhook().isSet()) {
            throw new BotError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
        }
        return new JsonArray(delivery.take(bot, request.number("offset").orElse(0L), request.number("limit").orElse(100L).intValue()));
    }
}
