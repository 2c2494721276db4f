package dev.tributary.identity;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A real Keycloak from its Maven artifact, with one realm. For {@link OidcAgainstKeycloak} alone; needs
 * {@code org.keycloak:keycloak-quarkus-dist:zip} in the local Maven repository, or its path in
 * {@code -Dkeycloak.zip=}, and a JDK that Keycloak runs on ({@code -Dkeycloak.java.home=}, otherwise the one on the path).
 */
public class KeycloakForTests implements QuarkusTestResourceLifecycleManager {
    static final String VERSION = "26.7.3";
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Path HOME = Path.of("target/keycloak").toAbsolutePath();

    private Process keycloak;

    @Override
    public Map<String, String> start() {
        try {
            int port = freePort();
            String issuer = "http://localhost:" + port + "/realms/tributary";
            Path distribution = unpack();
            Files.createDirectories(distribution.resolve("data/import"));
            try (InputStream realm = KeycloakForTests.class.getResourceAsStream("/keycloak/tributary-realm.json")) {
                Files.write(distribution.resolve("data/import/tributary-realm.json"), realm.readAllBytes());
            }
            keycloak = launch(distribution, port);
            awaitAnswer(URI.create(issuer + "/.well-known/openid-configuration"));
            return Map.of("tributary.oidc.issuer", issuer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (keycloak == null) {
            return;
        }
        keycloak.descendants().forEach(ProcessHandle::destroy);
        keycloak.destroy();
        try {
            keycloak.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path unpack() throws IOException {
        Path root = HOME.resolve("keycloak-" + VERSION);
        if (Files.exists(root)) {
            return root;
        }
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = HOME.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        return root;
    }

    private static Path zip() {
        String inRepository = ".m2/repository/org/keycloak/keycloak-quarkus-dist/%s/keycloak-quarkus-dist-%s.zip".formatted(VERSION, VERSION);
        Path zip = Path.of(System.getProperty("keycloak.zip", Path.of(System.getProperty("user.home"), inRepository).toString()));
        if (!Files.exists(zip)) {
            throw new IllegalStateException("no Keycloak at %s; fetch it: mvn dependency:get -Dartifact=org.keycloak:keycloak-quarkus-dist:%s:zip -Dtransitive=false".formatted(zip, VERSION));
        }
        return zip;
    }

    private static Process launch(Path distribution, int port) throws IOException {
        ProcessBuilder command = new ProcessBuilder(List.of(
                "sh", distribution.resolve("bin/kc.sh").toString(), "start-dev", "--import-realm", "--http-port=" + port));
        String javaHome = System.getProperty("keycloak.java.home");
        if (javaHome == null) {
            command.environment().remove("JAVA_HOME");
        } else {
            command.environment().put("JAVA_HOME", javaHome);
        }
        return command.redirectErrorStream(true).redirectOutput(HOME.resolve("keycloak.log").toFile()).start();
    }

    private void awaitAnswer(URI address) {
        await("Keycloak, see " + HOME.resolve("keycloak.log")).atMost(LONGEST_START).pollInterval(Duration.ofMillis(500)).until(() -> {
            if (!keycloak.isAlive()) {
                throw new IllegalStateException("Keycloak ended; see " + HOME.resolve("keycloak.log"));
            }
            return answers(address);
        });
    }

    private static boolean answers(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
