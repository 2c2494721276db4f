package dev.tributary.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.PostgresForTests;
import dev.tributary.platform.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;

/**
 * An installation that is in use goes on with the newest version, whichever it had, with everything that it held. One database walks through all versions; at each,
 * organizations of its own come to it, written as that version wrote. So each step meets the data of every version before it.
 */
class UpgradeTest {

    private static final MigrationVersion FIRST_WHOLE_SCHEMA = MigrationVersion.fromVersion("0007");
    private static final int CUSTOMERS = 8;

    /** Two organizations with a channel, customers, conversations in every status, messages and files. */
    private static final String FILL = """
            create temporary table newcomer on commit drop as select gen_random_uuid() as id, 'Version %2$s of ' || n as name from generate_series(1, 2) n;
            insert into organization (id, name) select id, name from newcomer;
            insert into person (id, email, password_hash) select gen_random_uuid(), 'owner-' || id || '@example.org', 'x' from newcomer;
            insert into app_user (id, organization_id, person_id, name, role)
                select gen_random_uuid(), o.id, p.id, 'Owner', 'owner' from newcomer o join person p on p.email = 'owner-' || o.id || '@example.org';
            insert into channel_account (id, organization_id, name, type, webhook_key) select gen_random_uuid(), id, 'Support', 'TELEGRAM', 'key-' || id from newcomer;
            insert into contact (id, organization_id, name, created_at, updated_at)
                select gen_random_uuid(), o.id, 'Customer ' || n, now(), now() from newcomer o, generate_series(1, %1$d) n;
            insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at)
                select gen_random_uuid(), c.organization_id, c.id, 'provider', a.id, a.type, 'person-' || c.id, now()
                from newcomer o join contact c on c.organization_id = o.id join channel_account a on a.organization_id = o.id;
            insert into conversation_number (organization_id, last) select id, %1$d from newcomer;
            insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key, status,
                                      unread_count, last_inbound_at, first_inbound_at, activity_at, created_at, updated_at)
                select gen_random_uuid(), i.organization_id, row_number() over (partition by i.organization_id), i.channel_account_id, 'TELEGRAM', i.contact_id, i.id, 'thread-' || i.id,
                       (array['open', 'pending', 'resolved', 'closed'])[1 + (row_number() over ()) %% 4], 1, now(), now(), now(), now(), now()
                from newcomer o join contact_identity i on i.organization_id = o.id;
            insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, author_name, provider_message_id, created_at, received_at)
                select gen_random_uuid(), v.organization_id, v.id, v.channel_account_id, 'inbound', 'text', 'Grüße ' || n, 'contact', 'Customer', v.id || ':' || n, now(), now()
                from newcomer o join conversation v on v.organization_id = o.id, generate_series(1, 3) n;
            insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, delivery_status, created_at, received_at)
                select gen_random_uuid(), v.organization_id, v.id, v.channel_account_id, 'outbound', 'text', 'An answer', 'system', 'delivered', now(), now()
                from newcomer o join conversation v on v.organization_id = o.id;
            insert into attachment (id, organization_id, message_id, kind, file_name, content_type, size, state, storage_key, created_at)
                select gen_random_uuid(), m.organization_id, m.id, 'image', 'photo.jpg', 'image/jpeg', 10, 'stored', 'some/key', now()
                from newcomer o join message m on m.organization_id = o.id where m.direction = 'inbound';
            insert into tag (id, organization_id, name) select gen_random_uuid(), id, 'vip' from newcomer;
            """;

    private static final List<String> TABLES = List.of("app_user", "channel_account", "contact", "contact_identity", "conversation", "message", "attachment", "tag");

    @Test
    void everything_is_still_there_whichever_version_it_came_from() throws SQLException {
        // Given
        DataSource newlyInstalled = emptyDatabase();
        flyway(newlyInstalled).load().migrate();
        DataSource database = emptyDatabase();
        Newcomers newcomers = new Newcomers();

        // When
        flyway(database).callbacks(newcomers).load().migrate();

        // Then
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, List<String>> held : newcomers.held.entrySet()) {
                assertThat(content(connection, held.getKey())).as("what came with version %s", held.getKey()).isEqualTo(held.getValue());
            }
        }
        assertThat(newcomers.held).hasSizeGreaterThan(38);
        assertThat(flyway(database).load().validateWithResult().validationSuccessful).isTrue();
        assertThat(columns(database)).as("as if newly installed").isEqualTo(columns(newlyInstalled));
        execute(database, "insert into contact (id, organization_id, name, created_at, updated_at) select gen_random_uuid(), id, 'Customer of tomorrow', now(), now() from organization");
    }

    /** Writes at each version what an installation of that version holds. */
    private static final class Newcomers extends BaseCallback {

        /** By version, what came with it. */
        private final Map<String, List<String>> held = new LinkedHashMap<>();

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_EACH_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            MigrationVersion version = context.getMigrationInfo().getVersion();
            if (version.compareTo(FIRST_WHOLE_SCHEMA) < 0) {
                return;
            }
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute(FILL.formatted(CUSTOMERS, version.getVersion()));
                List<String> content = content(context.getConnection(), version.getVersion());
                assertThat(content).noneMatch(table -> table.endsWith(" 0"));
                held.put(version.getVersion(), content);
            } catch (SQLException impossible) {
                throw new IllegalStateException("version " + version.getVersion() + " could not be filled", impossible);
            }
        }
    }

    private static FluentConfiguration flyway(DataSource database) {
        return Flyway.configure().dataSource(database).locations("classpath:db/migration");
    }

    private static DataSource emptyDatabase() throws SQLException {
        String name = "upgrade_" + Ids.next().toString().replace("-", "");
        execute(PostgresForTests.server().getPostgresDatabase(), "create database " + name);
        return PostgresForTests.server().getDatabase("postgres", name);
    }

    /** Each table's rows of those who came with a version, counted, and a sum over the words that people wrote. */
    private static List<String> content(Connection connection, String version) throws SQLException {
        String theirs = " where organization_id in (select id from organization where name like 'Version %s of %%')".formatted(version);
        List<String> content = new ArrayList<>();
        for (String table : TABLES) {
            content.add(table + " " + query(connection, "select count(*) from " + table + theirs).getFirst());
        }
        content.addAll(query(connection, "select md5(string_agg(coalesce(text, '') || conversation_id || created_at, ',' order by id)) from message" + theirs));
        return content;
    }

    private static List<String> columns(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return query(connection, """
                select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
                from information_schema.columns where table_schema = 'public' and table_name !~ '_[0-9]{8}$' and table_name <> 'flyway_schema_history' order by 1
                """);
        }
    }

    private static List<String> query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
