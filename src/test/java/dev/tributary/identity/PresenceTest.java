package dev.tributary.identity;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PresenceTest {
    private static final Duration ALMOST = Duration.ofSeconds(50);

    @Inject
    Presence presence;

    @Inject
    MovableClock clock;

    private TestOrganization ours;
    private UUID agent;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
        agent = ours.agent().id();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void somebody_who_says_so_is_away_until_they_say_otherwise() {
        ours.agent().browser().body(Map.of("state", "away")).put("/rest/v1/session/presence").then().statusCode(200).body("state", equalTo("away"));

        assertEquals(Map.of(agent, PresenceState.AWAY), await(presence.present(ours.id())));
        ours.admin().api().get("/rest/v1/users/" + agent).then().body("presence", equalTo("away"));
        ours.agent().browser().body(Map.of("state", "asleep")).put("/rest/v1/session/presence").then().statusCode(400);
    }

    @Test
    void only_news_is_news() {
        assertTrue(await(presence.report(agent, PresenceState.ONLINE)));
        assertFalse(await(presence.report(agent, PresenceState.ONLINE)));
        assertTrue(await(presence.report(agent, PresenceState.OFFLINE)));
    }

    @Test
    void a_browser_that_vanished_leaves_nobody_online() {
        await(presence.report(agent, PresenceState.ONLINE));
        clock.advance(ALMOST);
        await(presence.prolong(List.of(agent)));
        clock.advance(ALMOST);
        assertEquals(Map.of(agent, PresenceState.ONLINE), await(presence.present(ours.id())));

        clock.advance(ALMOST);

        assertEquals(Map.of(), await(presence.present(ours.id())));
        ours.admin().api().get("/rest/v1/users/" + agent).then().body("presence", equalTo("offline"));
        assertTrue(await(presence.report(agent, PresenceState.ONLINE)), "coming back is news");
    }

    @Test
    void a_sign_of_life_does_not_bring_back_who_went_offline() {
        await(presence.report(agent, PresenceState.OFFLINE));
        await(presence.prolong(List.of(agent)));
        assertEquals(Map.of(), await(presence.present(ours.id())));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
