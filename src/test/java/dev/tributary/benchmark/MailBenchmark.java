package dev.tributary.benchmark;

import dev.tributary.PackagedService;
import dev.tributary.adapter.email.Dovecot;
import dev.tributary.platform.SecretKeys;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.mail.Folder;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * How fast a mailbox of 10,000 mails becomes messages, against a loop that only fetches the same mails one at a time from the same
 * Dovecot, and whether the memory that it takes grows with the mailbox. Run on demand; the README says how.
 */
public final class MailBenchmark {

    private static final int MAILS = Integer.getInteger("benchmark.mails", 10_000);
    private static final int CUSTOMERS = 500;
    private static final String USER = "benchmark";
    private static final int FIRST_MAILS = 2_000;
    private static final String FIRST_USER = "first";
    private static final int[] GROWING = {5_000, 10_000, 20_000};
    private static final int REST_SECONDS = 20;

    private MailBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Dovecot dovecot = Dovecot.start();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on").start();
                PackagedService service = PackagedService.launch(PackagedService.freePort(), settings(postgres, dovecot)).awaitReady();
                Connection database = postgres.getPostgresDatabase().getConnection()) {
            deliver(dovecot, USER, MAILS);
            deliver(dovecot, FIRST_USER, FIRST_MAILS);
            // the first look at a new mailbox makes the server's indexes, and the first mails compile the code: neither side shall pay for it
            raw(dovecot.port(), USER);
            raw(dovecot.port(), FIRST_USER);
            double theirs = MAILS / raw(dovecot.port(), USER);
            double first = FIRST_MAILS / ingest(service, dovecot.port(), FIRST_USER, FIRST_MAILS, database);
            long before = service.residentMiB();
            double ours = MAILS / ingest(service, dovecot.port(), USER, MAILS, database);
            System.out.printf("the first %d mails after the start: %.0f mails/s became messages%n", FIRST_MAILS, first);
            System.out.printf("%d mails: %.0f mails/s became messages, %.0f mails/s by a loop that only fetches, ratio %.2f (target 0.25)%n", MAILS, ours, theirs, ours / theirs);
            System.out.printf("resident memory %d MiB before, at most %d MiB meanwhile, %d MiB afterwards%n", before, highest, service.residentMiB());
            for (int mails : GROWING) {
                memory(service, dovecot, mails, database);
            }
        } finally {
            dovecot.stop();
        }
        System.exit(0);
    }

    private static long highest;

    /**
     * Does memory grow with the mailbox? What lives after a full collection says so: the resident size is as large as the heap was let grow.
     * A native executable has no such collection to ask for, so there the resident size after a rest has to do.
     */
    private static void memory(PackagedService service, Dovecot dovecot, int mails, Connection database) throws Exception {
        String user = "memory" + mails;
        deliver(dovecot, user, mails);
        raw(dovecot.port(), user);
        highest = 0;
        ingest(service, dovecot.port(), user, mails, database);
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        String live = service.liveHeapMiB().stream().mapToObj(size -> size + " MiB").findFirst().orElse("unknown");
        System.out.printf("memory: %d mails: resident at most %d MiB, %d MiB after %d s of rest, live heap %s%n", mails, highest, service.residentMiB(), REST_SECONDS, live);
    }

    /** Every third mail begins a thread, the others answer in it; as large as mails are. */
    private static String mail(int number) {
        int thread = number / 3;
        String answers = number % 3 == 0 ? "" : "In-Reply-To: <" + (thread * 3) + "@customer.example>\r\nReferences: <" + (thread * 3) + "@customer.example>\r\n";
        String customer = "c" + thread % CUSTOMERS + "@customer.example";
        return "Received: from mx by shop.example; Fri, 20 Nov 2026 10:00:00 +0000\r\nFrom: Customer " + thread % CUSTOMERS + " <" + customer + ">\r\nTo: support@shop.example\r\nSubject: "
                + (answers.isEmpty() ? "" : "Re: ") + "Order " + thread + "\r\nMessage-ID: <" + number + "@customer.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n" + answers
                + "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "Where is my order? ".repeat(40)
                + "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + "Where is my <b>order</b>? ".repeat(60) + "</p>\r\n--b--\r\n";
    }

    /** Seconds. */
    private static double raw(int port, String user) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.imap.fetchsize", "1000000");
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect("127.0.0.1", port, user, Dovecot.PASSWORD);
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            long began = System.nanoTime();
            for (int number = 1; number <= inbox.getMessageCount(); number++) {
                inbox.getMessage(number).writeTo(OutputStream.nullOutputStream());
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }

    /** Seconds from the first mail in the journal until the last is a message. */
    private static double ingest(PackagedService service, int port, String user, int mails, Connection database) throws Exception {
        JsonObject settings = JsonObject.of(
                "address", user + "@shop.example", "imap_host", "127.0.0.1", "imap_port", port, "imap_tls", "none", "imap_user", user, "imap_password", Dovecot.PASSWORD, "import_since_days", 3_000);
        HttpRequest connect = HttpRequest.newBuilder(URI.create(service.url() + "/rest/v1/channel_accounts"))
                .header("Authorization", "Bearer " + PackagedService.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonObject.of("name", "Mail", "type", "EMAIL", "settings", settings).encode()))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(connect, BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("the mailbox was not connected: " + answer.body());
        }
        String account = new JsonObject(answer.body()).getString("id");
        while (count(database, "journal_event", account) == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long began = System.nanoTime();
        while (count(database, "message", account) < mails) {
            highest = Math.max(highest, service.residentMiB());
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static void deliver(Dovecot dovecot, String user, int mails) {
        for (int number = 0; number < mails; number++) {
            dovecot.deliver(user, mail(number));
        }
    }

    private static long count(Connection database, String table, String account) throws SQLException {
        try (Statement statement = database.createStatement(); ResultSet rows = statement.executeQuery("select count(*) from " + table + " where channel_account_id = '" + account + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres, Dovecot dovecot) throws IOException {
        return Map.of(
                "TRIBUTARY_DATABASE_URL", "postgresql://postgres:postgres@localhost:" + postgres.getPort() + "/postgres",
                "TRIBUTARY_SECRET_KEYS", SecretKeys.generate(),
                "TRIBUTARY_DATA_DIR", Files.createTempDirectory("benchmark").toString(),
                "TRIBUTARY_EGRESS_ALLOW", "127.0.0.1:" + dovecot.port());
    }
}
