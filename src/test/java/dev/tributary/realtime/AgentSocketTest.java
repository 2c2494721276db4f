package dev.tributary.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.ChangeFeed;
import dev.tributary.platform.ChangeFeed.Change;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is missed, nothing comes twice, and nobody sees another tenant, over real sockets. */
@QuarkusTest
class AgentSocketTest {

    @Inject
    Pool database;

    @Inject
    ChangeFeed feed;

    TestOrganization ours;

    @BeforeEach
    void anOrganization() {
        ours = TestOrganizations.create();
    }

    @Test
    void every_change_comes_once_and_in_order_while_many_are_written() {
        try (AgentLine line = AgentLine.open(ours.agent())) {
            long start = line.join(null);

            change(ours, 700, 35);

            await().untilAsserted(() -> assertThat(line.numbers()).hasSize(700));
            assertThat(line.numbers()).containsExactlyElementsOf(LongStream.rangeClosed(start + 1, start + 700).boxed().toList());
        }
    }

    @Test
    void a_browser_that_was_away_gets_what_it_missed_from_its_last_number() {
        long seen;
        try (AgentLine line = AgentLine.open(ours.agent())) {
            line.join(null);
            change(ours, 3, 1);
            await().untilAsserted(() -> assertThat(line.numbers()).hasSize(3));
            seen = line.numbers().getLast();
        }
        change(ours, 1_200, 1);

        try (AgentLine line = AgentLine.open(ours.agent())) {
            line.join(seen);
            change(ours, 5, 5);

            await().untilAsserted(() -> assertThat(line.numbers()).hasSize(1_205));
            assertThat(line.numbers()).containsExactlyElementsOf(LongStream.rangeClosed(seen + 1, seen + 1_205).boxed().toList());
        }
    }

    @Test
    void a_browser_whose_number_is_no_longer_kept_is_told_to_load_afresh() {
        change(ours, 4, 1);
        run("delete from change_event where organization_id = '" + ours.id() + "' and seq < 4");

        try (AgentLine line = AgentLine.open(ours.agent())) {
            assertThat(line.join(1L)).isEqualTo(4);
            assertThat(line.of("joined").getFirst().getBoolean("resync")).isTrue();
        }
    }

    @Test
    void nobody_hears_of_another_organization() {
        TestOrganization others = TestOrganizations.create();
        try (AgentLine line = AgentLine.open(ours.agent()); AgentLine foreign = AgentLine.open(others.agent())) {
            line.join(null);
            foreign.join(null);

            change(ours, 2, 1);
            change(others, 1, 1);

            await().untilAsserted(() -> assertThat(foreign.numbers()).hasSize(1));
            await().untilAsserted(() -> assertThat(line.numbers()).hasSize(2));
            foreign.send(new JsonObject().put("t", "viewing").put("conversation_id", Ids.next().toString()));
            foreign.send(new JsonObject().put("t", "ping"));
            await().untilAsserted(() -> assertThat(foreign.of("viewing")).hasSize(1));
            assertThat(line.of("viewing")).isEmpty();
        }
    }

    @Test
    void colleagues_see_who_is_there_and_who_is_looking() {
        String conversation = Ids.next().toString();
        try (AgentLine lena = AgentLine.open(ours.agent()); AgentLine max = AgentLine.open(ours.admin())) {
            lena.join(null);
            max.join(null);
            await().untilAsserted(() -> assertThat(lena.of("presence"))
                    .anySatisfy(frame -> assertThat(frame.getString("user_id")).isEqualTo(ours.admin().id().toString())));

            max.send(new JsonObject().put("t", "viewing").put("conversation_id", conversation));

            await().untilAsserted(() -> assertThat(lena.of("viewing")).hasSize(1));
            assertThat(lena.of("viewing").getFirst().getJsonArray("users").getJsonObject(0).getString("name")).isEqualTo(ours.admin().name());
        }
    }

    @Test
    void signing_out_closes_the_socket() {
        try (AgentLine line = AgentLine.open(ours.agent())) {
            line.join(null);

            ours.agent().browser().delete("/rest/v1/session").then().statusCode(204);

            await().untilAsserted(() -> assertThat(line.closedWith).isEqualTo(4401));
        }
    }

    @Test
    void a_page_of_another_origin_and_a_stranger_get_no_socket() {
        assertThatThrownBy(() -> AgentLine.open(ours.agent(), "https://evil.example")).rootCause().hasMessageContaining("403");
        io.restassured.RestAssured.given().header("Upgrade", "websocket").get("/ws").then().statusCode(401);
    }

    @Test
    void a_malformed_frame_closes_its_line_and_nothing_else() {
        try (AgentLine calm = AgentLine.open(ours.agent())) {
            calm.join(null);
            for (String frame : List.of("{", "[]", "{\"t\":\"typing\"}", "{\"t\":\"join\",\"after\":\"x\"}", "{\"t\":\"viewing\",\"conversation_id\":7}")) {
                try (AgentLine line = AgentLine.open(ours.agent())) {
                    line.sendRaw(frame);
                    await().untilAsserted(() -> assertThat(line.closedWith).isEqualTo(4400));
                }
            }
            change(ours, 1, 1);
            await().untilAsserted(() -> assertThat(calm.numbers()).hasSize(1));
        }
    }

    private void change(TestOrganization organization, int count, int transactions) {
        List<Change> changes = Collections.nCopies(count / transactions, Change.of("contact.updated", organization.id()));
        List<UUID> all = IntStream.range(0, transactions).mapToObj(_ -> organization.id()).toList();
        all.parallelStream().forEach(id -> database.withTransaction(tx -> feed.append(tx, id, changes)).await().indefinitely());
        feed.announce(organization.id());
    }

    private void run(String sql) {
        database.query(sql).execute().await().indefinitely();
    }
}
