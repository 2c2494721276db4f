package dev.tributary.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics are open to whoever watches the service: they tell routes, and nothing that was in an address. */
class MetricPathsTest {

    @ParameterizedTest
    @CsvSource({
        "/rest/v1/conversations/{id}/read, 401, /rest/v1/conversations/{id}/read",
        "/rest/v1/conversations/counts, 200, /rest/v1/conversations/counts",
        "/rest/v1/conversations, 400, /rest/v1/conversations",
        "/sandbox/telegram/bot7280152744:SANDBOX-UzxvozNK/getMe, 200, /sandbox/telegram/{}/getMe",
        "/rest/v1/contacts/1b857fdc-d9b7-4f15-b4ff-56d243c01ea6/merge, 405, /rest/v1/contacts",
        "/rest/v1/contacts/made-up/merge, 405, /rest/v1/contacts",
        "/api/v1/files/dGWhGg336nBXfGToN9ZCjTBai7CUWENndSEWQ9TNgIc, 200, /api/v1/files/{}",
        "NOT_FOUND, 404, NOT_FOUND",
        "/, 200, /",
        "root, 200, root"
    })
    void ids_keys_and_what_strangers_make_up_are_left_out(String uri, String status, String told) {
        assertThat(MetricPaths.told(uri, status)).isEqualTo(told);
    }
}
