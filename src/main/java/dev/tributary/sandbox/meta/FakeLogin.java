package dev.tributary.sandbox.meta;

import dev.tributary.sandbox.Control;
import dev.tributary.sandbox.Fresh;
import dev.tributary.sandbox.meta.FakeToken.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Apps, codes and tokens. A code is good once and for ten minutes, a user's token for an hour and, exchanged, for sixty days. */
@ApplicationScoped
class FakeLogin {

    static final Duration BRIEF = Duration.ofHours(1);
    static final Duration LONG = Duration.ofDays(60);

    private static final Duration CODE = Duration.ofMinutes(10);
    private static final int MOST = 1_000;
    private static final List<String> EVERYTHING = List.of("MANAGE", "MESSAGING", "MODERATE", "ANALYZE");

    /** @param redirectUri must be the same when it is redeemed */
    record Consented(FakeApp app, FakePeople people, Kind kind, Set<String> scopes, String redirectUri, long until) {}

    private final Map<String, FakeApp> apps = new ConcurrentHashMap<>();
    private final Map<String, Consented> codes = new ConcurrentHashMap<>();
    private final Map<String, FakeToken> tokens = new ConcurrentHashMap<>();
    private final FakeMeta meta;
    private final Fresh fresh;
    private final Clock clock;

    FakeLogin(FakeMeta meta, Fresh fresh, Clock clock) {
        this.meta = meta;
        this.fresh = fresh;
        this.clock = clock;
    }

    FakeApp create(String name) {
        if (apps.size() >= MOST) {
            throw new Control.Refusal(409, "there are " + MOST + " apps already");
        }
        String id = fresh.digits(FakeMeta.APP);
        String secret = fresh.hex(16);
        FakePeople admin = new FakePeople(
                "Ada Admin",
                List.of(page(name, "Sporting goods", EVERYTHING), page(name + " Outlet", "Shopping", EVERYTHING), page("A friend's café", "Café", List.of("ANALYZE"))),
                fresh.digits("1784"),
                "acme.outdoor");
        FakePeople rival = new FakePeople("Rita Rival", List.of(page("Rival Outdoor", "Sporting goods", EVERYTHING)), fresh.digits("1784"), "rival.outdoor");
        FakeApp app = new FakeApp(id, secret, admin, rival, List.of(meta.create(name, id, secret), meta.create(name + " returns", id, secret)));
        apps.put(id, app);
        return app;
    }

    Optional<FakeApp> app(String id) {
        return Optional.ofNullable(id).map(apps::get);
    }

    String consent(FakeApp app, FakePeople people, Kind kind, Set<String> scopes, String redirectUri) {
        String code = "CODE" + fresh.hex(20);
        codes.put(code, new Consented(app, people, kind, scopes, redirectUri, now() + CODE.toSeconds()));
        return code;
    }

    /** Once. */
    Consented redeem(String code, String redirectUri) {
        Consented consented = code == null ? null : codes.remove(code);
        if (consented == null || consented.until() < now()) {
            throw new GraphRefusal(400, 100, "This authorization code has expired or has been used.");
        }
        if (!consented.redirectUri().equals(redirectUri)) {
            throw new GraphRefusal(400, 100, "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request");
        }
        return consented;
    }

    /** @param life zero for one that never ends */
    FakeToken issue(FakeApp app, Kind kind, String subject, FakePeople people, Set<String> scopes, Duration life) {
        String value = (kind == Kind.INSTAGRAM ? FakeMeta.INSTAGRAM_TOKEN : FakeMeta.TOKEN) + fresh.hex(24);
        FakeToken token = new FakeToken(value, app, kind, subject, people, new HashSet<>(scopes), now(), life.isZero() ? 0 : now() + life.toSeconds());
        tokens.put(value, token);
        return token;
    }

    Optional<FakeToken> known(String value) {
        return Optional.ofNullable(value).map(tokens::get);
    }

    /** The token, if it is still good; as Meta says it where it is not. */
    FakeToken good(String value) {
        FakeToken token = known(value).orElseThrow(GraphRefusal::expired);
        if (!isGood(token)) {
            throw GraphRefusal.expired();
        }
        return token;
    }

    boolean isGood(FakeToken token) {
        return !token.app().refuses(token.value()) && (token.expiresAt() == 0 || token.expiresAt() > now());
    }

    /** Every token of an app, as when somebody removes the app from their account. */
    void revoke(FakeApp app) {
        tokens.values().stream().filter(token -> token.app() == app).forEach(token -> app.refuse(token.value()));
        app.numbers.forEach(number -> {
            synchronized (number) {
                number.expire();
            }
        });
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    private FakePage page(String name, String category, List<String> tasks) {
        return new FakePage(fresh.digits("61"), name, category, tasks, fresh.digits("1784"), name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]+", "."));
    }
}
