package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is for a name; connecting to a checked address instead of the name must not weaken that. */
class EgressTlsTest {

    private static Vertx vertx;
    private static HttpServer server;
    private static PfxOptions certificate;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("server.p12");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=shop.test", "-ext", "SAN=dns:shop.test",
                        "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit")
                .inheritIO()
                .start()
                .waitFor();
        certificate = new PfxOptions().setPath(store.toString()).setPassword("changeit");
        vertx = Vertx.vertx();
        server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response().end("asked for " + request.connection().indicatedServerName()))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void the_name_is_indicated_and_its_certificate_accepted() {
        EgressResponse answer = ask("shop.test", new HttpClientOptions().setTrustOptions(certificate));

        assertEquals("asked for shop.test", answer.text());
    }

    @Test
    void a_certificate_for_another_name_is_not_accepted() {
        EgressException refused = assertThrows(EgressException.class, () -> ask("bank.test", new HttpClientOptions().setTrustOptions(certificate)));

        assertEquals(EgressException.Kind.UNREACHABLE, refused.kind());
    }

    @Test
    void a_certificate_of_nobody_is_not_accepted() {
        EgressException refused = assertThrows(EgressException.class, () -> ask("shop.test", new HttpClientOptions()));

        assertEquals(EgressException.Kind.UNREACHABLE, refused.kind());
    }

    private static EgressResponse ask(String name, HttpClientOptions options) {
        EgressGuard guard = new EgressGuard(List.of(name + ":" + server.actualPort()), any -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        EgressClient client = new EgressClient(vertx, guard, options);
        try {
            return client.send(EgressRequest.get("https://" + name + ":" + server.actualPort() + "/")).await().atMost(Duration.ofSeconds(10));
        } finally {
            client.close();
        }
    }
}
