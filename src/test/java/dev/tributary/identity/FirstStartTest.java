package dev.tributary.identity;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.EmptyDatabase;
import dev.tributary.TestOrganizations;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How somebody gets in where there was nobody. */
@QuarkusTest
@TestProfile(FirstStartTest.Empty.class)
class FirstStartTest {
    private static final String BOOTSTRAP_TOKEN = "a bootstrap token of more than 32 characters";

    public static class Empty implements QuarkusTestProfile {
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
    FirstStart firstStart;

    @Test
    void the_first_owner_signs_in_to_a_workspace_of_their_own() {
        signIn("the first password").then().statusCode(200).body("user.role", equalTo("owner")).body("organization.name", equalTo("Demo"));
    }

    @Test
    void the_bootstrap_token_is_the_owners() {
        bootstrap("/rest/v1/session").then().statusCode(200).body("user.email", equalTo("first@example.org")).body("permissions", hasItem("workspaces:write"));
        bootstrap("/rest/v1/users").then().body("items", hasSize(1));
    }

    @Test
    void further_starts_even_at_the_same_moment_make_nothing_new() throws SQLException {
        Uni.join().all(firstStart.run(), firstStart.run(), firstStart.run()).andFailFast().await().atMost(Duration.ofSeconds(20));

        assertEquals(1, count("app_user"));
        assertEquals(1, count("organization"));
        assertEquals(1, count("api_token"));
    }

    private static Response signIn(String password) {
        return given().contentType(ContentType.JSON).body(Map.of("email", "first@example.org", "password", password)).post("/rest/v1/session");
    }

    private static Response bootstrap(String path) {
        return given().header("Authorization", "Bearer " + BOOTSTRAP_TOKEN).get(path);
    }

    private static int count(String table) throws SQLException {
        try (Connection database = TestOrganizations.connect();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
