package dev.tributary.channel;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A channel that died quietly turns red by itself; one whose provider merely stumbled does not. */
@QuarkusTest
class ConnectionChecksTest {

    private static final String ACCOUNTS = "/rest/v1/channel_accounts/";

    @Inject
    ConnectionChecks checks;

    @Inject
    MovableClock clock;

    private TestOrganization ours;
    private TestBot bot;
    private String id;

    @BeforeEach
    void a_live_channel() {
        ours = TestOrganizations.create();
        bot = TestBot.create();
        id = bot.connect(ours.admin(), "Bot").statusCode(201).body("connection.state", equalTo("connected")).extract().path("id");
    }

    @AfterEach
    void reset() {
        clock.reset();
    }

    @Test
    void a_revoked_token_turns_the_channel_red_at_the_first_suspicion() throws Throwable {
        bot.revoke();

        suspect();

        ours.agent().api().get(ACCOUNTS + id).then()
                .body("connection.state", equalTo("disconnected"))
                .body("connection.problem.code", equalTo("credentials_rejected"));
    }

    @Test
    void a_healthy_channel_stays_connected_and_is_seen_to_be_checked() throws Throwable {
        String before = ours.agent().api().get(ACCOUNTS + id).then().extract().path("connection.checked_at");
        clock.advance(Duration.ofHours(2));

        suspect();

        ours.agent().api().get(ACCOUNTS + id).then()
                .body("connection.state", equalTo("connected"))
                .body("connection.problem", nullValue())
                .body("connection.checked_at", not(equalTo(before)));
    }

    @Test
    void a_webhook_that_another_program_took_away_is_told() throws Throwable {
        bot.loseWebhook();

        suspect();

        ours.agent().api().get(ACCOUNTS + id).then().body("connection.problem.code", equalTo("misconfigured"));
    }

    @Test
    void a_switched_off_channel_is_left_alone() throws Throwable {
        ours.admin().api().body("{\"is_active\":false}").patch(ACCOUNTS + id).then().statusCode(200);
        bot.revoke();

        suspect();

        ours.agent().api().get(ACCOUNTS + id).then().body("connection.problem", nullValue());
    }

    private void suspect() throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> checks.suspect(ours.id(), UUID.fromString(id)));
    }
}
