package dev.tributary.sandbox.telegram;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One call to a bot: who may make it, what goes wrong on purpose, what it does, and a note of it. */
@ApplicationScoped
class BotApi {

    /** Telegram allows about thirty messages a second and tolerates short bursts. */
    private static final int MESSAGES_PER_SECOND = 60;

    private final FakeTelegram telegram;
    private final BotAccount account;
    private final BotChats chats;
    private final BotMessages messages;
    private final Clock clock;
    private final Map<Long, Deque<Long>> recent = new ConcurrentHashMap<>();

    BotApi(FakeTelegram telegram, BotAccount account, BotChats chats, BotMessages messages, Clock clock) {
        this.telegram = telegram;
        this.account = account;
        this.chats = chats;
        this.messages = messages;
        this.clock = clock;
    }

    /** How a call ends on the wire. */
    sealed interface Reply {
        record Answered(int status, JsonObject body, long delaySeconds) implements Reply {}

        record HungUp() implements Reply {}
    }

    Reply call(String token, String method, BotRequest request) {
        Optional<FakeBot> bot = telegram.bot(token);
        if (bot.isEmpty()) {
            BotError error = token.matches("\\d{6,18}:[A-Za-z0-9_-]{30,200}") ? new BotError(401, "Unauthorized") : new BotError(404, "Not Found");
            return answered(error.code(), error.answer());
        }
        synchronized (bot.get()) {
            Reply reply = call(bot.get(), method, request);
            JsonObject answer = reply instanceof Reply.Answered answered ? answered.body() : new JsonObject().put("hung_up", true);
            bot.get().log(clock.instant().toString(), method, request.parameters(), files(request), answer);
            return reply;
        }
    }

    private Reply call(FakeBot bot, String method, BotRequest request) {
        try {
            String name = method.toLowerCase(Locale.ROOT);
            Optional<Object> result = account.answer(bot, name, request).or(() -> chats.answer(bot, name, request));
            return result.isPresent() ? done(result.get()) : inChat(bot, name, request);
        } catch (BotError error) {
            return answered(error.code(), error.answer());
        } catch (ClassCastException | NullPointerException wrongType) {
            BotError error = BotError.badRequest("can't parse the parameters");
            return answered(error.code(), error.answer());
        }
    }

    private Reply inChat(FakeBot bot, String method, BotRequest request) {
        if (!request.has("chat_id")) {
            throw known(method) ? BotError.badRequest("chat_id is empty") : new BotError(404, "Not Found: method not found");
        }
        FakeChat chat = chat(bot, request.text("chat_id"));
        Optional<Failure> failure = chat.takeFailure();
        if (failure.isPresent()) {
            return broken(bot, chat, method, request, failure.get());
        }
        return work(bot, chat, method, request);
    }

    private Reply broken(FakeBot bot, FakeChat chat, String method, BotRequest request, Failure failure) {
        return switch (failure.kind()) {
            case FLOOD -> {
                chat.floodUntil(clock.instant().getEpochSecond() + failure.seconds());
                throw BotError.retryAfter(failure.seconds());
            }
            case SERVER_ERROR -> throw new BotError(502, "Bad Gateway");
            case ERROR -> throw new BotError(failure.code(), failure.words());
            case DROP_BEFORE -> new Reply.HungUp();
            case DROP -> {
                work(bot, chat, method, request);
                yield new Reply.HungUp();
            }
            case SLOW -> {
                Reply.Answered reply = work(bot, chat, method, request);
                yield new Reply.Answered(reply.status(), reply.body(), failure.seconds());
            }
        };
    }

    private Reply.Answered work(FakeBot bot, FakeChat chat, String method, BotRequest request) {
        checkReachable(chat, method);
        if (method.startsWith("send") && !method.equals("sendchataction")) {
            checkRate(bot);
        }
        return chats.answer(bot, chat, method, request)
                .or(() -> messages.answer(bot, chat, method, request))
                .map(BotApi::done)
                .orElseThrow(() -> new BotError(404, "Not Found: method not found"));
    }

    private void checkReachable(FakeChat chat, String method) {
        long flood = chat.floodUntil() - clock.instant().getEpochSecond();
        if (flood > 0) {
            throw BotError.retryAfter(flood);
        }
        chat.movedTo().ifPresent(moved -> {
            throw BotError.movedTo(moved);
        });
        if (chat.blocked() && !method.equals("getchat")) {
            throw BotError.forbidden(chat.isPrivate() ? "bot was blocked by the user" : "bot was kicked from the group chat");
        }
    }

    private void checkRate(FakeBot bot) {
        long now = clock.millis();
        Deque<Long> times = recent.computeIfAbsent(bot.id(), _ -> new ArrayDeque<>());
        while (!times.isEmpty() && times.peekFirst() < now - 1000) {
            times.removeFirst();
        }
        if (times.size() >= MESSAGES_PER_SECOND) {
            throw BotError.retryAfter(1);
        }
        times.addLast(now);
    }

    private static FakeChat chat(FakeBot bot, String chatId) {
        Optional<FakeChat> chat = chatId.startsWith("@")
                ? bot.chatNamed(chatId.substring(1))
                : chatId.matches("-?\\d{1,18}") ? bot.chat(Long.parseLong(chatId)) : Optional.empty();
        return chat.orElseThrow(() -> BotError.badRequest("chat not found"));
    }

    private static boolean known(String method) {
        return method.startsWith("send") || method.startsWith("edit") || method.startsWith("delete") || method.equals("getchat");
    }

    private static JsonArray files(BotRequest request) {
        JsonArray files = new JsonArray();
        request.uploads().forEach((part, upload) -> files.add(new JsonObject()
                .put("part", part)
                .put("file_name", upload.fileName())
                .put("content_type", upload.type())
                .put("size", upload.bytes().length())));
        return files;
    }

    private static Reply.Answered done(Object result) {
        return answered(200, new JsonObject().put("ok", true).put("result", result));
    }

    private static Reply.Answered answered(int status, JsonObject body) {
        return new Reply.Answered(status, body, 0);
    }
}
