package dev.tributary.sandbox.telegram;

import dev.tributary.sandbox.Control.Refusal;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ProviderStandIn;
import dev.tributary.platform.Secret;
import dev.tributary.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** Every bot of the fake, found by its token; it stands in for Telegram for the accounts that have one of these tokens. */
@ApplicationScoped
class FakeTelegram implements ProviderStandIn {

    static final String PATH = "/sandbox/telegram";
    private static final Logger LOG = Logger.getLogger(FakeTelegram.class);
    private static final int MAX_BOTS = 5_000;
    /** Ids count from the seconds since then: they fit, and no id is given twice after a restart. */
    private static final Instant EPOCH = Instant.parse("2025-01-01T00:00:00Z");

    private final Map<Long, FakeBot> bots = new ConcurrentSkipListMap<>();
    private final FakeFiles files = new FakeFiles();
    private final SecureRandom random = new SecureRandom();
    private final Sandbox sandbox;
    private final Vertx vertx;
    private final Clock clock;

    FakeTelegram(Sandbox sandbox, Vertx vertx, Clock clock) {
        this.sandbox = sandbox;
        this.vertx = vertx;
        this.clock = clock;
    }

    @Override
    public Optional<String> baseUrl(ChannelAccount account) {
        boolean ours = sandbox.isOn()
                && account.type().equals("TELEGRAM")
                && account.settings().secret("bot_token").map(Secret::reveal).flatMap(this::bot).isPresent();
        return ours ? Optional.of(sandbox.localUrl() + PATH) : Optional.empty();
    }

    Optional<FakeBot> bot(String token) {
        String id = token.substring(0, Math.max(0, token.indexOf(':')));
        return id.matches("\\d{1,18}") ? bot(Long.parseLong(id)).filter(bot -> bot.token().equals(token)) : Optional.empty();
    }

    Optional<FakeBot> bot(long id) {
        return Optional.ofNullable(bots.get(id));
    }

    Collection<FakeBot> bots() {
        return List.copyOf(bots.values());
    }

    /** As BotFather does it. A token may be asked for; else it is made up. */
    FakeBot create(JsonObject wish) {
        if (bots.size() >= MAX_BOTS) {
            throw new Refusal(409, "there are " + MAX_BOTS + " bots already");
        }
        String token = wish.getString("token", (7_000_000_000L + random.nextInt(1_000_000_000)) + ":SANDBOX-" + secret());
        if (!token.matches("\\d{6,18}:[A-Za-z0-9_-]{30,200}")) {
            throw new Refusal(400, "a token is a number, a colon and at least 30 letters, digits, - or _");
        }
        long id = Long.parseLong(token.substring(0, token.indexOf(':')));
        String name = wish.getString("name", "Sandbox bot");
        FakeBot bot = new FakeBot(id, token, name, wish.getString("username", "sandbox_" + id + "_bot"), firstNumber(), files)
                .strict(wish.getBoolean("strict", false));
        if (bots.putIfAbsent(id, bot) != null) {
            throw new Refusal(409, "there is a bot " + id + " already");
        }
        save();
        return bot;
    }

    void remove(FakeBot bot) {
        bots.remove(bot.id());
        save();
    }

    private String secret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private long firstNumber() {
        return clock.instant().getEpochSecond() - EPOCH.getEpochSecond();
    }

    @PostConstruct
    void restore() {
        if (!sandbox.isOn() || !Files.isReadable(file())) {
            return;
        }
        try {
            new JsonObject(Files.readString(file())).getJsonArray("bots").forEach(saved -> {
                FakeBot bot = FakeBot.restore((JsonObject) saved, firstNumber(), files);
                bots.put(bot.id(), bot);
            });
        } catch (IOException | DecodeException | ClassCastException | NullPointerException unreadable) {
            LOG.warnf("The sandbox starts empty: file=%s cannot be read", file());
        }
    }

    /** Writes what survives a restart. In the background; a write that fails costs the sandbox its memory, nothing else. */
    void save() {
        JsonObject state = new JsonObject().put("bots", new JsonArray(bots.values().stream().map(FakeBot::saved).toList()));
        vertx.<Void>executeBlocking(() -> {
            Files.createDirectories(sandbox.directory());
            Path fresh = Files.createTempFile(sandbox.directory(), "telegram", ".json");
            Files.write(fresh, Buffer.buffer(state.encode()).getBytes());
            Files.move(fresh, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return null;
        }).onFailure(failure -> LOG.warnf("The sandbox could not be saved: file=%s", file()));
    }

    private Path file() {
        return sandbox.directory().resolve("telegram.json");
    }
}
