package dev.tributary.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations go where their channel account goes. */
@QuarkusTest
class ArchivedChannelsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int CONVERSATIONS = 45;

    private TestOrganization ours;
    private UUID account;

    @BeforeEach
    void a_channel_with_history() throws SQLException {
        ours = TestOrganizations.create();
        account = Ids.next();
        UUID contact = Ids.next();
        UUID identity = Ids.next();
        execute("insert into channel_account (id, organization_id, name, type, webhook_key, is_active) values (?, ?, 'Old', 'TELEGRAM', ?, false)", account, ours.id(), account.toString());
        execute("insert into contact (id, organization_id, name, created_at, updated_at) values (?, ?, 'Ada', now(), now())", contact, ours.id());
        execute("insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, value, created_at) values (?, ?, ?, 'provider', ?, '1', now())", identity, ours.id(), contact, account);
        execute(
                """
                insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key, activity_at, created_at, updated_at)
                select gen_random_uuid(), ?, n, ?, 'TELEGRAM', ?, ?, n::text, now(), now(), now() from generate_series(1, ?) n""",
                ours.id(), account, contact, identity, CONVERSATIONS);
        execute(
                """
                insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, created_at, received_at)
                select gen_random_uuid(), c.organization_id, c.id, c.channel_account_id, 'inbound', 'text', 'hello', 'contact', now(), now() from conversation c where c.channel_account_id = ?""",
                account);
    }

    @Test
    void archiving_the_channel_archives_its_conversations_and_tells_the_inbox() {
        ours.admin().api().delete("/rest/v1/channel_accounts/" + account).then().statusCode(204);

        Awaitility.await().atMost(SOON).until(() -> count("select count(*) from conversation where channel_account_id = ? and archived_at is not null", account) == CONVERSATIONS);
        assertEquals(CONVERSATIONS, count("select count(*) from message where channel_account_id = ?", account));
        assertEquals(CONVERSATIONS, count("select count(*) from change_event where organization_id = ? and kind = 'conversation.updated'", ours.id()));
    }

    @Test
    void purging_it_leaves_nothing_but_the_people() {
        ours.admin().api().delete("/rest/v1/channel_accounts/" + account).then().statusCode(204);
        ours.admin().api().delete("/rest/v1/channel_accounts/" + account + "?purge=true").then().statusCode(204);

        Awaitility.await().atMost(SOON).until(() -> count("select count(*) from channel_account where id = ?", account) == 0);
        assertEquals(0, count("select count(*) from conversation where channel_account_id = ?", account));
        assertEquals(0, count("select count(*) from message where channel_account_id = ?", account));
        assertEquals(1, count("select count(*) from contact where organization_id = ?", ours.id()));
    }

    private static long count(String sql, UUID id) {
        try (Connection database = TestOrganizations.connect();
                PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setObject(1, id);
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
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
