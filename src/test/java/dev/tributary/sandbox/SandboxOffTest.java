package dev.tributary.sandbox;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(SandboxOffTest.Off.class)
class SandboxOffTest {

    public static class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tributary.sandbox.enabled", "false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/simulator", "/simulator/", "/simulator/simulator.js", "/sandbox", "/sandbox/telegram/control/bots", "/sandbox/telegram/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe"
    })
    void without_the_sandbox_none_of_its_routes_is_there(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(404);
        given().urlEncodingEnabled(false).post(path).then().statusCode(404);
    }
}
