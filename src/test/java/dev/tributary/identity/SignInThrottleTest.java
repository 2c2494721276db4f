package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.MovableClock;
import dev.tributary.TestOrganizations;
import dev.tributary.TestUser;
import dev.tributary.platform.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guessing passwords becomes slow, whoever guesses and wherever from. */
@QuarkusTest
class SignInThrottleTest {
    private static final Duration SHORT = Duration.ofSeconds(10);

    @Inject
    SignInThrottle throttle;

    @Inject
    IdentityConfig config;

    @Inject
    MovableClock clock;

    private String email;

    @BeforeEach
    void anAddressOfItsOwn() {
        email = UUID.randomUUID() + "@example.org";
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void after_too_many_wrong_passwords_even_the_right_one_has_to_wait() {
        TestUser agent = TestOrganizations.create().agent();
        for (int i = 0; i < config.signIn().failuresPerAccountAndAddress(); i++) {
            signIn(agent.email(), "wrong password").then().statusCode(401);
        }

        Response refused = signIn(agent.email(), TestOrganizations.PASSWORD);

        refused.then().statusCode(429).body("code", equalTo("sign_in_throttled"));
        long wait = Long.parseLong(refused.header("Retry-After"));
        assertTrue(wait > 0 && wait <= config.signIn().window().toSeconds(), "Retry-After: " + wait);
        clock.advance(Duration.ofSeconds(wait));
        signIn(agent.email(), TestOrganizations.PASSWORD).then().statusCode(200);
    }

    @Test
    void an_account_that_does_not_exist_is_throttled_like_one_that_does() {
        for (int i = 0; i < config.signIn().failuresPerAccountAndAddress(); i++) {
            signIn(email, "wrong password").then().statusCode(401);
        }
        signIn(email, "wrong password").then().statusCode(429);
    }

    @Test
    void the_right_password_forgives_the_wrong_ones_before_it() {
        int almost = config.signIn().failuresPerAccountAndAddress() - 1;
        for (int round = 0; round < 3; round++) {
            IntStream.range(0, almost).forEach(i -> admit("10.0.0.1"));
            admit("10.0.0.1");
            await(throttle.takeBack(email, "10.0.0.1"));
        }
    }

    @Test
    void guesses_at_one_account_from_many_addresses_are_counted_together() {
        for (int i = 0; i < config.signIn().failuresPerAccount(); i++) {
            admit("10.1." + i / 250 + "." + i % 250);
        }
        refused("10.2.0.1");
    }

    @Test
    void one_address_in_the_newer_internet_is_a_whole_network() {
        for (int i = 0; i < config.signIn().failuresPerAccountAndAddress(); i++) {
            admit("2001:db8:1:2:" + i + ":0:0:1");
        }
        refused("2001:db8:1:2:ffff:0:0:1");
        admit("2001:db8:1:3:0:0:0:1");
    }

    @Test
    void a_hundred_guesses_at_once_are_a_hundred_guesses() {
        List<Uni<Boolean>> guesses = IntStream.range(0, 100)
                .mapToObj(i -> throttle.admit(email, "10.3.0.1").replaceWith(true).onFailure().recoverWithItem(false))
                .toList();

        List<Boolean> admitted = await(Uni.join().all(guesses).andFailFast());

        assertEquals(config.signIn().failuresPerAccountAndAddress(), admitted.stream().filter(yes -> yes).count());
    }

    @Test
    void a_window_that_is_over_counts_for_nothing_and_is_swept_away() {
        IntStream.range(0, config.signIn().failuresPerAccountAndAddress()).forEach(i -> admit("10.4.0.1"));
        refused("10.4.0.1");

        clock.advance(config.signIn().window());

        admit("10.4.0.1");
        await(throttle.sweep());
        admit("10.4.0.1");
    }

    private void admit(String address) {
        await(throttle.admit(email, address));
    }

    private void refused(String address) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> admit(address));
        assertEquals("sign_in_throttled", refusal.problem().code());
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(SHORT);
    }

    private static Response signIn(String email, String password) {
        return given().contentType(ContentType.JSON).body(Map.of("email", email, "password", password)).post("/rest/v1/session");
    }
}
