package dev.tributary.operations;

import dev.tributary.PackagedService;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.platform.SecretKeys;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with the database that it brings along, from its first start to its third. */
class EmbeddedDatabaseIT {

    @TempDir
    Path data;

    @Test
    void a_killed_service_finds_its_data_and_so_does_one_that_was_stopped() throws Exception {
        // Given
        try (PackagedService first = start()) {
            assertEquals(201, first.post("/rest/v1/teams", "{\"name\": \"kept\", \"member_ids\": []}").statusCode());
            // When
            first.kill();
        }
        try (PackagedService second = start()) {
            // Then
            assertThat(second.get("/rest/v1/teams").body(), containsString("\"kept\""));
            second.stop();
        }
        try (PackagedService third = start()) {
            assertThat(third.get("/rest/v1/teams").body(), containsString("\"kept\""));
        }
    }

    @Test
    void what_opens_stored_secrets_is_readable_by_its_owner_alone() throws Exception {
        try (PackagedService service = start()) {
            assertEquals("rw-------", permissions("secret.keys"));
            assertEquals("rw-------", permissions("postgres.password"));
            assertThat(Files.readString(data.resolve("postgres/pg_hba.conf")).lines().filter(line -> !line.startsWith("#")).toList().toString(),
                    not(containsString("trust")));
        }
    }

    @Test
    void a_second_service_leaves_the_directory_to_the_first() throws Exception {
        try (PackagedService first = start();
                PackagedService second = PackagedService.launch(settings())) {
            assertEquals(2, second.awaitEnd());
            assertThat(second.output(), containsString("TRIBUTARY_DATA_DIR"));
            assertEquals(200, first.get("/q/health/ready").statusCode());
        }
    }

    @Test
    void wrong_settings_are_named_together_and_nothing_starts() throws Exception {
        try (PackagedService service = PackagedService.launch(Map.of(
                "TRIBUTARY_DATA_DIR", data.toString(), "TRIBUTARY_DATABASE_URL", "mysql://nowhere/inbox", "TRIBUTARY_PUBLIC_URL", "here"))) {
            assertEquals(2, service.awaitEnd());
            assertThat(service.output(), containsString("tributary.database-url (TRIBUTARY_DATABASE_URL)"));
            assertThat(service.output(), containsString("tributary.public-url (TRIBUTARY_PUBLIC_URL)"));
            assertThat(service.output(), containsString("tributary.secret.keys (TRIBUTARY_SECRET_KEYS)"));
        }
    }

    @Test
    void a_port_that_is_taken_and_a_directory_that_is_none_are_told_without_a_trace() throws Exception {
        Path file = Files.writeString(data.resolve("a-file"), "");
        try (ServerSocket taken = new ServerSocket(0);
                PackagedService late = PackagedService.launch(Map.of("TRIBUTARY_DATA_DIR", data.toString(), "QUARKUS_HTTP_PORT", String.valueOf(taken.getLocalPort())));
                PackagedService lost = PackagedService.launch(Map.of("TRIBUTARY_DATA_DIR", file.toString()))) {
            assertEquals(2, late.awaitEnd());
            assertThat(late.output(), allOf(containsString("QUARKUS_HTTP_PORT"), not(containsString("\tat "))));
            assertEquals(2, lost.awaitEnd());
            assertThat(lost.output(), allOf(containsString("TRIBUTARY_DATA_DIR"), not(containsString("\tat "))));
        }
    }

    @Test
    void a_database_that_is_not_there_is_told_without_a_trace_and_without_its_password() throws Exception {
        try (PackagedService service = PackagedService.launch(Map.of(
                "TRIBUTARY_DATABASE_URL", "postgresql://tributary:sesame@127.0.0.1:1/inbox", "TRIBUTARY_SECRET_KEYS", SecretKeys.generate()))) {
            assertEquals(2, service.awaitEnd());
            assertThat(service.output(), allOf(containsString("TRIBUTARY_DATABASE_URL"), containsString("127.0.0.1"), not(containsString("sesame"))));
        }
    }

    private PackagedService start() throws IOException {
        return PackagedService.launch(settings()).awaitReady();
    }

    private Map<String, String> settings() {
        return Map.of("TRIBUTARY_DATA_DIR", data.toString());
    }

    private String permissions(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }
}
