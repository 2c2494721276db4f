package dev.tributary.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.PostgresForTests;
import dev.tributary.platform.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An installation that is in use goes on with the newest version, whichever it had: in one step, with everything that it held. */
class UpgradeTest {

    private static final String FIRST_WHOLE_SCHEMA = "0007";
    private static final int CUSTOMERS = 40;

    /** Two organizations with a channel, customers, conversations in every status, messages, files, queued work, a journal and a feed. */
    private static final String FILL = """
            insert into organization (id, name) select ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'Organization ' || n from generate_series(1, 2) n;
            insert into person (id, email, password_hash) select gen_random_uuid(), 'owner' || n || '@example.org', 'x' from generate_series(1, 2) n;
            insert into app_user (id, organization_id, person_id, name, role)
                select gen_random_uuid(), o.id, p.id, 'Owner', 'owner' from organization o join person p on p.email = 'owner' || right(o.name, 1) || '@example.org';
            insert into channel_account (id, organization_id, name, type, webhook_key) select gen_random_uuid(), id, 'Support', 'TELEGRAM', 'key-' || id from organization;
            insert into contact (id, organization_id, name, created_at, updated_at)
                select gen_random_uuid(), o.id, 'Customer ' || n, now(), now() from organization o, generate_series(1, %1$d) n;
            insert into contact_identity (id, organization_id, contact_id, kind, channel_account_id, channel_type, value, created_at)
                select gen_random_uuid(), c.organization_id, c.id, 'provider', a.id, a.type, 'person-' || c.id, now()
                from contact c join channel_account a on a.organization_id = c.organization_id;
            insert into conversation_number (organization_id, last) select id, %1$d from organization;
            insert into conversation (id, organization_id, number, channel_account_id, channel_type, contact_id, contact_identity_id, thread_key, status,
                                      unread_count, last_inbound_at, first_inbound_at, activity_at, created_at, updated_at)
                select gen_random_uuid(), i.organization_id, row_number() over (partition by i.organization_id), i.channel_account_id, 'TELEGRAM', i.contact_id, i.id, 'thread-' || i.id,
                       (array['open', 'pending', 'resolved', 'closed'])[1 + (row_number() over ()) %% 4], 1, now(), now(), now(), now(), now()
                from contact_identity i;
            insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, author_name, provider_message_id, created_at, received_at)
                select gen_random_uuid(), v.organization_id, v.id, v.channel_account_id, 'inbound', 'text', 'Grüße ' || n, 'contact', 'Customer', v.id || ':' || n, now(), now()
                from conversation v, generate_series(1, 3) n;
            insert into message (id, organization_id, conversation_id, channel_account_id, direction, kind, text, author_type, delivery_status, created_at, received_at)
                select gen_random_uuid(), v.organization_id, v.id, v.channel_account_id, 'outbound', 'text', 'An answer', 'system', 'delivered', now(), now() from conversation v;
            insert into attachment (id, organization_id, message_id, kind, file_name, content_type, size, state, storage_key, created_at)
                select gen_random_uuid(), m.organization_id, m.id, 'image', 'photo.jpg', 'image/jpeg', 10, 'stored', 'some/key', now() from message m where m.direction = 'inbound';
            insert into tag (id, organization_id, name) select gen_random_uuid(), id, 'vip' from organization;
            """.formatted(CUSTOMERS);

    private static final List<String> TABLES =
            List.of("organization", "person", "app_user", "channel_account", "contact", "contact_identity", "conversation", "message", "attachment", "tag");

    private static List<String> newlyInstalled;

    @BeforeAll
    static void installAnew() throws SQLException {
        DataSource fresh = emptyDatabase();
        flyway(fresh, null).load().migrate();
        newlyInstalled = columns(fresh);
    }

    static Stream<String> versions() {
        return Arrays.stream(flyway(PostgresForTests.server().getPostgresDatabase(), null).load().info().all())
                .map(MigrationInfo::getVersion)
                .filter(version -> version != null && version.compareTo(MigrationVersion.fromVersion(FIRST_WHOLE_SCHEMA)) >= 0)
                .map(MigrationVersion::getVersion);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everything_is_still_there_after_the_step_from(String version) throws SQLException {
        // Given
        DataSource database = emptyDatabase();
        flyway(database, version).load().migrate();
        execute(database, FILL);
        List<String> before = content(database);

        // When
        flyway(database, null).load().migrate();

        // Then
        assertThat(content(database)).isEqualTo(before);
        assertThat(before).hasSize(TABLES.size()).noneMatch(table -> table.endsWith(" 0"));
        assertThat(flyway(database, null).load().validateWithResult().validationSuccessful).isTrue();
        assertThat(columns(database)).as("as if newly installed").isEqualTo(newlyInstalled);
        execute(database, "insert into contact (id, organization_id, name, created_at, updated_at) select gen_random_uuid(), id, 'Customer of tomorrow', now(), now() from organization");
    }

    private static FluentConfiguration flyway(DataSource database, String target) {
        FluentConfiguration flyway = Flyway.configure().dataSource(database).locations("classpath:db/migration");
        return target == null ? flyway : flyway.target(target);
    }

    private static DataSource emptyDatabase() throws SQLException {
        String name = "upgrade_" + Ids.next().toString().replace("-", "");
        execute(PostgresForTests.server().getPostgresDatabase(), "create database " + name);
        return PostgresForTests.server().getDatabase("postgres", name);
    }

    /** Each table's rows, counted, and a sum over the words that people wrote. */
    private static List<String> content(DataSource database) throws SQLException {
        List<String> content = new ArrayList<>();
        for (String table : TABLES) {
            content.add(table + " " + query(database, "select count(*) from " + table).getFirst());
        }
        List<String> texts = query(database, "select md5(string_agg(coalesce(text, '') || conversation_id || created_at, ',' order by id)) from message");
        content.set(TABLES.indexOf("message"), content.get(TABLES.indexOf("message")) + " " + texts.getFirst());
        return content;
    }

    private static List<String> columns(DataSource database) throws SQLException {
        return query(database, """
                select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
                from information_schema.columns where table_schema = 'public' and table_name !~ '_[0-9]{8}$' and table_name <> 'flyway_schema_history' order by 1
                """);
    }

    private static List<String> query(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
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
