package dev.tributary.channel;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tributary.EmptyDatabase;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a newcomer finds, once. */
@QuarkusTest
@TestProfile(DemoAccountsTest.Fresh.class)
class DemoAccountsTest {

    private static final String BOOTSTRAP_TOKEN = "a bootstrap token of more than 32 characters";

    public static class Fresh implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tributary.admin.email", "first@example.org",
                    "tributary.admin.password", "the first password",
                    "tributary.bootstrap-token", BOOTSTRAP_TOKEN);
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(EmptyDatabase.class));
        }
    }

    @Inject
    DemoAccounts demos;

    @Test
    void a_fresh_installation_has_something_to_try_and_what_was_removed_stays_away() throws Throwable {
        // Given
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> accounts().body("items.type", containsInAnyOrder("TELEGRAM", "WEB_WIDGET")));
        accounts().body("items.connection.state", equalTo(List.of("connected", "connected")));
        String bot = accounts().extract().path("items.find { it.type == 'TELEGRAM' }.id");

        // When
        given().header("Authorization", "Bearer " + BOOTSTRAP_TOKEN).delete("/rest/v1/channel_accounts/" + bot).then().statusCode(204);
        VertxContextSupport.subscribeAndAwait(demos::fillWhereEmpty);

        // Then
        accounts().body("items", hasSize(1)).body("items[0].type", equalTo("WEB_WIDGET"));
    }

    private static ValidatableResponse accounts() {
        return given().header("Authorization", "Bearer " + BOOTSTRAP_TOKEN).get("/rest/v1/channel_accounts").then().statusCode(200);
    }
}
