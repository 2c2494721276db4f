package dev.tributary.adapter.email;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real IMAP server as a process of its own, on a directory of its own, which may be stopped and killed. Any user may sign in. */
public final class Dovecot {

    public static final String PASSWORD = "dovecot-test-password";
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/dovecot"), Path.of("/usr/local/sbin/dovecot"), Path.of("/usr/bin/dovecot"));

    static final Certificates.Identity IDENTITY = Certificates.of("localhost");

    private final Path directory;
    private final int port;
    private final int securePort;
    private final String tokenInspection;
    private Process process;

    private Dovecot(Path directory, int port, int securePort, String tokenInspection) {
        this.directory = directory;
        this.port = port;
        this.securePort = securePort;
        this.tokenInspection = tokenInspection;
    }

    /** Empty where none is installed; {@code TRIBUTARY_TEST_DOVECOT=required} makes that a failure. */
    public static Optional<Path> installed() {
        Optional<Path> binary = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (binary.isEmpty() && "required".equals(System.getenv("TRIBUTARY_TEST_DOVECOT"))) {
            throw new AssertionError("Dovecot is required here and not installed (Debian: apt-get install dovecot-imapd)");
        }
        return binary;
    }

    public static Dovecot start() {
        return start("http://127.0.0.1:1/?");
    }

    /** @param tokenInspection asked about access tokens, which are appended to it; its JSON names the user as {@code email}, who is {@code active} */
    static Dovecot start(String tokenInspection) {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); ServerSocket secure = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path directory = Files.createTempDirectory("dovecot", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Dovecot server = new Dovecot(directory, free.getLocalPort(), secure.getLocalPort(), tokenInspection);
            free.close();
            secure.close();
            Files.writeString(directory.resolve("certificate.pem"), IDENTITY.certificate());
            Files.writeString(directory.resolve("key.pem"), IDENTITY.key());
            Files.writeString(directory.resolve("tokens.conf"), server.tokens());
            Files.writeString(directory.resolve("dovecot.conf"), server.configuration());
            Files.createDirectories(directory.resolve("mail"));
            Files.setPosixFilePermissions(directory.resolve("mail"), PosixFilePermissions.fromString("rwxrwxrwx"));
            server.run();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return port;
    }

    /** TLS from the first byte on; {@link #port} takes STARTTLS. */
    int securePort() {
        return securePort;
    }

    /** It is for {@code localhost}, and no authority knows it. */
    static String certificate() {
        return IDENTITY.certificate();
    }

    public void run() throws IOException {
        process = new ProcessBuilder(installed().orElseThrow().toString(), "-F", "-c", directory.resolve("dovecot.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.log").toFile())
                .start();
        await("Dovecot, see " + directory).atMost(Duration.ofSeconds(20)).until(this::answers);
    }

    /** Every connection drops. */
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts a mail into a user's INBOX as a delivery agent does: whole or not at all. */
    public void deliver(String user, String mail) {
        try {
            Path maildir = directory.resolve("mail").resolve(user);
            for (String part : List.of("tmp", "new", "cur")) {
                Files.createDirectories(maildir.resolve(part));
                open(maildir.resolve(part));
            }
            open(maildir);
            String name = System.nanoTime() + "." + UUID.randomUUID() + ".test";
            Path unfinished = Files.write(maildir.resolve("tmp").resolve(name), mail.getBytes(StandardCharsets.ISO_8859_1));
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-rw-rw-"));
            Files.move(unfinished, maildir.resolve("new").resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An empty folder beside INBOX. */
    void makeFolder(String user, String name) {
        try {
            Path folder = directory.resolve("mail").resolve(user).resolve("." + name);
            for (Path part : List.of(folder, folder.resolve("tmp"), folder.resolve("new"), folder.resolve("cur"))) {
                Files.createDirectories(part);
                open(part);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param folder empty for INBOX */
    long mails(String user, String folder) {
        Path maildir = directory.resolve("mail").resolve(user).resolve(folder.isEmpty() ? "" : "." + folder);
        return Stream.of("new", "cur").mapToLong(part -> count(maildir.resolve(part))).sum();
    }

    private static long count(Path place) {
        try (Stream<Path> files = Files.list(place)) {
            return files.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As after a restored backup: the server no longer knows which mail had which UID. */
    public void forgetUids(String user) {
        try (Stream<Path> files = Files.list(directory.resolve("mail").resolve(user))) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("dovecot")).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void open(Path place) throws IOException {
        if (Files.getOwner(place).getName().equals(System.getProperty("user.name"))) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == '*';
        } catch (IOException notYet) {
            return false;
        }
    }

    private String tokens() {
        return "introspection_mode = get\nintrospection_url = " + tokenInspection + "\nusername_attribute = email\nactive_attribute = active\nactive_value = true\ndebug = yes\n";
    }

    /** As root Dovecot wants users of its own; as anybody else it runs as that one. */
    private String configuration() {
        String me = System.getProperty("user.name");
        boolean root = me.equals("root");
        Map<String, String> users = root ? Map.of("login", "dovenull", "internal", "dovecot", "mail", "nobody") : Map.of("login", me, "internal", me, "mail", me);
        return """
                base_dir = %1$s/run
                state_dir = %1$s/run
                log_path = %1$s/dovecot.log
                protocols = imap
                listen = 127.0.0.1
                ssl = yes
                ssl_cert = <%1$s/certificate.pem
                ssl_key = <%1$s/key.pem
                disable_plaintext_auth = no
                auth_mechanisms = plain login xoauth2 oauthbearer
                default_login_user = %2$s
                default_internal_user = %3$s
                first_valid_uid = 1
                mail_location = maildir:%1$s/mail/%%u
                passdb {
                  driver = oauth2
                  mechanisms = xoauth2 oauthbearer
                  args = %1$s/tokens.conf
                }
                passdb {
                  driver = static
                  mechanisms = plain login
                  args = password=%5$s
                }
                userdb {
                  driver = static
                  args = uid=%4$s home=%1$s/mail/%%u
                }
                service imap-login {
                  chroot =
                  inet_listener imap {
                    port = %6$d
                  }
                  inet_listener imaps {
                    port = %7$d
                    ssl = yes
                  }
                }
                auth_failure_delay = 0
                service anvil {
                  chroot =
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                """.formatted(directory, users.get("login"), users.get("internal"), users.get("mail") + " gid=" + (root ? "nogroup" : System.getenv().getOrDefault("GROUP", me)), PASSWORD, port, securePort);
    }
}
