package dev.tributary.start;

import static dev.tributary.start.StartUpSettings.DATABASE_URL;
import static dev.tributary.start.StartUpSettings.SECRET_KEYS;

import dev.tributary.platform.SecretKeys;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The service's beginning and end. Checks the settings, starts the embedded database where no other is configured, runs the
 * service, and stops the database last. {@code secret-keys} prints a new keyset instead;
 * {@code secret-keys add}, {@code promote} or {@code rotate} prints that of {@code TRIBUTARY_SECRET_KEYS} changed so ({@link SecretKeys}).
 */
@QuarkusMain
public final class Tributary {
    private static final String HTTP_PORT = "quarkus.http.port";
    private static final Pattern NO_DATABASE = Pattern.compile("(?:08|28|3D).*");
    private static final int REFUSED = 2;
    private static final int SECONDS_TO_STOP = 30;
    /** Set for as long as this process has a database of its own: development mode runs main again on every change. */
    private static final String ALREADY_STARTED = "dev.tributary.started";

    private Tributary() {}

    public static void main(String... arguments) {
        if (arguments.length == 1 && arguments[0].equals("secret-keys")) {
            System.out.println(SecretKeys.generate());
            return;
        }
        if (arguments.length == 2 && arguments[0].equals("secret-keys")) {
            System.exit(changeSecretKeys(arguments[1], System.getenv("TRIBUTARY_SECRET_KEYS")));
        }
        try {
            run(arguments);
        } catch (StartRefused refusal) {
            System.err.println(refusal.getMessage());
            System.exit(REFUSED);
        }
    }

    /** Reads the keyset from the environment alone: an argument would show in the list of processes. */
    private static int changeSecretKeys(String how, String current) {
        try {
            System.out.println(switch (how) {
                case "add" -> SecretKeys.add(current == null ? "" : current);
                case "promote" -> SecretKeys.promote(current == null ? "" : current);
                case "rotate" -> SecretKeys.rotate(current == null ? "" : current);
                default -> throw new IllegalArgumentException("secret-keys takes add, promote or rotate");
            });
            return 0;
        } catch (IllegalArgumentException unusable) {
            System.err.println("TRIBUTARY_SECRET_KEYS is not changed: " + unusable.getMessage());
            return REFUSED;
        }
    }

    private static void run(String... arguments) {
        if (System.getProperty(ALREADY_STARTED) != null) {
            Quarkus.run(Service.class, arguments);
            return;
        }
        Optional<OwnDatabase.Running> database = prepare();
        System.setProperty(ALREADY_STARTED, "true");
        CountDownLatch ended = new CountDownLatch(1);
        database.ifPresent(running -> Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(ended, running), "stop database")));
        AtomicInteger exitCode = new AtomicInteger();
        try {
            Quarkus.run(Service.class, (code, failure) -> exitCode.set(report(code, failure)), arguments);
        } finally {
            ended.countDown();
        }
        System.exit(exitCode.get());
    }

    /** Whoever gives Quarkus a handler of exit codes also reports why a start failed. */
    private static int report(int code, Throwable failure) {
        if (failure == null) {
            return code;
        }
        Optional<SQLException> refused = noDatabase(failure);
        if (refused.isPresent()) {
            System.err.println("Tributary does not start: the database of %s does not let it in: %s".formatted(StartUpSettings.bothNames(DATABASE_URL), refused.get().getMessage()));
            return REFUSED;
        }
        failure.printStackTrace();
        return Math.max(1, code);
    }

    /** Not reached, not let in, or not there: what a person mends, other than a bug. The driver's words hold no password. */
    private static Optional<SQLException> noDatabase(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(cause -> cause.getSQLState() != null && NO_DATABASE.matcher(cause.getSQLState()).matches())
                .findFirst();
    }

    private static Optional<OwnDatabase.Running> prepare() {
        StartUpSettings settings = StartUpSettings.read();
        Optional<OwnDatabase> own = OwnDatabase.find();
        SettingsCheck.require(settings, own.isPresent());
        requireFreePort(settings);
        Optional<String> configured = settings.find(DATABASE_URL);
        if (configured.isPresent()) {
            use(DatabaseAddress.parse(configured.get()));
            return Optional.empty();
        }
        OwnDatabase.Running running = own.orElseThrow().start(settings.dataDirectory());
        use(running.address());
        if (settings.find(SECRET_KEYS).isEmpty()) {
            System.setProperty(SECRET_KEYS, KeyFile.readOrMake(settings.dataDirectory()));
        }
        return Optional.of(running);
    }

    /** Before anything is begun that would have to be ended again. Whoever takes the port afterwards is told of by Quarkus. */
    private static void requireFreePort(StartUpSettings settings) {
        int port = settings.find(HTTP_PORT).map(Integer::valueOf).orElse(0);
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.find("quarkus.http.host").orElse("0.0.0.0"), port));
        } catch (IOException | IllegalArgumentException taken) {
            throw new StartRefused("Tributary does not start: it cannot listen on port %d (%s). Stop what listens there, or set another one by %s."
                    .formatted(port, taken.getMessage(), StartUpSettings.bothNames(HTTP_PORT)));
        }
    }

    private static void use(DatabaseAddress address) {
        address.settings().forEach(System::setProperty);
    }

    /** The service says goodbye to its database first, so that what is in flight ends well. */
    private static void closeAfter(CountDownLatch ended, OwnDatabase.Running database) {
        try {
            ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        database.close();
    }

    /** Runs once everything listens. */
    public static class Service implements QuarkusApplication {
        private final ServiceSettings settings;

        Service(ServiceSettings settings) {
            this.settings = settings;
        }

        @Override
        public int run(String... arguments) {
            System.out.printf("%n  Tributary is ready: %s%n%n", settings.publicUrl());
            Quarkus.waitForExit();
            return 0;
        }
    }
}
