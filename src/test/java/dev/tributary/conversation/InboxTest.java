package dev.tributary.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.MovableClock;
import dev.tributary.TestUser;
import dev.tributary.channel.ScriptedAdapter;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of conversations and what can be done to one. */
@QuarkusTest
class InboxTest {

    private static final String CONVERSATIONS = "/rest/v1/conversations";

    @Inject
    MovableClock clock;

    @Inject
    ConversationJobs jobs;

    private Scene scene;
    private TestUser agent;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
        scene = Scene.create();
        agent = scene.organization().agent();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    /** Of one minute and of several, some at the very same time. */
    @ParameterizedTest
    @ValueSource(strings = {"channel_type=SCRIPTED", "status=open", "status=open&status=pending", "assignee_id=none", "unread=true"})
    void pages_follow_each_other_without_gap_or_repetition(String filter) {
        // Given
        Instant minute = Instant.parse("2026-03-01T10:00:00Z");
        Map<UUID, Instant> written = new HashMap<>();
        for (double seconds : List.of(-60.001, -60.0, -0.001, 0.0, 0.0, 0.0, 12.0, 12.5, 12.5, 59.999, 60.0, 3600.0)) {
            Instant at = minute.plusMillis(Math.round(seconds * 1000));
            written.put(scene.conversation("Person", at), at);
        }
        List<String> expected = written.keySet().stream()
                .sorted(Comparator.comparing((UUID id) -> written.get(id)).thenComparing(UUID::toString).reversed())
                .map(UUID::toString)
                .toList();

        // When
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            var request = agent.api().queryParam("limit", 5);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor)).get(CONVERSATIONS + "?" + filter).then().statusCode(200).extract();
            seen.addAll(page.path("items.id"));
            cursor = page.path("next_cursor");
        } while (cursor != null);

        // Then
        assertEquals(expected, seen);
    }

    /** Else the conversation would get a new entry in each of its indexes with every message. */
    @Test
    void what_every_message_changes_is_in_no_index() {
        List<String> indexed = Scene.texts("""
                select distinct a.attname::text from pg_index i
                join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refobjid = i.indrelid
                join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
                where i.indrelid = 'conversation'::regclass""");

        assertThat(indexed)
                .contains("activity_minute")
                .doesNotContain("activity_at", "updated_at", "unread_count", "first_inbound_at", "last_inbound_at", "last_message_id", "last_message_at",
                        "last_message_preview", "last_message_direction", "last_message_status");
    }

    @Test
    void filters_find_what_they_say() {
        // Given
        UUID mine = scene.conversation("Anna Schmidt", Instant.now());
        UUID other = scene.conversation("Boris Becker", Instant.now().minusSeconds(60));
        scene.organization().admin().api().body(Map.of("name", "Urgent")).post("/rest/v1/tags").then().statusCode(201);
        patch(mine, Map.of("assignee_id", agent.id(), "priority", "urgent", "tags", List.of("urgent"))).then().statusCode(200)
                .body("tags", contains("Urgent")).body("assignee.name", equalTo(agent.name()));
        scene.inbound(other, "Where is my parcel 4711, please?");

        // Then
        list("assignee_id", "me").body("items.id", contains(mine.toString()));
        list("assignee_id", "none").body("items.id", contains(other.toString()));
        list("priority", "urgent").body("items.id", contains(mine.toString()));
        list("tag", "URGENT").body("items.id", contains(mine.toString()));
        list("channel_type", "SCRIPTED").body("items", hasSize(2));
        list("channel_account_id", scene.accountId()).body("items", hasSize(2));
        list("q", "parcel").body("items.id", contains(other.toString()));
        list("q", "schm").body("items.id", contains(mine.toString()));
        list("q", "' & | !").body("items", hasSize(0));
        list("unread", "true").body("items", hasSize(2));
        list("status", "resolved").body("items", hasSize(0));
        agent.api().queryParam("status", "opened").get(CONVERSATIONS).then().statusCode(400).body("errors.field", contains("status"));
        agent.api().queryParam("cursor", "made-up").get(CONVERSATIONS).then().statusCode(400).body("code", equalTo("cursor_invalid"));
    }

    @Test
    void counts_are_kept_and_not_counted() {
        // Given
        UUID first = scene.conversation();
        scene.conversation();
        patch(first, Map.of("status", "resolved")).then().statusCode(200);

        // When
        jobs.foldCounts().await().atMost(Duration.ofSeconds(10));

        // Then
        agent.api().get(CONVERSATIONS + "/counts").then().statusCode(200)
                .body("items.find { it.status == 'open' }.count", equalTo(1))
                .body("items.find { it.status == 'resolved' }.count", equalTo(1));
    }

    @Test
    void each_change_leaves_a_line_that_says_who_did_what() {
        // Given
        UUID conversation = scene.conversation();

        // When
        patch(conversation, Map.of("status", "resolved", "priority", "high")).then().statusCode(200).body("status", equalTo("resolved"));

        // Then
        agent.api().get(CONVERSATIONS + "/" + conversation + "/messages").then().statusCode(200)
                .body("items.direction", hasItem("event"))
                .body("items.text", hasItems(agent.name() + " resolved this", agent.name() + " set the priority to high"))
                .body("items.content.event", containsInAnyOrder("status_changed", "priority_changed"));
        assertEquals("{\"to\": \"resolved\", \"from\": \"open\"}", Scene.text("""
                select detail -> 'status' from change_event where conversation_id = ? and kind = 'conversation.updated' order by seq desc limit 1""", conversation));
    }

    @Test
    void null_takes_away_and_leaving_out_keeps() {
        // Given
        UUID conversation = scene.conversation();
        patch(conversation, Map.of("assignee_id", agent.id())).then().statusCode(200);
        patch(conversation, Map.of("priority", "low")).then().body("assignee.id", equalTo(agent.id().toString()));

        // When
        Map<String, Object> nobody = new HashMap<>();
        nobody.put("assignee_id", null);

        // Then
        patch(conversation, nobody).then().statusCode(200).body("assignee", nullValue()).body("priority", equalTo("low"));
    }

    @Test
    void two_conversations_of_one_thread_are_never_live_at_once() {
        // Given
        UUID old = scene.conversation();
        patch(old, Map.of("status", "resolved")).then().statusCode(200);
        UUID newer = scene.conversation();
        Scene.execute("update conversation set thread_key = (select thread_key from conversation where id = ?) where id = ?", old, newer);

        // When / Then
        patch(old, Map.of("status", "open")).then().statusCode(409)
                .body("code", equalTo("conversation_live_exists")).body("conversation_id", equalTo(newer.toString()));
    }

    @Test
    void a_snoozed_conversation_waits_as_pending_and_wakes_by_itself() {
        // Given
        UUID conversation = scene.conversation();
        String until = Instant.now().plus(Duration.ofHours(2)).toString();
        patch(conversation, Map.of("snoozed_until", until)).then().statusCode(200).body("status", equalTo("pending"));
        patch(conversation, Map.of("snoozed_until", "2020-01-01T00:00:00Z")).then().statusCode(400);

        // When
        clock.advance(Duration.ofHours(3));
        jobs.wakeDue().await().atMost(Duration.ofSeconds(10));

        // Then
        await().untilAsserted(() -> agent.api().get(CONVERSATIONS + "/" + conversation).then()
                .body("status", equalTo("open")).body("snoozed_until", nullValue()));
    }

    @Test
    void reading_clears_the_unread_count_for_everybody() {
        // Given
        UUID conversation = scene.conversation();

        // When
        agent.api().post(CONVERSATIONS + "/" + conversation + "/read").then().statusCode(200).body("unread_count", equalTo(0));

        // Then
        list("unread", "true").body("items", hasSize(0));
    }

    @Test
    void what_does_not_exist_here_is_refused_by_name() {
        // Given
        UUID conversation = scene.conversation();

        // Then
        patch(conversation, Map.of("assignee_id", UUID.randomUUID())).then().statusCode(400).body("errors.field", contains("assignee_id"));
        patch(conversation, Map.of("team_id", UUID.randomUUID())).then().statusCode(400).body("errors.field", contains("team_id"));
        patch(conversation, Map.of("tags", List.of("nonsense"))).then().statusCode(400).body("errors.field", contains("tags[0]"));
        patch(conversation, Map.of("status", "done")).then().statusCode(400).body("errors.field", contains("status"));
        patch(conversation, Map.of("colour", "red")).then().statusCode(400);
        patch(UUID.randomUUID(), Map.of("status", "open")).then().statusCode(404);
    }

    private io.restassured.response.Response patch(UUID conversation, Map<String, ?> change) {
        return agent.api().body(change).patch(CONVERSATIONS + "/" + conversation);
    }

    private io.restassured.response.ValidatableResponse list(String parameter, Object value) {
        return agent.api().queryParam(parameter, value).get(CONVERSATIONS).then().statusCode(200);
    }
}
