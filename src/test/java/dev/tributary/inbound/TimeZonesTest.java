package dev.tributary.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tributary.TestOrganizations;
import dev.tributary.platform.SecretBox;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the server stands, and whatever its database's sessions are set to: times are instants, and the hour that comes twice a year is two hours. */
@QuarkusTest
class TimeZonesTest {

    /** Around both clock changes of Europe, and those of Newfoundland and Chatham. */
    private static final List<Instant> AROUND_CLOCK_CHANGES = List.of(
                    "2026-03-08T05:29:59Z", "2026-03-08T05:30:00Z", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-04-04T14:15:00Z",
                    "2026-09-26T14:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-11-01T03:45:00Z", "2026-11-01T04:45:00Z")
            .stream().map(Instant::parse).toList();

    private final TimeZone original = TimeZone.getDefault();

    @Inject
    SecretBox secrets;

    private TelegramAccount account;

    @BeforeEach
    void an_account() {
        account = TelegramAccount.create(secrets);
    }

    @AfterEach
    void home_again() {
        TimeZone.setDefault(original);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Chatham"})
    void what_was_written_when_is_the_same_everywhere(String zone) throws SQLException {
        // Given
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
        long update = 0;
        for (Instant at : AROUND_CLOCK_CHANGES) {
            long message = at.getEpochSecond() - 1_766_000_000L;
            account.post(TelegramAccount.text(++update, 77, message, at.toString())).then().statusCode(200);
        }

        // When
        await().untilAsserted(() -> account.organization().agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)));
        String conversation = account.organization().agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");
        List<String> newestFirst = new ArrayList<>(AROUND_CLOCK_CHANGES.stream().map(Instant::toString).toList());
        Collections.reverse(newestFirst);

        // Then
        await().untilAsserted(() -> messages(conversation, newestFirst));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
        messages(conversation, newestFirst);
        assertThat(stored(zone, conversation)).isEqualTo(AROUND_CLOCK_CHANGES.stream().map(Instant::getEpochSecond).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Chatham"})
    void a_time_with_an_offset_comes_back_as_its_instant(String zone) {
        // Given
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(zone)));
        account.post(TelegramAccount.text(1, 78, 1, "Hello")).then().statusCode(200);
        await().untilAsserted(() -> account.organization().agent().api().get("/rest/v1/conversations").then().body("items", hasSize(1)));
        String conversation = account.organization().agent().api().get("/rest/v1/conversations").then().extract().path("items[0].id");

        // When
        account.organization().agent().api().body(Map.of("snoozed_until", "2036-10-26T02:30:00+02:00")).patch("/rest/v1/conversations/" + conversation).then().statusCode(200);

        // Then
        account.organization().agent().api().get("/rest/v1/conversations/" + conversation).then().body("snoozed_until", equalTo("2036-10-26T00:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Kiritimati"})
    void the_days_of_journal_and_feed_are_days_of_utc_whatever_a_session_is_set_to(String zone) throws SQLException {
        try (Connection database = TestOrganizations.connect(); Statement statement = database.createStatement()) {
            List<String> before = partitions(statement);
            statement.execute("set timezone = '" + zone + "'");
            statement.execute("select ensure_day_partitions('journal_event', 3), ensure_day_partitions('change_event', 3)");

            assertThat(partitions(statement)).isEqualTo(before);
            assertThat(first(statement, "select uuid_of_day(date '2026-03-29')::text")).isEqualTo("%08x-%04x-0000-0000-000000000000".formatted(
                    Instant.parse("2026-03-29T00:00:00Z").toEpochMilli() >> 16, Instant.parse("2026-03-29T00:00:00Z").toEpochMilli() & 0xffff));
        }
    }

    private void messages(String conversation, List<String> newestFirst) {
        account.organization().agent().api().get("/rest/v1/conversations/" + conversation + "/messages").then()
                .body("items.created_at", equalTo(newestFirst))
                .body("items.text", equalTo(newestFirst));
    }

    /** As a session in that zone sees them. */
    private static List<Long> stored(String zone, String conversation) throws SQLException {
        try (Connection database = TestOrganizations.connect(); Statement statement = database.createStatement()) {
            statement.execute("set timezone = '" + zone + "'");
            List<Long> seconds = new ArrayList<>();
            ResultSet rows = statement.executeQuery("select extract(epoch from created_at)::bigint from message where conversation_id = '" + conversation + "' order by created_at");
            while (rows.next()) {
                seconds.add(rows.getLong(1));
            }
            return seconds;
        }
    }

    private static List<String> partitions(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        ResultSet rows = statement.executeQuery("""
                select c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent in ('journal_event'::regclass, 'change_event'::regclass) order by 1
                """);
        while (rows.next()) {
            names.add(rows.getString(1));
        }
        return names;
    }

    private static String first(Statement statement, String sql) throws SQLException {
        ResultSet row = statement.executeQuery(sql);
        row.next();
        return row.getString(1);
    }
}
