package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check that every other test's answers go through. */
class AnswersAsDescribedTest {

    private static final String DESCRIPTION = """
            {
              "paths": {
                "/rest/v1/cats": {"post": {"responses": {"201": {"description": "Made"}}}},
                "/rest/v1/cats/{id}": {"get": {"responses": {
                  "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Cat"}}}},
                  "default": {"$ref": "#/components/responses/Problem"}}}},
                "/rest/v1/cats/fattest": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"type": "string"}}}}}}}
              },
              "components": {
                "responses": {"Problem": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
                "schemas": {
                  "Mood": {"type": "string", "enum": ["fine", "hungry"]},
                  "Cat": {"type": "object", "required": ["name", "owner", "mood"], "properties": {
                    "name": {"type": "string"},
                    "owner": {"type": ["string", "null"]},
                    "mood": {"anyOf": [{"$ref": "#/components/schemas/Mood"}, {"type": "null"}]}}},
                  "Problem": {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
                }
              }
            }
            """;

    @Test
    void an_answer_as_described_has_no_problem() throws IOException {
        assertThat(cat("{\"name\": \"Tom\", \"owner\": null, \"mood\": \"hungry\"}")).isEmpty();
        assertThat(cat("{\"name\": \"Tom\", \"owner\": \"Ann\", \"mood\": null}")).isEmpty();
    }

    @Test
    void a_null_that_nobody_marked_is_a_problem() throws IOException {
        assertThat(cat("{\"name\": null, \"owner\": null, \"mood\": null}")).singleElement().asString().contains("name", "null found");
    }

    @Test
    void a_word_that_is_not_described_is_a_problem() throws IOException {
        assertThat(cat("{\"name\": \"Tom\", \"owner\": null, \"mood\": \"sleepy\"}")).anyMatch(problem -> problem.contains("mood"));
    }

    @Test
    void a_member_that_is_missing_is_a_problem_and_so_is_one_that_nobody_described() throws IOException {
        assertThat(cat("{\"name\": \"Tom\", \"mood\": null}")).singleElement().asString().contains("owner");
        assertThat(cat("{\"name\": \"Tom\", \"owner\": null, \"mood\": null, \"tail\": 1}")).singleElement().asString().contains("tail");
    }

    @Test
    void a_refusal_is_held_against_the_description_of_refusals() throws IOException {
        assertThat(problems("GET", "/rest/v1/cats/1", 404, "{\"code\": \"not_found\", \"account_id\": 1}")).isEmpty();
        assertThat(problems("GET", "/rest/v1/cats/1", 404, "{}")).singleElement().asString().contains("code");
    }

    @Test
    void a_route_without_parameters_comes_first_and_an_answer_has_to_be_described() throws IOException {
        assertThat(problems("GET", "/rest/v1/cats/fattest", 200, "\"Tom\"")).isEmpty();
        assertThat(problems("POST", "/rest/v1/cats", 201, "{}")).containsExactly("the answer 201 is not described");
    }

    private static List<String> cat(String answer) throws IOException {
        return problems("GET", "/rest/v1/cats/1", 200, answer);
    }

    private static List<String> problems(String method, String path, int status, String answer) throws IOException {
        return new AnswersAsDescribed(DESCRIPTION).problems(method, path, status, "application/json", answer);
    }
}
