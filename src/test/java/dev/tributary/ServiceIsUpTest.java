package dev.tributary;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceIsUpTest {

    @Test
    void readiness_covers_the_database() {
        when().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void swagger_ui_and_the_openapi_document_are_served() {
        when().get("/q/openapi").then().statusCode(200);
        when().get("/q/swagger-ui/").then().statusCode(200);
    }

    @Test
    void the_openapi_document_has_the_names_that_are_spoken() throws Exception {
        // When
        JsonNode schemas = new ObjectMapper().readTree(when().get("/q/openapi?format=json").asByteArray()).path("components").path("schemas");

        // Then
        List<String> unspoken = schemas.properties().stream()
                .flatMap(schema -> schema.getValue().path("properties").properties().stream().map(property -> schema.getKey() + "." + property.getKey()))
                .filter(name -> !name.matches("\\w+\\.[a-z0-9_]+"))
                .toList();
        assertThat(unspoken).isEmpty();
        assertThat(schemas.path("ConversationView").path("properties").has("channel_account_id")).isTrue();
        assertThat(schemas.path("MessageView").path("properties").has("delivery_status")).isTrue();
        assertThat(schemas.path("Secret").path("type").asText()).isEqualTo("string");
        assertThat(schemas.has("ByteBuf")).as("what no program should know").isFalse();
    }

    /** That they are, {@link EveryAnswerIsAsDescribed} sees to: here of all routes that can be asked without knowing an id. */
    @Test
    void every_list_and_setting_is_answered_as_described() {
        List<String> noJson = List.of("/rest/v1/oauth/callback", "/rest/v1/session/oidc");
        Map<String, Map<String, Object>> paths = when().get("/q/openapi?format=json").path("paths");
        List<String> readable = paths.entrySet().stream()
                .filter(path -> path.getKey().startsWith("/rest/v1/") && !path.getKey().contains("{") && path.getValue().containsKey("get"))
                .map(Map.Entry::getKey)
                .filter(path -> !noJson.contains(path))
                .toList();
        TestUser admin = TestOrganizations.create().admin();

        assertThat(readable).hasSizeGreaterThan(15).allSatisfy(path -> admin.browser().get(path).then().statusCode(200));
    }
}
