package dev.tributary.statistics;

import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who runs a workspace looks at how its channels do. */
@QuarkusTest
class ChannelStatisticsTest {

    private TestOrganization ours;
    private UUID account;

    @BeforeEach
    void a_channel() throws SQLException {
        ours = TestOrganizations.create();
        account = Ids.next();
        execute("insert into channel_account (id, organization_id, name, type, webhook_key) values (?, ?, 'Support', 'TELEGRAM', ?)", account, ours.id(), account.toString());
    }

    @Test
    void totals_and_a_series_without_holes() throws SQLException {
        hour("2026-03-02T09:00Z", 10, 7, 1, 3);
        hour("2026-03-02T10:00Z", 5, 5, 0, 1);
        hour("2026-03-04T23:00Z", 1, 0, 0, 1);
        hour("2026-03-05T00:00Z", 99, 99, 99, 99);
        answered("2026-03-02T09:30Z", 60, 120, 180, 240, 300, 360, 420, 480, 540, 600);
        answered("2026-03-04T23:30Z", 30);

        report("from=2026-03-02T00:00:00Z&to=2026-03-05T00:00:00Z&interval=day")
                .statusCode(200)
                .body("totals.messages_received", equalTo(16))
                .body("totals.messages_sent", equalTo(12))
                .body("totals.messages_failed", equalTo(1))
                .body("totals.conversations", equalTo(5))
                .body("totals.first_response_seconds.median", equalTo(300f))
                .body("series.at", equalTo(List.of("2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z")))
                .body("series.messages_received", equalTo(List.of(15, 0, 1)))
                .body("series[0].first_response_seconds.median", equalTo(330f))
                .body("series[0].first_response_seconds.p90", equalTo(546f))
                .body("series[0].first_response_seconds.average", equalTo(330f))
                .body("series[1].first_response_seconds.median", nullValue());
    }

    @Test
    void a_day_is_a_day_where_the_organization_is() throws SQLException {
        zone("America/New_York");
        hour("2026-03-08T04:00Z", 1, 0, 0, 0);
        hour("2026-03-08T05:00Z", 2, 0, 0, 0);
        hour("2026-03-09T03:00Z", 4, 0, 0, 0);
        hour("2026-03-09T04:00Z", 8, 0, 0, 0);

        // The clocks go forward on the eighth: that day has 23 hours.
        report("from=2026-03-07T05:00:00Z&to=2026-03-10T04:00:00Z&interval=day")
                .body("time_zone", equalTo("America/New_York"))
                .body("series.at", equalTo(List.of("2026-03-07T05:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")))
                .body("series.messages_received", equalTo(List.of(1, 6, 8)));
    }

    @Test
    void weeks_begin_on_monday_and_hours_are_hours() throws SQLException {
        hour("2026-03-01T12:00Z", 1, 0, 0, 0);
        hour("2026-03-02T12:00Z", 2, 0, 0, 0);

        report("from=2026-02-23T00:00:00Z&to=2026-03-09T00:00:00Z&interval=week")
                .body("series.at", equalTo(List.of("2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z")))
                .body("series.messages_received", equalTo(List.of(1, 2)));
        report("from=2026-03-02T11:00:00Z&to=2026-03-02T14:00:00Z&interval=hour").body("series.messages_received", equalTo(List.of(0, 2, 0)));
    }

    @Test
    void a_zone_off_by_half_an_hour_loses_nothing() throws SQLException {
        zone("Asia/Kolkata");
        for (int i = 0; i < 48; i++) {
            hour(OffsetDateTime.parse("2026-03-02T00:00Z").plusHours(i).toString(), 1, 0, 0, 0);
        }

        List<Integer> received = report("from=2026-03-02T00:00:00Z&to=2026-03-04T00:00:00Z&interval=day").body("totals.messages_received", equalTo(48)).extract().path("series.messages_received");

        assertEquals(48, received.stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void a_channel_that_did_nothing_reports_nothing_over_the_last_week() {
        report("").statusCode(200)
                .body("interval", equalTo("day"))
                .body("totals.messages_received", equalTo(0))
                .body("totals.first_response_seconds.p90", nullValue())
                .body("series", hasSize(8))
                .body("series.conversations", everyItem(equalTo(0)));
    }

    @Test
    void a_range_that_makes_no_sense_is_refused() {
        report("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z").statusCode(400).body("errors.field", hasItem("from"));
        report("from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&interval=hour").statusCode(400).body("errors.field", hasItem("interval"));
        report("interval=month").statusCode(400).body("errors.field", hasItem("interval"));
    }

    @Test
    void reports_are_for_those_who_run_the_workspace() {
        ours.agent().api().get(path()).then().statusCode(403);
        TestOrganizations.create().admin().api().get(path()).then().statusCode(404);
    }

    @Test
    void averages_are_not_rounded() throws SQLException {
        answered("2026-03-02T09:30Z", 1, 2, 2);

        report("from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z").body("totals.first_response_seconds.average.toDouble()", closeTo(5.0 / 3, 0.001));
    }

    private ValidatableResponse report(String query) {
        return ours.admin().api().get(path() + (query.isEmpty() ? "" : "?" + query)).then();
    }

    private String path() {
        return "/rest/v1/channel_accounts/" + account + "/statistics";
    }

    private void zone(String zone) throws SQLException {
        execute("update organization set time_zone = ? where id = ?", zone, ours.id());
    }

    private void hour(String at, int received, int sent, int failed, int conversations) throws SQLException {
        execute("insert into channel_stat_hourly values (?, ?, ?, ?, ?, ?)", account, OffsetDateTime.parse(at), received, sent, failed, conversations);
    }

    private void answered(String at, int... seconds) throws SQLException {
        UUID contact = Ids.next();
        UUID identity = Ids.next();
        execute("insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, 'Ada', now(), now())", contact, ours.id());
        execute("insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, value, created_at) values (?, ?, ?, 'provider', ?, ?, now())", identity, ours.id(), contact, account, identity.toString());
        for (int after : seconds) {
            UUID conversation = Ids.next();
            execute(
                    """
                    insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key, activity_at, created_at, updated_at)
                    select ?, ?, coalesce(max(number), 0) + 1, ?, 'TELEGRAM', ?, ?, ?, now(), now(), now() from conversation where organization_id = ?""",
                    conversation, ours.id(), account, contact, identity, conversation.toString(), ours.id());
            execute("insert into first_response values (?, ?, ?, ?)", conversation, account, OffsetDateTime.parse(at), (double) after);
        }
    }

    private static void execute(String sql, Object... values) throws SQLException {
        try (Connection database = TestOrganizations.connect();
                PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
