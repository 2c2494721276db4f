package dev.tributary.operations;

import static dev.tributary.adapter.email.MailAwait.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.PackagedService;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.tributary.PostgresForTests;
import dev.tributary.platform.SecretKeys;
import io.vertx.core.json.JsonObject;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service is killed while it takes mail in, again and again: every mail of the mailbox is one message in the end. */
class MailboxKilledIT {

    private static final int MAILS = 800;
    private static final int KILLS = Integer.getInteger("crash.kills", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path data;

    @Test
    void every_mail_is_one_message_whatever_dies() throws Exception {
        // Given
        GreenMail server = new GreenMail(new ServerSetup[] {ServerSetupTest.IMAP.dynamicPort()});
        server.start();
        GreenMailUser user = server.setUser("support@shop.example", "support@shop.example", "secret");
        deliver(user, 0, MAILS);
        int port = server.getImap().getPort();
        String name = "mailbox_" + Long.toUnsignedString(System.nanoTime());
        execute("postgres", "create database " + name);
        Map<String, String> settings = Map.of(
                "TRIBUTARY_DATABASE_URL", "postgresql://postgres:postgres@localhost:" + PostgresForTests.server().getPort() + "/" + name,
                "TRIBUTARY_SECRET_KEYS", SecretKeys.generate(),
                "TRIBUTARY_DATA_DIR", data.toString(),
                "TRIBUTARY_EGRESS_ALLOW", "127.0.0.1:" + port,
                "TRIBUTARY_EMAIL_IDLE", "2s");
        PackagedService service = PackagedService.launch(settings).awaitReady();
        try {
            service.post("/rest/v1/channel_accounts", JsonObject.of("name", "Mail", "type", "EMAIL", "settings", JsonObject.of(
                    "address", "support@shop.example", "imap_host", "127.0.0.1", "imap_port", port, "imap_tls", "none", "imap_password", "secret",
                    "import_since_days", 30)).encode());
            // When
            for (int kill = 0; kill < KILLS; kill++) {
                int before = kill * MAILS / (KILLS + 1);
                await("mails come in").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> count(name, "select count(*) from journal_event") > before);
                service.kill();
                service = PackagedService.launch(service.port(), settings).awaitReady();
            }
            deliver(user, MAILS, 10);
            // Then
            await("everything is applied").atMost(PATIENCE).until(() -> count(name, "select count(*) from message") >= MAILS + 10);
            TimeUnit.SECONDS.sleep(3);
            assertEquals(MAILS + 10, count(name, "select count(*) from message"));
            assertEquals(MAILS + 10, count(name, "select count(distinct text) from message"));
            assertEquals(0, count(name, "select count(*) from journal_event where outcome <> 'applied'"));
        } finally {
            service.close();
            server.stop();
        }
    }

    private static void deliver(GreenMailUser user, int from, int count) throws Exception {
        for (int number = from; number < from + count; number++) {
            String mail = "From: Customer " + number % 50 + " <c" + number % 50 + "@customer.example>\r\nTo: support@shop.example\r\nSubject: Mail " + number + "\r\nMessage-ID: <" + number
                    + "@customer.example>\r\n\r\nNumber " + number + "\r\n";
            user.deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.US_ASCII))));
        }
    }

    private static long count(String database, String sql) throws SQLException {
        try (Connection connection = connect(database); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String name) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + PostgresForTests.server().getPort() + "/" + name, "postgres", "postgres");
    }
}
